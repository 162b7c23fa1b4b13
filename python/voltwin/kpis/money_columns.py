"""The columns of KPI tables that are about money; see `voltwin.kpis.columns`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from voltwin.kpis.cells import Floats
from voltwin.kpis.columns import Description
from voltwin.kpis.groups import Groups
from voltwin.kpis.money import Accounts


@dataclass(frozen=True)
class MoneyColumn:
    """A column of KPI tables, there if the scenario has economics."""

    name: str
    per: str  # the unit is the currency and this
    meaning: str
    values: Callable[[Accounts, Groups], Floats | None]  # None where it is not known


def _per(part: Floats | None, whole: Any) -> Floats | None:
    """Return part / whole, NaN where there is no whole."""
    if part is None:
        return None
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0))


MONEY_COLUMNS = (
    MoneyColumn(
        "revenue", "", "paid for swaps and for the energy delivered", lambda a, g: a.revenue
    ),
    MoneyColumn(
        "lost_revenue",
        "",
        "what the vehicles lost would have paid, as those served at the station on average; null "
        "for a fleet, whose vehicles try again and pay then",
        lambda a, g: a.lost_revenue,
    ),
    MoneyColumn(
        "energy_cost", "", "energy drawn, each slot at its price", lambda a, g: a.energy_cost
    ),
    MoneyColumn(
        "energy_cost_per_kwh",
        "/kWh",
        "energy_cost / grid_kwh: mean price of the energy drawn",
        lambda a, g: _per(a.energy_cost, g.grid_kwh),
    ),
    MoneyColumn(
        "demand_charge",
        "",
        "demand charges at each station's own peak, for the part of each month observed",
        lambda a, g: a.demand_charge,
    ),
    MoneyColumn(
        "demand_charge_month",
        "/month",
        "demand charges of a full month at the peaks seen",
        lambda a, g: a.demand_charge_month,
    ),
    MoneyColumn(
        "capital_cost",
        "",
        "annuities of chargers, bays and batteries, for the months observed",
        lambda a, g: a.capital_cost,
    ),
    MoneyColumn("rent", "", "rent, for the months observed", lambda a, g: a.rent),
    MoneyColumn(
        "cost", "", "energy_cost + demand_charge + capital_cost + rent", lambda a, g: a.cost
    ),
    MoneyColumn("margin", "", "revenue - cost", lambda a, g: a.margin),
    MoneyColumn(
        "cost_per_swap",
        "/vehicle",
        "cost / swaps",
        lambda a, g: _per(a.cost, g.count("swaps")),
    ),
    MoneyColumn(
        "margin_per_swap",
        "/vehicle",
        "margin / swaps",
        lambda a, g: _per(a.margin, g.count("swaps")),
    ),
)

# In the table of slots alone.
PRICE_COLUMN = ("price_per_kwh", "/kWh", "price of energy from the grid in the slot")


def in_money(accounts: Accounts, groups: Groups) -> dict[str, Floats]:
    """Return the columns of MONEY_COLUMNS that are known, one row per group."""
    values = {column.name: column.values(accounts, groups) for column in MONEY_COLUMNS}
    return {name: found for name, found in values.items() if found is not None}


def described(currency: str) -> list[Description]:
    """Return name, unit and meaning of all columns about money."""
    columns = [(column.name, column.per, column.meaning) for column in MONEY_COLUMNS]
    return [(name, f"{currency}{per}", text) for name, per, text in (*columns, PRICE_COLUMN)]
