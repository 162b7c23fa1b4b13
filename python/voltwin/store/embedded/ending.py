"""How runs of an embedded store end: their status, and what becomes of their rows."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from uuid import UUID

from voltwin.store.embedded import catalogue, runs
from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.files import (
    RESULTS,
    ResultFile,
    delete_unnamed,
    drop_rows,
    forget_files,
    named,
)
from voltwin.store.interface import ABANDONED, LEASE_S
from voltwin.store.records import RunRecord, Status


def set_status(
    of: Catalogue,
    experiment: UUID,
    status: Status,
    compute_time_ms: float | None,
    error: str | None,
    replications: int | None,
) -> None:
    """Set where the runs of an experiment are that have not ended; with FAILED and CANCELLED their
    rows are gone in the same moment.

    Raises:
        UnknownIdError: there is no such experiment.
    """
    told = (compute_time_ms, error, replications)
    with _dropping(of) as (connection, changed):
        _end(of, connection, experiment, status, told, changed)


@contextmanager
def _dropping(of: Catalogue) -> Iterator[tuple[sqlite3.Connection, list[ResultFile]]]:
    """Write to the catalogue; files that are told of are deleted if they have no name then."""
    changed: list[ResultFile] = []
    try:
        with of.writing() as connection:
            yield connection, changed
    finally:
        delete_unnamed(of, changed)


def _end(
    of: Catalogue,
    connection: sqlite3.Connection,
    experiment: UUID,
    status: Status,
    told: tuple[float | None, str | None, int | None],
    changed: list[ResultFile],
) -> None:
    ended = _open_runs(connection, experiment)
    runs.set_status(connection, experiment, status, *told)
    if status in (Status.FAILED, Status.CANCELLED) and ended:
        _drop(of, connection, experiment, ended, changed)


def _open_runs(connection: sqlite3.Connection, experiment: UUID) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM simulation_runs "
        "WHERE experiment_id = ? AND status IN ('PENDING', 'RUNNING')",
        (str(experiment),),
    )
    return [one for (one,) in rows]


def _drop(
    of: Catalogue,
    connection: sqlite3.Connection,
    experiment: UUID,
    gone: Sequence[str],
    changed: list[ResultFile],
) -> None:
    """Drop all rows of some runs; `changed` is told of all files that may have no name then."""
    owner = str(experiment)
    forgotten, written = drop_rows(connection, of.folder, owner, gone)
    changed += forgotten + written
    connection.execute("DELETE FROM written_chunks WHERE owner = ?", (owner,))


def give_up(of: Catalogue) -> list[RunRecord]:
    """Fail all abandoned runs, and return them."""
    if not runs.abandoned(of):  # as nearly always: nobody has to wait
        return []
    with _dropping(of) as (connection, changed):
        found = runs.abandoned(of)
        for experiment in dict.fromkeys(run.experiment_id for run in found):
            _end(of, connection, experiment, Status.FAILED, (None, ABANDONED, None), changed)
    return runs.failed(found)


def delete_experiment(of: Catalogue, experiment: UUID) -> None:
    """Delete the runs of an experiment, and all their rows.

    Raises:
        UnknownIdError: there is no such experiment.
    """
    runs.of_experiment(of, experiment)
    owner = (str(experiment),)
    with of.writing() as connection:
        files = named(connection, "f.experiment_id = ?", owner)
        forget_files(connection, files)
        for table in ("written_chunks WHERE owner", "simulation_runs WHERE experiment_id"):
            connection.execute(f"DELETE FROM {table} = ?", owner)
        connection.execute("DELETE FROM experiments WHERE id = ?", owner)
        catalogue.changed(connection, "runs")
    delete_unnamed(of, files)


def delete_left_over(of: Catalogue) -> None:
    """Delete files without a name that nobody can be about to name any more: of processes that were
    killed while they wrote."""
    named_paths = {path for (path,) in of.all("SELECT path FROM files")}
    for file in (of.folder / RESULTS).glob("*/*"):
        path = file.relative_to(of.folder).as_posix()
        with suppress(OSError):
            if path not in named_paths and file.stat().st_mtime < time.time() - LEASE_S:
                file.unlink()
                file.parent.rmdir()
