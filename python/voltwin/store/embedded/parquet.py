"""Rows of a store's tables as Parquet files: laid out for those who ask about one kind of event, or
about one run."""

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.disk import sync
from voltwin.store.interface import StoreError
from voltwin.store.schema import EVENTS, TABLES

RUN = "run_id"
_EVENTS_OF_GROUP = 122_880  # rows; as many as DuckDB reads at once
_LEAST_OF_GROUP = 16_384  # rows, where kinds share one
_KPIS_OF_GROUP = 8_192  # rows of 50 columns
# Of numbers that hardly differ from one to the next, differences are short, and zstd would take
# hardly more away; of others a dictionary takes longer than zstd, which finds more in bytes of
# equal weight.
_DIFFERENCES = ("time", "replication", "number", "battery", "charger", "bay")
_ENCODINGS = {
    **dict.fromkeys(_DIFFERENCES, "DELTA_BINARY_PACKED"),
    **dict.fromkeys(("time_s", "soc"), "BYTE_STREAM_SPLIT"),
}
_FEW = (RUN, "event_type", "entity_id", "station_id")  # values, in a dictionary
_EXTREMES = ("time", "replication", "number", "time_s", "event_type")


def write(rows: pa.Table, file: Path, name: str, *, of_one_run: bool) -> None:
    """Write rows of a table under another name, then rename; when this returns, they outlive a
    power cut.

    Events lie by kind, so that who asks about one kind reads nothing else; `number` tells their
    order. Rows of several runs lie as they come.

    Args:
        rows: in the columns of the table.
        file: that they become.
        name: of the table.
        of_one_run: the name of the folder says which.

    Raises:
        OSError: they cannot be written; there is no file then.
    """
    from pyarrow import parquet

    events = name == EVENTS.name
    if of_one_run:
        rows = rows.drop_columns([RUN])
    schema = pa.schema(_field(field, rows.column(field.name)) for field in rows.schema)
    groups = _groups_of_events(rows) if events else _groups(rows, _KPIS_OF_GROUP)
    settings = _of_events(schema.names) if events else {"compression": "zstd"}
    partial = file.with_name(f".{file.name}.partial")
    try:
        with parquet.ParquetWriter(partial, schema, store_schema=False, **settings) as writer:
            for group in groups:
                columns = [_of_group(column) for column in group.columns]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        sync(partial)
        os.replace(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync(file.parent)


def _field(field: Any, column: Any) -> Any:
    """Return a field that has no nulls in this file, if it has none: to tell them costs time."""
    return field.with_nullable(column.null_count > 0)


def _of_events(columns: Sequence[str]) -> dict[str, Any]:
    levels = {name: 1 for name in columns if name not in _DIFFERENCES}
    return {
        "compression": {name: "zstd" if name in levels else "none" for name in columns},
        "compression_level": levels,
        "use_dictionary": list(_FEW),
        "column_encoding": _ENCODINGS,
        "write_statistics": list(_EXTREMES),
    }


def _of_group(column: Any) -> Any:
    """Return a column of a group, a dictionary without what only other groups have: each group is
    written with its own."""
    if not pa.types.is_dictionary(column.type):
        return column
    whole = column.combine_chunks()
    if len(whole.dictionary) < len(whole) // 16:
        return whole
    used = np.zeros(len(whole.dictionary), np.bool_)
    used[whole.indices.drop_null().to_numpy()] = True
    if used.all():
        return whole
    places: Any = pa.array(np.cumsum(used, dtype=np.int32) - 1)
    return pa.DictionaryArray.from_arrays(places.take(whole.indices), whole.dictionary.filter(used))


def _groups(rows: pa.Table, most: int) -> Iterator[pa.Table]:
    for first in range(0, rows.num_rows, most):
        yield rows.slice(first, most)


def _groups_of_events(rows: pa.Table) -> Iterator[pa.Table]:
    """Yield events by kind, those of a kind in order; few kinds share a group, but for rare ones,
    so that who asks about one kind decodes little else."""
    whole = rows.unify_dictionaries().combine_chunks()
    kinds: Any = whole.column("event_type").combine_chunks()
    codes = kinds.indices.fill_null(-1).to_numpy().astype(np.int16)  # sorted by digits: at once
    order = np.argsort(codes, kind="stable").astype(np.int32)
    whole, first = whole.take(order), 0
    for begin in [*(np.flatnonzero(np.diff(codes[order])) + 1), len(order)]:
        if begin - first >= _LEAST_OF_GROUP or begin == len(order):
            yield from _groups(whole.slice(first, begin - first), _EVENTS_OF_GROUP)
            first = begin


def read(file: Path, name: str, run_id: str | None = None, runs: Sequence[str] = ()) -> pa.Table:
    """Return the rows of a file, in the columns of its table.

    Args:
        file: with rows of that table.
        name: of the table.
        run_id: whose rows they all are, if they are one run's.
        runs: of the others, the runs that are wanted; all by default.

    Raises:
        OSError: it cannot be read; FileNotFoundError where it is missing.
        StoreError: it is damaged.
    """
    filters: Any = [(RUN, "in", list(runs))] if runs and run_id is None else None
    found = _read(file, filters)
    columns: list[Any] = []
    for field in TABLES[name].schema:
        if field.name == RUN and run_id is not None:
            every: Any = pa.array(np.zeros(found.num_rows, np.int32))
            columns.append(pa.DictionaryArray.from_arrays(every, pa.array([run_id])))
        else:
            columns.append(_as(found.column(field.name), field.type))
    return pa.Table.from_arrays(columns, schema=TABLES[name].schema)


def _read(file: Path, filters: Any) -> pa.Table:
    from pyarrow import parquet

    if not file.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    try:
        # Without partitioning: parts of the path are no columns here.
        return parquet.read_table(
            file, partitioning=None, filters=filters, read_dictionary=["event_type", "station_id"]
        )
    except pa.ArrowException as error:
        raise spoilt(file, "damaged") from error
    except OSError as error:
        if error.errno:  # of the system, and not of what stands in the file
            raise
        raise spoilt(file, "damaged") from error


def spoilt(file: Path | str, how: str) -> StoreError:
    """Return what to say of a file that the catalogue names and that gives no rows."""
    return StoreError(
        f"{file}: is {how}; bring it back from a backup, or delete the run and simulate it again"
    )


def _as(column: Any, kind: Any) -> Any:
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return column.cast(kind)
