"""Runs and what was kept of each, in the order of runs, as files for others to read."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.journal import Journal, run_keys
from voltwin.experiment.rows import PLACES, REPLICATION, VARIANT
from voltwin.experiment.tables import Column
from voltwin.experiment.variant import Variant

NAME = "name"
_ROWS = 65_536  # of a group in the files, whatever the chunks were


def in_order(journal: Journal) -> Iterator[pa.Table]:
    """Yield all runs sorted by variant and replication, a chunk at a time where chunks do not
    overlap, as is usual; else all at once."""
    columns = [VARIANT, REPLICATION]
    keys = [run_keys(rows) for rows in journal.chunks(columns)]
    places = sorted(range(len(keys)), key=lambda place: int(keys[place].min()))
    apart = all(
        int(keys[one].max()) < int(keys[other].min()) for one, other in itertools.pairwise(places)
    )
    if apart:
        for place in places:
            yield _sorted(journal.chunk(place))
    else:
        yield _sorted(pa.concat_tables(journal.chunks()))


def _sorted(rows: pa.Table) -> pa.Table:
    return rows.replace_schema_metadata(None).take(np.argsort(run_keys(rows)))


def naming(variants: Sequence[Variant]) -> pa.Table:
    """Return a row per variant: its name, and the levels of its factors; in a column of levels are
    numbers, or else texts."""
    columns: dict[str, Sequence[Any]] = {NAME: [variant.name for variant in variants]}
    for factor in variants[0].levels if variants else ():
        columns[factor] = _of_one_type([variant.levels.get(factor) for variant in variants])
    return pa.table(columns)


def _of_one_type(levels: Sequence[Any]) -> Sequence[Any]:
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        whole = all(isinstance(level, int) for level in levels)
        return levels if whole else [float(level) for level in levels]
    return [None if level is None else str(level) for level in levels]


def named(rows: pa.Table, names: pa.Table) -> pa.Table:
    """Return rows with the names and levels of their variants behind the variant's number.

    Args:
        rows: with the number of a variant.
        names: of `naming`.
    """
    place = rows.column_names.index(VARIANT) + 1
    for at, field in enumerate(names.schema):
        column = names.column(field.name).take(rows.column(VARIANT))
        rows = rows.add_column(place + at, field, column)
    return rows


def scalars(rows: pa.Table) -> pa.Table:
    """Return the columns that hold one number a run."""
    return rows.select([field.name for field in rows.schema if not _is_list(field.type)])


def by_place(rows: pa.Table, kept: str, places: Column) -> pa.Table:
    """Return a kept table in full: a row per run and place.

    Args:
        rows: of runs.
        kept: its name, such as `by_hour`.
        places: what its rows stand for: hours, regions or stations; one that is not named, where
            it has one row.
    """
    runs = rows.num_rows
    naming = {
        name: pa.array(np.repeat(rows.column(name).to_numpy(), len(places)))
        for name in (VARIANT, REPLICATION)
    }
    columns, named_by = naming, PLACES[kept]
    if named_by is not None:
        columns[named_by] = pa.concat_arrays([places] * runs)
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    for field in rows.schema:
        if field.name.startswith(f"{kept}."):
            name = field.name.removeprefix(f"{kept}.")
            columns[name] = rows.column(field.name).combine_chunks().values  # type: ignore[attr-defined]  # lists of equal length
            fields.append(pa.field(name, columns[name].type, metadata=field.metadata))
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def _is_list(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind)


class OrderedFile:
    """A Parquet file whose bytes do not tell in what pieces its rows came."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer: Any = None
        self._waiting: list[pa.Table] = []

    def write(self, rows: pa.Table) -> None:
        """Add rows; they are written in groups of a fixed size."""
        self._waiting.append(rows)
        if sum(part.num_rows for part in self._waiting) >= _ROWS:
            together = pa.concat_tables(self._waiting)
            whole = together.num_rows - together.num_rows % _ROWS
            self._write(together.slice(0, whole))
            self._waiting = [together.slice(whole)]

    def close(self) -> None:
        """Write what is left."""
        if self._waiting:
            self._write(pa.concat_tables(self._waiting))
        if self._writer:
            self._writer.close()

    def _write(self, rows: pa.Table) -> None:
        from pyarrow import parquet

        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, rows.schema, compression="zstd")
        self._writer.write_table(rows.combine_chunks(), row_group_size=_ROWS)
