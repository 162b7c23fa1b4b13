"""Tables that a server tells column by column, as Arrow."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

HALF_WIDTH = "half_width"
_TIMES = ("hour", "begin", "end")  # columns of local times, which JSON has as texts


def table_of(told: Mapping[str, Any]) -> pa.Table:
    """Return a table whose columns say their units and meanings themselves, in their metadata.

    Half-widths of 95 % intervals stand in columns of their own, `lost_share_half_width` behind
    `lost_share`.

    Args:
        told: as the server sends tables.
    """
    fields: list[pa.Field[Any]] = []
    values: list[pa.Array[Any]] = []
    for column in told["columns"]:
        _add(fields, values, column["name"], column["values"], column)
        if column.get("half_widths") is not None:
            about = {**column, "meaning": f"half of the 95 % interval of {column['name']}"}
            _add(fields, values, f"{column['name']}_{HALF_WIDTH}", column["half_widths"], about)
    return pa.table(values, schema=pa.schema(fields))


def _add(
    fields: list["pa.Field[Any]"],
    values: list["pa.Array[Any]"],
    name: str,
    found: Sequence[Any],
    about: Mapping[str, Any],
) -> None:
    array = pa.array(found)
    if name in _TIMES and pa.types.is_string(array.type):
        array = array.cast(pa.timestamp("ms"))
    if pa.types.is_null(array.type):  # undefined everywhere: numbers, as texts always are there
        array = array.cast(pa.float64())
    metadata = {"unit": about.get("unit", ""), "meaning": about.get("meaning", "")}
    fields.append(pa.field(name, array.type, metadata=metadata))
    values.append(array)


def total_of(told: Mapping[str, Any]) -> pa.Table:
    """Return a row per KPI: its unit and meaning, in how many replications it is defined, its mean
    over them, and the 95 % interval of that."""
    columns = {
        "measure": [one["name"] for one in told["measures"]],
        "unit": [one["unit"] for one in told["measures"]],
        "meaning": [one["meaning"] for one in told["measures"]],
        "replications": [one["n"] for one in told["measures"]],
    }
    numbers = {
        name: pa.array([one[name] for one in told["measures"]], pa.float64())
        for name in ("mean", "low", "high", HALF_WIDTH)
    }
    return pa.table({**columns, **numbers})


def by_replication_of(told: Mapping[str, Any]) -> pa.Table:
    """Return a row per replication: its number, and all KPIs."""
    number = {
        "name": "replication",
        "unit": "",
        "meaning": "number of the replication",
        "values": told["replications"],
    }
    return table_of({"columns": [number, *told["measures"]]})


def table_in(parquet_file: bytes) -> pa.Table:
    """Return the table in a Parquet file."""
    from pyarrow import parquet

    return parquet.read_table(io.BytesIO(parquet_file))
