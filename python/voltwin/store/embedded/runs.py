"""Runs in the catalogue: what is known about them, where they are, who still writes."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from voltwin.store.embedded import catalogue
from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.scenarios import moment, selection
from voltwin.store.interface import ABANDONED, LEASE_S, MOST_SEED, StoreError, UnknownIdError
from voltwin.store.records import RunRecord, Status

_COLUMNS = (
    "id, scenario_id, status, seed, replications, sim_start, sim_end, utc_offset_s, experiment_id, "
    "variant, recipe, created_at, compute_time_ms, error, about, warm_up_s"
)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPEN = "('PENDING', 'RUNNING')"


def add(to: Catalogue, runs: Sequence[RunRecord]) -> None:
    """Store runs; those that are stored already stay, but for those that were given up.

    Raises:
        UnknownIdError: there is no such scenario.
        StoreError: a seed has too many digits.
    """
    with to.writing() as connection:
        for experiment in {str(run.experiment_id) for run in runs}:
            hear(connection, experiment)
        for run in runs:
            _add(connection, run)
        catalogue.changed(connection, "runs")


def _add(connection: sqlite3.Connection, run: RunRecord) -> None:
    if run.seed > MOST_SEED:
        raise StoreError(f"a seed of a run in a store must be at most {MOST_SEED}")
    known = connection.execute("SELECT 1 FROM scenarios WHERE id = ?", (str(run.scenario_id),))
    if not known.fetchone():
        raise UnknownIdError(f"there is no scenario {run.scenario_id} in the store")
    marks = ", ".join("?" * (_COLUMNS.count(",") + 1))
    connection.execute(
        f"INSERT INTO simulation_runs ({_COLUMNS}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING",
        _row(run),
    )
    connection.execute(
        "UPDATE simulation_runs SET status = ?, error = NULL, compute_time_ms = NULL "
        "WHERE id = ? AND status = ? AND error = ?",
        (Status.PENDING, str(run.id), Status.FAILED, ABANDONED),
    )


def hear(connection: sqlite3.Connection, experiment: str) -> None:
    """Note that a writer of an experiment is there."""
    connection.execute(
        "INSERT INTO experiments VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at",
        (experiment, catalogue.now()),
    )


def _row(run: RunRecord) -> tuple[Any, ...]:
    offset = run.sim_start.utcoffset() or timedelta()
    return (
        str(run.id),
        str(run.scenario_id),
        str(run.status),
        run.seed,
        run.replications,
        microseconds(run.sim_start),
        microseconds(run.sim_end),
        int(offset.total_seconds()),
        str(run.experiment_id),
        run.variant,
        run.recipe,
        microseconds(run.created_at),
        run.compute_time_ms,
        run.error,
        json.dumps(run.about, default=str),
        run.warm_up_s,
    )


def microseconds(when: datetime) -> int:
    """Return a moment as it stands in the catalogue."""
    return (when - _EPOCH) // _MICROSECOND


def record(of: Catalogue, run_id: UUID) -> RunRecord:
    """Return what is known about a run.

    Raises:
        UnknownIdError: there is none.
    """
    row = of.one(f"SELECT {_COLUMNS} FROM simulation_runs WHERE id = ?", (str(run_id),))
    if row is None:
        raise UnknownIdError(f"there is no run {run_id} in the store")
    return _record(row)


def newest(of: Catalogue, asked: dict[str, Any], limit: int) -> list[RunRecord]:
    """Return runs that meet conditions, the newest first."""
    rows = of.all(*selection(f"SELECT {_COLUMNS} FROM simulation_runs", asked, limit))
    return [_record(row) for row in rows]


def of_experiment(of: Catalogue, experiment: UUID) -> list[RunRecord]:
    """Return the runs of an experiment.

    Raises:
        UnknownIdError: there are none.
    """
    rows = of.all(
        f"SELECT {_COLUMNS} FROM simulation_runs WHERE experiment_id = ? ORDER BY variant, id",
        (str(experiment),),
    )
    if not rows:
        raise UnknownIdError(f"there is no experiment {experiment} in the store")
    return [_record(row) for row in rows]


def abandoned(of: Catalogue) -> list[RunRecord]:
    """Return runs whose writer has not been heard of for too long."""
    rows = of.all(
        f"SELECT {_COLUMNS} FROM simulation_runs "
        "WHERE (status = ? OR (status = ? AND json_extract(about, '$.job') IS NULL)) "
        "AND experiment_id IN (SELECT id FROM experiments WHERE alive_at < ?) ORDER BY id",
        (Status.RUNNING, Status.PENDING, catalogue.now() - int(LEASE_S * 1e6)),
    )
    return [_record(row) for row in rows]


def failed(runs: Iterable[RunRecord]) -> list[RunRecord]:
    """Return runs as they are when they have been given up."""
    return [replace(run, status=Status.FAILED, error=ABANDONED) for run in runs]


def set_status(
    connection: sqlite3.Connection,
    experiment: UUID,
    status: Status,
    compute_time_ms: float | None,
    error: str | None,
    replications: int | None,
) -> bool:
    """Set where the runs of an experiment are that have not ended, and return whether any has
    changed.

    Raises:
        UnknownIdError: there are no runs of it.
    """
    owner = str(experiment)
    if not connection.execute(
        "SELECT 1 FROM simulation_runs WHERE experiment_id = ?", (owner,)
    ).fetchone():
        raise UnknownIdError(f"there is no experiment {experiment} in the store")
    moved = connection.execute(
        "UPDATE simulation_runs SET status = ?, compute_time_ms = coalesce(?, compute_time_ms), "
        "error = coalesce(?, error), replications = coalesce(?, replications) "
        f"WHERE experiment_id = ? AND status IN {_OPEN}",
        (str(status), compute_time_ms, error, replications, owner),
    )
    hear(connection, owner)
    catalogue.changed(connection, "runs")
    return moved.rowcount > 0


def _record(row: Any) -> RunRecord:
    run, scenario, status, seed, replications, start, end, offset, experiment, *others = row
    variant, recipe, created_at, compute_time_ms, error, about, warm_up_s = others
    local = timezone(timedelta(seconds=offset))
    return RunRecord(
        id=UUID(run),
        scenario_id=UUID(scenario),
        status=Status(status),
        seed=seed,
        replications=replications,
        sim_start=moment(start).astimezone(local),
        sim_end=moment(end).astimezone(local),
        experiment_id=UUID(experiment),
        variant=variant,
        recipe=recipe,
        created_at=moment(created_at),
        compute_time_ms=compute_time_ms,
        error=error,
        about=json.loads(about),
        warm_up_s=warm_up_s,
    )
