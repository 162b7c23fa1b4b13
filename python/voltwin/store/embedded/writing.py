"""Chunks in an embedded store: written as a whole and once."""

import sqlite3
from collections.abc import Iterator, Mapping
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.files import (
    ResultFile,
    contents_of,
    delete_unnamed,
    holding,
    name_file,
    replications_in,
    write_file,
)
from voltwin.store.embedded.keys import rows_but
from voltwin.store.embedded.parquet import RUN
from voltwin.store.embedded.runs import hear
from voltwin.store.interface import Chunk, StoreError, UnknownIdError
from voltwin.store.records import Status
from voltwin.store.rows.checked_rows import checked_rows, runs_in
from voltwin.store.schema import EVENTS, TABLES


def write(to: Catalogue, chunk: Chunk) -> bool:
    """Write a chunk, and return whether it was new.

    The effects, in order: files of events, which nobody knows yet; then, while nobody else writes
    to the catalogue, what is new of the KPI tables as files, and the names of all of them together
    with the chunk's key. Whatever fails, files without a name are deleted.

    Raises:
        UnknownIdError: there is no such owner, or a run is none of its.
        StoreError: the owner has ended, or a table has other columns.
    """
    tables = checked_rows(chunk.tables)
    runs = runs_in(tables)
    with to.failing():
        if _is_known(to, chunk, runs):
            return False
        written: list[tuple[ResultFile, pa.Table]] = []
        try:
            for rows in _by_run(tables.pop(EVENTS.name, None)):
                written.append((write_file(to.folder, chunk.owner, EVENTS.name, rows), rows))
            return _name(to, chunk, runs, tables, written)
        finally:
            delete_unnamed(to, (file for file, _ in written))


def _is_known(to: Catalogue, chunk: Chunk, runs: set[UUID]) -> bool:
    with to.reading() as connection:
        return _may_not_be_written(connection, chunk, runs)


def _may_not_be_written(connection: sqlite3.Connection, chunk: Chunk, runs: set[UUID]) -> bool:
    """Return whether a chunk is written already.

    Raises:
        UnknownIdError: there is no such owner, or a run is none of its.
        StoreError: the owner has ended.
    """
    owner = str(chunk.owner)
    known = "SELECT 1 FROM written_chunks WHERE owner = ? AND key = ?"
    if connection.execute(known, (owner, chunk.key)).fetchone():
        return True
    count, going_on = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE status IN ('PENDING', 'RUNNING')) "
        "FROM simulation_runs WHERE experiment_id = ?",
        (owner,),
    ).fetchone()
    if not count:
        raise UnknownIdError(f"there is no experiment {owner} in the store")
    status = _status_of(connection, owner, runs)
    for run in runs - set(status):
        raise UnknownIdError(f"the experiment {owner} has no run {run}")
    if not going_on or any(one.is_final for one in status.values()):
        raise StoreError(f"the experiment {owner} has ended; nothing more can be written to it")
    return False


def _status_of(connection: sqlite3.Connection, owner: str, runs: set[UUID]) -> dict[UUID, Status]:
    """Return where those of these runs are that an experiment has."""
    marks = ", ".join("?" * len(runs))
    found = connection.execute(
        f"SELECT id, status FROM simulation_runs WHERE experiment_id = ? AND id IN ({marks})",
        (owner, *map(str, runs)),
    )
    return {UUID(run): Status(text) for run, text in found}


def _by_run(rows: pa.Table | None) -> Iterator[pa.Table]:
    """Yield the events of each run."""
    if rows is None:
        return
    runs = rows.column(RUN).unique().to_pylist()
    for run in runs:
        yield rows if len(runs) == 1 else rows.filter(pc.field(RUN) == run)


def _name(
    to: Catalogue,
    chunk: Chunk,
    runs: set[UUID],
    tables: Mapping[str, pa.Table],
    written: list[tuple[ResultFile, pa.Table]],
) -> bool:
    """Write the KPI tables, and name all files; `written` is told of each as it comes."""
    with to.writing() as connection:
        if _may_not_be_written(connection, chunk, runs):
            return False
        for name, rows in tables.items():
            new = _new_rows(connection, to, name, rows)
            if new.num_rows:
                written.append((write_file(to.folder, chunk.owner, name, new), new))
        for file, rows in written:
            name_file(connection, file, contents_of(rows, file.table))
        connection.execute(
            "INSERT INTO written_chunks VALUES (?, ?)", (str(chunk.owner), chunk.key)
        )
        hear(connection, str(chunk.owner))
    return True


def _new_rows(connection: sqlite3.Connection, of: Catalogue, name: str, rows: pa.Table) -> pa.Table:
    """Return the rows whose keys are not in the store, each key once."""
    keys = TABLES[name].keys
    known = [
        file.read(of.folder, [run]).select(list(keys))
        for run, first, last in replications_in(rows)
        for file in holding(connection, name, run, first, last)
    ]
    return rows_but(rows, keys, pa.concat_tables(known) if known else None)
