"""The table behind a figure: columns of KPI tables, or made from them, with units and meanings."""

from functools import cache
from typing import Any

import pyarrow as pa

# Columns that no KPI table has: unit and meaning.
_MORE = {
    "rank": ("", "place in the list of the worst; 1 is the worst"),
    "lon": ("degrees", "east"),
    "lat": ("degrees", "north"),
    "begin": ("", "begin of the step, local time"),
    "day": ("", "date, or day of the week, local time"),
    "hour_of_day": ("h", "begin of the hour, local time"),
    "share": ("1", "vehicles / all vehicles served"),
    "share_per_doubling": (
        "1",
        "share / log2(to / from), the height of the column; below 1 s from 0.5 s on",
    ),
    "share_up_to": ("1", "share of the vehicles served that waited less than this long, or not"),
    "mean_kw": ("kW", "mean power drawn in the step"),
    "highest_kw": ("kW", "largest mean power of a 15-minute slot in the step"),
    "limited_kw": ("kW", "the same, drawn by the stations that have a grid limit"),
    "limit_kw": ("kW", "the least that the grid limits of these stations allow in the step"),
    "account": ("", "what is earned or spent"),
    "amount": ("", "in the currency of the scenario"),
}


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    from voltwin.kpis.columns import dictionary
    from voltwin.kpis.fleet_columns import fleet_dictionary

    rows = dictionary(fleet=fleet_dictionary()).to_pylist()
    return {row["name"]: (row["unit"], row["meaning"]) for row in rows} | _MORE


def small_table(values: dict[str, Any]) -> pa.Table:
    """Return a table of these columns, NaN as null, unit and meaning as metadata of its fields."""
    arrays = [pa.array(column, from_pandas=True) for column in values.values()]
    fields = []
    for name, array in zip(values, arrays, strict=True):
        unit, meaning = _meanings()[name]
        fields.append(pa.field(name, array.type, metadata={"unit": unit, "meaning": meaning}))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
