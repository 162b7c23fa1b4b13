"""The files of an embedded store: which there are, what they hold, how they come and go."""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from voltwin.store.embedded import catalogue, parquet
from voltwin.store.schema import EVENTS

RESULTS = "results"
RUN_FOLDER = "run_id="  # from which DuckDB takes the column
COLUMNS = "f.number, f.experiment_id, f.run_id, f.table_name, f.path, f.rows, f.bytes"


@dataclass(frozen=True)
class ResultFile:
    """A file with rows of a table: as the catalogue names it.

    Attributes:
        number: in the catalogue; 0 before it is named there.
        experiment_id: whose runs' rows it holds.
        run_id: whose rows they all are; None if they are several runs'.
        table: that they are rows of.
        path: in the store's folder.
        rows: how many.
        bytes: of the file.
    """

    number: int
    experiment_id: str
    run_id: str | None
    table: str
    path: str
    rows: int
    bytes: int

    def read(self, folder: Path, runs: Sequence[str] = ()) -> pa.Table:
        """Return its rows, if they are several runs' those of some of them.

        Raises:
            OSError: it cannot be read; FileNotFoundError where others took its place.
        """
        return parquet.read(folder / self.path, self.table, self.run_id, runs)


def write_file(folder: Path, experiment: UUID | str, table: str, rows: pa.Table) -> ResultFile:
    """Write rows of a table to a new file, which the catalogue does not name yet.

    Raises:
        OSError: they cannot be written; there is no file then.
    """
    ids = rows.column(parquet.RUN).unique().to_pylist()
    run_id = ids[0] if len(ids) == 1 else None
    place = f"{RUN_FOLDER}{run_id}" if run_id else f"experiment={experiment}"
    path = f"{RESULTS}/{place}/{table}-{secrets.token_hex(8)}.parquet"
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write(rows, file, table, of_one_run=run_id is not None)
    size = file.stat().st_size
    return ResultFile(0, str(experiment), run_id, table, path, rows.num_rows, size)


def contents_of(rows: pa.Table, table: str) -> list[tuple[str, int, int | None, int | None]]:
    """Return run, replication, and of events the first and the last number, of all that rows are
    about."""
    keys = [parquet.RUN, "replication"]
    is_events = table == EVENTS.name
    if is_events:
        runs: list[Any] = rows.column(parquet.RUN).unique().to_pylist()
        (least, most), (first, last) = _extremes(rows, "replication"), _extremes(rows, "number")
        if len(runs) == 1 and least == most:  # as nearly always: to group them takes longer
            return [(runs[0], least, first, last)]
    ids: Any = rows.column(parquet.RUN).cast(pa.string())
    columns: dict[str, Any] = {parquet.RUN: ids, "replication": rows.column("replication")}
    if not is_events:
        found = pa.table(columns).group_by(keys).aggregate([])
        return [(row[keys[0]], row[keys[1]], None, None) for row in found.to_pylist()]
    columns["number"] = rows.column("number")
    found = pa.table(columns).group_by(keys).aggregate([("number", "min"), ("number", "max")])
    return [
        (row[keys[0]], row[keys[1]], row["number_min"], row["number_max"])
        for row in found.to_pylist()
    ]


def _extremes(rows: pa.Table, name: str) -> tuple[int, int]:
    found: Any = pc.min_max(rows.column(name))
    return found["min"].as_py(), found["max"].as_py()


def name_file(
    connection: sqlite3.Connection,
    file: ResultFile,
    contents: Iterable[tuple[str, int, int | None, int | None]],
) -> None:
    """Have the catalogue name a file: from the end of the transaction on it is there."""
    cursor = connection.execute(
        "INSERT INTO files (experiment_id, run_id, table_name, path, rows, bytes) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (file.experiment_id, file.run_id, file.table, file.path, file.rows, file.bytes),
    )
    connection.executemany(
        "INSERT INTO contents (run, replication, file, first, last) "
        "SELECT number, ?, ?, ?, ? FROM simulation_runs WHERE id = ?",
        [(one[1], cursor.lastrowid, one[2], one[3], one[0]) for one in contents],
    )
    catalogue.changed(connection, "files")


def forget_files(connection: sqlite3.Connection, files: Iterable[ResultFile]) -> None:
    """Have the catalogue name files no more: from the end of the transaction on they are gone."""
    numbers = [(file.number,) for file in files]
    connection.executemany("DELETE FROM files WHERE number = ?", numbers)
    catalogue.changed(connection, "files")


def named(
    connection: sqlite3.Connection, condition: str, values: Sequence[Any]
) -> list[ResultFile]:
    """Return the files that meet a condition about `f`, in the order in which they came."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM files f WHERE {condition} ORDER BY f.number", values
    )
    return [ResultFile(*row) for row in rows]


def replications_in(rows: pa.Table) -> list[tuple[str, int, int]]:
    """Return the runs that rows are about, with the first and the last replication of each."""
    ids: Any = rows.column(parquet.RUN).cast(pa.string())
    columns: dict[str, Any] = {"run": ids, "number": rows.column("replication")}
    about = pa.table(columns)
    found = about.group_by("run").aggregate([("number", "min"), ("number", "max")])
    return [(row["run"], row["number_min"], row["number_max"]) for row in found.to_pylist()]


def holding(
    connection: sqlite3.Connection, table: str, run_id: str, first: int, last: int
) -> list[ResultFile]:
    """Return the files with rows of some replications of a run in a table."""
    return named(
        connection,
        "f.table_name = ? AND f.number IN (SELECT c.file FROM contents c JOIN simulation_runs r "
        "ON r.number = c.run WHERE r.id = ? AND c.replication BETWEEN ? AND ?)",
        (table, run_id, first, last),
    )


def delete_unnamed(of: catalogue.Catalogue, files: Iterable[ResultFile]) -> None:
    """Delete files that the catalogue does not name; what cannot be deleted stays unseen."""
    for file in files:
        if not of.one("SELECT 1 FROM files WHERE path = ?", (file.path,)):
            place = of.folder / file.path
            with suppress(OSError):
                place.unlink()
                place.parent.rmdir()  # if that was the last one


def drop_rows(
    connection: sqlite3.Connection, folder: Path, experiment: str, gone: Sequence[str]
) -> tuple[list[ResultFile], list[ResultFile]]:
    """Drop all rows of some runs of an experiment, and return which files were forgotten, and which
    were written with what is left of them.

    Raises:
        OSError: what is left cannot be written.
    """
    forgotten, written = [], []
    for file in named(connection, "f.experiment_id = ?", (experiment,)):
        holds = _runs_in(connection, file)
        if not holds & set(gone):
            continue
        forgotten.append(file)
        left = sorted(holds - set(gone))
        if left:
            rows = file.read(folder, left)
            new = write_file(folder, experiment, file.table, rows)
            written.append(new)
            name_file(connection, new, contents_of(rows, file.table))
    forget_files(connection, forgotten)
    return forgotten, written


def _runs_in(connection: sqlite3.Connection, file: ResultFile) -> set[str]:
    if file.run_id:
        return {file.run_id}
    rows = connection.execute(
        "SELECT DISTINCT r.id FROM contents c JOIN simulation_runs r ON r.number = c.run "
        "WHERE c.file = ?",
        (file.number,),
    )
    return {one for (one,) in rows}
