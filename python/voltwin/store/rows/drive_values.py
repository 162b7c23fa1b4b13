"""What only drives have in the event log, as the JSON of the column `value`."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voltwin_bindings.event_log import SCHEMA

Array: TypeAlias = Any  # of Arrow, whose stubs know too little of what its functions return

_NAMES = ("origin", "destination", "until")
_FIELDS = pa.schema([pa.field(name, SCHEMA.field(name).type) for name in _NAMES])


def value_of(log: Mapping[str, Array]) -> Array:
    """Return an object such as {"origin": 3, "destination": 17, "until": 3725.5} for each row of
    the log that has any of them, null for the others.

    Args:
        log: its columns, `until` finite or NaN.
    """
    has = {name: _has(log[name]) for name in _NAMES}
    driven = np.logical_or.reduce(list(has.values()))
    if not driven.any():
        return pa.nulls(len(driven), pa.string())
    rows = np.flatnonzero(driven)
    fields = [_field(name, log[name], has[name], rows) for name in _NAMES]
    inside: Array = pc.binary_join_element_wise(*fields, ", ", null_handling="skip")
    objects = pc.binary_join_element_wise("{", inside, "}", "")
    return pc.replace_with_mask(pa.nulls(len(driven), pa.string()), pa.array(driven), objects)


def drives_of(values: Array) -> dict[str, Array]:
    """Return the columns of the log of which `value_of` has made these values."""
    driven = values.is_valid()
    found = _parsed(values.filter(driven))
    return {name: _spread(found[name], driven) for name in _NAMES}


def _has(column: Array) -> Any:
    values = column.to_numpy()
    return ~np.isnan(values) if values.dtype.kind == "f" else values >= 0


def _field(name: str, column: Array, has: Any, rows: Any) -> Array:
    """Return a field of an object for some rows, null where they have none.

    Arrow writes the shortest text of a number that is read back to the same bits.
    """
    there = pa.array(column.to_numpy()[rows], mask=~has[rows])
    return pc.binary_join_element_wise(f'"{name}": ', there.cast(pa.string()), "")


def _spread(values: Array, driven: Array) -> Array:
    """Return values at the rows that have any, at the others what the log has for none."""
    none = float("nan") if values.type == pa.float64() else -1
    filler = pa.repeat(pa.scalar(none, values.type), len(driven))
    return pc.replace_with_mask(filler, driven, pc.fill_null(values, none))


def _parsed(objects: Array) -> dict[str, Array]:
    if not len(objects):
        return {field.name: pa.nulls(0, field.type) for field in _FIELDS}
    from pyarrow import json

    whole = pa.ListArray.from_arrays(pa.array([0, len(objects)], pa.int32()), objects)
    lines: Array = pc.binary_join(whole, "\n")
    file: Any = pa.BufferReader(lines[0].as_buffer())
    table = json.read_json(file, parse_options=json.ParseOptions(explicit_schema=_FIELDS))
    return {name: table.column(name).combine_chunks() for name in _NAMES}
