"""Rows told apart by their keys."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa


def rows_but(rows: pa.Table, keys: Sequence[str], known: pa.Table | None = None) -> pa.Table:
    """Return the rows whose keys are not among known ones, each key once: the first row of it.

    Args:
        rows: in any order, which they keep.
        keys: columns that tell rows apart.
        known: rows that are there already.
    """
    count = rows.num_rows
    numbered = _plain(rows, keys).append_column("at", pa.array(np.arange(count)))
    firsts = numbered.group_by(list(keys)).aggregate([("at", "min")])
    if known is not None and known.num_rows:
        firsts = firsts.join(_plain(known, keys), list(keys), join_type="left anti")
    places = np.sort(firsts.column("at_min").to_numpy())
    return rows if len(places) == count else rows.take(places)


def _plain(rows: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Return columns without dictionaries, which differ from table to table."""
    columns: dict[str, Any] = {name: rows.column(name) for name in keys}
    for name, column in columns.items():
        if pa.types.is_dictionary(column.type):
            columns[name] = column.cast(pa.string())
    return pa.table(columns)
