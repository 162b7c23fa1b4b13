"""What a run earned and cost, if its scenario has economics."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.kpis.money_columns import MONEY_COLUMNS
from voltwin.report.table_text import numbers_as_text
from voltwin.wording.quantities import NONE, money

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables


def accounts(kpis: "KpiTables") -> pa.Table | None:
    """Return the accounts of the network: name, amount, unit, meaning; None without economics."""
    if kpis.currency is None:
        return None
    total = kpis.total
    about = {row["name"]: row for row in kpis.columns.to_pylist()}
    names = [column.name for column in MONEY_COLUMNS if column.name in total.column_names]
    units = [str(about[name]["unit"]) for name in names]
    values = [total.column(name)[0].as_py() for name in names]
    fields = [
        pa.field("account", pa.string()),
        numbers_as_text("amount"),
        *(pa.field(name, pa.string()) for name in ("unit", "meaning")),
    ]
    return pa.table(
        {
            "account": [name.replace("_", " ") for name in names],
            "amount": [_amount(*pair) for pair in zip(values, units, strict=True)],
            "unit": units,
            "meaning": [str(about[name]["meaning"]).replace("_", " ") for name in names],
        },
        schema=pa.schema(fields),
    )


def _amount(value: float | None, unit: str) -> str:
    """Return an amount; prices of energy are a matter of fractions of a cent."""
    if unit.endswith("/kWh"):
        return NONE if value is None else f"{value:,.4f}"
    return money(value)
