"""Rows of the tables of an experiment."""

from typing import Any

import pyarrow as pa

Row = dict[str, Any]


def where(table: pa.Table, **equal: Any) -> pa.Table:
    """Return the rows in which columns have these values; null is a value like others."""
    from pyarrow import compute

    for name, value in equal.items():
        column = table.column(name)
        if value is None:
            table = table.filter(compute.is_null(column))
        else:
            table = table.filter(compute.equal(column, pa.scalar(value, column.type)))
    return table


def rows_where(table: pa.Table, **equal: Any) -> list[Row]:
    """Return the same as plain rows."""
    return list(where(table, **equal).to_pylist())


def by_measure(table: pa.Table, **equal: Any) -> dict[str, list[Row]]:
    """Return the rows in which columns have these values, by their measure, in its order."""
    found: dict[str, list[Row]] = {}
    for row in where(table, **equal).to_pylist():
        found.setdefault(row["measure"], []).append(row)
    return found
