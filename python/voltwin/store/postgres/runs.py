"""Runs in PostgreSQL: what is known about them, where they are, and who still writes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

from voltwin.store.interface import ABANDONED, LEASE_S, MOST_SEED, StoreError, UnknownIdError
from voltwin.store.postgres.deleting import delete_rows
from voltwin.store.records import RunRecord, Status

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

_RECORD = (
    "id, scenario_id, status, seed, replications, sim_start, sim_end, experiment_id, variant, "
    "recipe, created_at, compute_time_ms, error, about, warm_up_s, utc_offset_s"
)
_ADD = """
INSERT INTO simulation_runs
    (id, scenario_id, status, seed, replications, sim_start, sim_end, experiment_id, variant,
     recipe, created_at, compute_time_ms, error, about, warm_up_s, utc_offset_s)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO NOTHING
"""
_AGAIN = """
UPDATE simulation_runs SET
    status = 'PENDING', error = NULL, compute_time_ms = NULL, alive_at = clock_timestamp()
WHERE id = ANY(%s) AND status = 'FAILED' AND error = %s
"""
_ALIVE = """
UPDATE simulation_runs SET alive_at = clock_timestamp()
WHERE experiment_id = ANY(%s) AND status IN ('PENDING', 'RUNNING')
"""
_SET = """
UPDATE simulation_runs SET
    status = %(status)s, alive_at = clock_timestamp(),
    compute_time_ms = coalesce(%(compute_time_ms)s, compute_time_ms),
    error = coalesce(%(error)s, error),
    replications = coalesce(%(replications)s, replications)
WHERE experiment_id = %(experiment)s AND status IN ('PENDING', 'RUNNING')
RETURNING id
"""
# While the server itself was away, nobody could be heard of.
_SILENT = """
(status = 'RUNNING' OR (status = 'PENDING' AND about->'job' IS NULL))
AND greatest(alive_at, pg_postmaster_start_time()) < clock_timestamp() - make_interval(secs => %s)
"""


def hold(connection: "Connection", experiment: UUID, *, alone: bool) -> None:
    """Wait until nobody ends an experiment or, `alone`, writes to it; until the transaction ends.

    So a chunk is never half deleted, and writers of one experiment do not wait for each other.
    """
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    number = int.from_bytes(experiment.bytes[8:], "big", signed=True)
    connection.execute(f"SELECT {function}(%s::bigint)".encode(), (number,))


def add(connection: "Connection", runs: Sequence[RunRecord]) -> None:
    """Store runs, unless they are there; those that were given up begin again.

    Raises:
        UnknownIdError: there is no such scenario.
        StoreError: a seed has too many digits for the table.
    """
    import psycopg

    if any(run.seed > MOST_SEED for run in runs):
        raise StoreError(f"a seed of a run in a store must be at most {MOST_SEED}")
    try:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [_row(run) for run in runs])
    except psycopg.errors.ForeignKeyViolation as error:
        raise UnknownIdError(f"there is no such scenario: {error.diag.message_detail}") from None
    connection.execute(_AGAIN, ([run.id for run in runs], ABANDONED))
    connection.execute(_ALIVE, (list({run.experiment_id for run in runs}),))


def run(connection: "Connection", run_id: UUID) -> RunRecord:
    """Return what is known about a run.

    Raises:
        UnknownIdError: there is none.
    """
    found = _found(connection, "id = %s", (run_id,))
    if not found:
        raise UnknownIdError(f"there is no run {run_id} in the store")
    return found[0]


def listed(
    connection: "Connection", wanted: dict[str, Any], limit: int, before: UUID | None
) -> list[RunRecord]:
    """Return runs, the newest first.

    Args:
        wanted: values by column; None for any.
        limit: how many at most.
        before: those that are older than this one.
    """
    conditions = [(f"{name} = %s", value) for name, value in wanted.items() if value is not None]
    if before is not None:
        conditions.append(("id < %s", before))
    text = " AND ".join(["true", *(condition for condition, _ in conditions)])
    values = (*(value for _, value in conditions), max(0, limit))
    return _found(connection, f"{text} ORDER BY id DESC LIMIT %s", values)


def set_status(
    connection: "Connection", experiment: UUID, status: Status, told: Mapping[str, Any]
) -> None:
    """Set where all runs of an experiment are that have not ended.

    Args:
        connection: in a transaction.
        experiment: of the runs.
        status: where they are.
        told: `compute_time_ms`, `error`, `replications`; None leaves what is known.

    Raises:
        UnknownIdError: there is no such experiment.
    """
    hold(connection, experiment, alone=status.is_final)
    values = {"experiment": experiment, "status": status.value, **told}
    ended = [one for (one,) in connection.execute(_SET, values)]
    if not ended:
        _refuse_unknown(connection, experiment)
    elif status in (Status.FAILED, Status.CANCELLED):
        delete_rows(connection, experiment, ended)


def keep_alive(connection: "Connection", experiment: UUID) -> None:
    """Note that the writer of an experiment is there."""
    connection.execute(_ALIVE, ([experiment],))


def abandoned(connection: "Connection") -> list[RunRecord]:
    """Return runs whose writer has not been heard of for too long."""
    return _found(connection, f"{_SILENT} ORDER BY id", (LEASE_S,))


def silent(connection: "Connection") -> int:
    """Return how many runs are abandoned."""
    sql = f"SELECT count(*) FROM simulation_runs WHERE {_SILENT}"
    ((count,),) = connection.execute(sql.encode(), (LEASE_S,))
    return int(count)


def give_up(connection: "Connection", experiment: UUID) -> list[RunRecord]:
    """Fail the runs of an experiment if they are abandoned still, and return them."""
    hold(connection, experiment, alone=True)
    gone = _found(connection, f"{_SILENT} AND experiment_id = %s", (LEASE_S, experiment))
    if gone:
        told = {"compute_time_ms": None, "error": ABANDONED, "replications": None}
        set_status(connection, experiment, Status.FAILED, told)
    return [run(connection, one.id) for one in gone]


def delete(connection: "Connection", experiment: UUID) -> None:
    """Delete the runs of an experiment, and all their rows.

    Raises:
        UnknownIdError: there is no such experiment.
    """
    hold(connection, experiment, alone=True)
    sql = "DELETE FROM simulation_runs WHERE experiment_id = %s RETURNING id"
    ended = [one for (one,) in connection.execute(sql, (experiment,))]
    if not ended:
        raise UnknownIdError(f"there is no experiment {experiment} in the store")
    delete_rows(connection, experiment, ended)


def _refuse_unknown(connection: "Connection", experiment: UUID) -> None:
    sql = "SELECT FROM simulation_runs WHERE experiment_id = %s LIMIT 1"
    if connection.execute(sql, (experiment,)).fetchone() is None:
        raise UnknownIdError(f"there is no experiment {experiment} in the store")


def _found(connection: "Connection", condition: str, values: Sequence[Any]) -> list[RunRecord]:
    sql = f"SELECT {_RECORD} FROM simulation_runs WHERE {condition}"
    return [_record(row) for row in connection.execute(sql.encode(), values)]


def _record(row: tuple[Any, ...]) -> RunRecord:
    one, scenario_id, status, seed, replications, start, end, *rest, offset_s = row
    zone = timezone(timedelta(seconds=offset_s))
    local = (start.astimezone(zone), end.astimezone(zone))
    return RunRecord(one, scenario_id, Status(status), seed, replications, *local, *rest)


def _row(run: RunRecord) -> tuple[Any, ...]:
    from psycopg.types.json import Jsonb

    offset = run.sim_start.utcoffset() or timedelta()
    return (
        *(run.id, run.scenario_id, run.status.value, run.seed, run.replications),
        *(run.sim_start, run.sim_end, run.experiment_id, run.variant, run.recipe),
        *(run.created_at, run.compute_time_ms, run.error, Jsonb(dict(run.about))),
        *(run.warm_up_s, int(offset.total_seconds())),
    )
