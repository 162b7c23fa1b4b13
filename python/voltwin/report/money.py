"""What a run earned and cost, if its scenario has prices."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.quantities import NONE

if TYPE_CHECKING:
    from voltwin.results import Run
    from voltwin.scenario.scenario import Scenario

# Accounts in the order in which they are read; those that the KPI table `total` has are shown.
ACCOUNTS = (
    *("revenue", "lost_revenue", "energy_cost", "demand_charge", "demand_charge_month"),
    *("capital_cost", "rent", "cost", "margin", "margin_per_swap", "cost_per_swap"),
    "energy_cost_per_kwh",
)


def currency(scenario: "Scenario") -> str:
    """Return the currency of all amounts; empty without economics."""
    return str(getattr(getattr(scenario, "economics", None), "currency", ""))


def amount(value: float | None) -> str:
    """Return an amount of money, without its currency: `12,345`, `84.20`, `-3.15`."""
    if value is None:
        return NONE
    text = f"{value:,.0f}" if abs(value) >= 999.5 else f"{value:,.2f}"
    return text if float(text.replace(",", "")) else text.lstrip("-")  # no amount is -0


def accounts(run: "Run") -> pa.Table | None:
    """Return the accounts of the network: name, amount, unit, meaning; None without any."""
    total = run.kpis.total
    names = [name for name in ACCOUNTS if name in total.column_names]
    if not names:
        return None
    about = [dict(total.schema.field(name).metadata or {}) for name in names]
    return pa.table(
        {
            "account": [name.replace("_", " ") for name in names],
            "amount": [amount(total.column(name)[0].as_py()) for name in names],
            "unit": [found.get(b"unit", b"").decode() for found in about],
            "meaning": [found.get(b"meaning", b"").decode() for found in about],
        }
    )
