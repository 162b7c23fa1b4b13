"""The store of a team, see `Store` in voltwin.store.interface for what each method promises."""

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.scenario.changes import Change
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.store.ids import id_of, id_or_none, status_of
from voltwin.store.interface import LEASE_S, Chunk, StoreError
from voltwin.store.postgres import asking, reading, runs, scenarios, timescale, writing
from voltwin.store.postgres.address import Address
from voltwin.store.postgres.describing import described
from voltwin.store.postgres.installed import check_installed
from voltwin.store.postgres.migrating import check_versions, upgrade, versions
from voltwin.store.postgres.pool import Pool
from voltwin.store.records import AnyId, RunRecord, ScenarioRecord, Status
from voltwin.store.rows import log_batches
from voltwin.store.rows.checked_rows import checked_rows
from voltwin.store.schema import EVENTS, TABLES, TOTALS

_ALIVE_S = LEASE_S / 15  # between two notes that a writer is there


class PostgresStore:
    """Scenarios, runs and results in PostgreSQL; connections are opened when first needed."""

    def __init__(self, url: str) -> None:
        """Take the URL of a database; it is asked nothing yet.

        Raises:
            StoreError: it is no URL of a database, or the driver is not installed.
        """
        check_installed()
        self._address = Address(url)
        self._pool = Pool(self._address)
        self._alive: dict[UUID, float] = {}  # when a note was made of an experiment's writer
        self._lock = Lock()
        self._has_timescale: bool | None = None
        _ = self._address.parameters
        weakref.finalize(self, self._pool.close)  # whoever forgets to close it leaves nothing open

    @property
    def url(self) -> str:
        """What it was opened by, without a password."""
        return self._address.shown

    def close(self) -> None:
        """Let go of connections."""
        self._pool.close()

    def check(self) -> None:
        """See that it answers, and has the tables of this version."""
        with self._pool.connection() as connection:
            check_versions(versions(connection), self._address)

    def upgrade(self) -> list[str]:
        """Make its tables, or bring them to this version, and return what has been done."""
        self._has_timescale = None
        return [str(step) for step in upgrade(self._pool)]

    def about(self) -> dict[str, Any]:
        """Return what it is, for people."""
        with self._pool.connection() as connection:
            return described(connection)

    def tidy(self) -> list[str]:
        """Do what TimescaleDB needs from time to time, and say what was done."""
        if not self._is_hypertable():
            return []
        with self._pool.connection() as connection, connection.patience(None):
            return timescale.tidy(connection)

    # Scenarios

    def add_scenario(
        self,
        scenario: Scenario,
        *,
        name: str | None = None,
        parent: AnyId | None = None,
        changes: Sequence[Change] = (),
    ) -> ScenarioRecord:
        """Store a valid scenario and its stations, and return its record."""
        called = scenario.name if name is None else name
        with self._pool.transaction() as connection:
            if parent is None:
                return scenarios.add_root(connection, scenario, called)
            return scenarios.add_child(connection, id_of(parent), called, changes, scenario)

    def add_children(
        self, parent: AnyId, children: Sequence[tuple[str, Sequence[Change]]]
    ) -> list[UUID]:
        """Store children of a scenario by their differences, and return their ids in order."""
        with self._pool.transaction() as connection:
            return scenarios.add_children(connection, id_of(parent), children)

    def scenario_record(self, scenario_id: AnyId) -> ScenarioRecord:
        """Return what is known about a scenario."""
        with self._pool.connection() as connection:
            return scenarios.record(connection, id_of(scenario_id))

    def scenario_names(self, scenario_ids: Collection[AnyId]) -> dict[UUID, str]:
        """Return what scenarios are called, by their ids."""
        with self._pool.connection() as connection:
            return scenarios.names(connection, [id_of(one) for one in scenario_ids])

    def scenario(self, scenario_id: AnyId) -> Scenario:
        """Return a scenario in full."""
        with self._pool.connection() as connection:
            return scenarios.scenario(connection, id_of(scenario_id))

    def scenarios(
        self, *, parent: AnyId | None = None, limit: int = 100, before: AnyId | None = None
    ) -> list[ScenarioRecord]:
        """Return scenarios, the newest first."""
        with self._pool.connection() as connection:
            return scenarios.listed(connection, id_or_none(parent), limit, id_or_none(before))

    def delete_scenario(self, scenario_id: AnyId) -> None:
        """Delete a scenario and its stations."""
        with self._pool.transaction() as connection:
            scenarios.delete(connection, id_of(scenario_id))

    # Runs

    def add_runs(self, wanted: Sequence[RunRecord]) -> None:
        """Store runs that begin later, and give up those whose writer is gone."""
        with self._pool.transaction() as connection:
            runs.add(connection, wanted)
        self.give_up()

    def run(self, run_id: AnyId) -> RunRecord:
        """Return what is known about a run."""
        with self._pool.connection() as connection:
            return runs.run(connection, id_of(run_id))

    def runs(
        self,
        *,
        scenario: AnyId | None = None,
        experiment: AnyId | None = None,
        status: Status | str | None = None,
        recipe: str | None = None,
        limit: int = 100,
        before: AnyId | None = None,
    ) -> list[RunRecord]:
        """Return runs, the newest first; with several conditions, those that meet all."""
        wanted = {
            "scenario_id": id_or_none(scenario),
            "experiment_id": id_or_none(experiment),
            "status": None if status is None else status_of(status).value,
            "recipe": recipe,
        }
        with self._pool.connection() as connection:
            return runs.listed(connection, wanted, limit, id_or_none(before))

    def set_status(
        self,
        experiment: AnyId,
        status: Status | str,
        *,
        compute_time_ms: float | None = None,
        error: str | None = None,
        replications: int | None = None,
    ) -> None:
        """Set where all runs of an experiment are."""
        told = {"compute_time_ms": compute_time_ms, "error": error, "replications": replications}
        with self._pool.transaction() as connection:
            runs.set_status(connection, id_of(experiment), status_of(status), told)

    def abandoned(self) -> list[RunRecord]:
        """Return runs whose writer has not been heard of for too long."""
        with self._pool.connection() as connection:
            return runs.abandoned(connection)

    def give_up(self) -> list[RunRecord]:
        """Fail all abandoned runs, and return them."""
        failed: list[RunRecord] = []
        for experiment in dict.fromkeys(run.experiment_id for run in self.abandoned()):
            with self._pool.transaction() as connection:
                failed += runs.give_up(connection, experiment)
        return failed

    def delete_experiment(self, experiment: AnyId) -> None:
        """Delete all runs of an experiment, and all their rows."""
        with self._pool.transaction() as connection:
            runs.delete(connection, id_of(experiment))

    # Results

    def write(self, chunk: Chunk) -> bool:
        """Write a chunk as a whole, and return whether it was new."""
        tables = checked_rows(chunk.tables)
        self._note(chunk.owner)
        columns = EVENTS.name in tables and self._is_hypertable()
        with self._pool.transaction() as connection:
            if columns:
                timescale.prepare(connection)
            return writing.write(connection, chunk, tables)

    def replications(self, run_id: AnyId) -> list[int]:
        """Return which replications of a run have KPIs in the store, in order."""
        sql = f"SELECT replication FROM {TOTALS.name} WHERE run_id = %s ORDER BY replication"
        with self._pool.connection() as connection:
            own = runs.run(connection, id_of(run_id)).id
            return [one for (one,) in connection.execute(sql.encode(), (own,))]

    def table(self, name: str, run_id: AnyId, *, replication: int | None = None) -> pa.Table:
        """Return the rows of a run in a table, in the order of their places."""
        if name not in TABLES:
            raise StoreError(f'there is no table "{name}"{did_you_mean(name, TABLES)}')
        table = TABLES[name]
        with self._pool.connection() as connection:
            own = runs.run(connection, id_of(run_id)).id
            found = list(reading.rows_of(connection, table, own, replication))
        return pa.concat_tables(found) if found else table.schema.empty_table()

    def events(self, run_id: AnyId, replication: int = 0) -> Iterator[pa.RecordBatch]:
        """Return the event log of a replication as the engine wrote it, bit for bit."""
        run = self.run(run_id)
        return self._events(run, replication)

    def _events(self, run: RunRecord, replication: int) -> Iterator[pa.RecordBatch]:
        with self._pool.connection() as connection:
            stations = scenarios.station_ids(connection, run.scenario_id)
            for rows in reading.rows_of(connection, EVENTS, run.id, replication):
                yield from log_batches(rows, stations)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Return what a query gives, read-only."""
        with self._pool.connection() as connection:
            return asking.answer(connection, sql, parameters or {})

    def _note(self, owner: UUID) -> None:
        """Note that the writer of an experiment is there, now and then."""
        now = monotonic()
        with self._lock:
            if now - self._alive.get(owner, -_ALIVE_S) < _ALIVE_S:
                return
            self._alive[owner] = now
        with self._pool.transaction() as connection:
            runs.keep_alive(connection, owner)

    def _is_hypertable(self) -> bool:
        """Return whether events are kept by TimescaleDB."""
        if self._has_timescale is None:
            with self._pool.connection() as connection:
                self._has_timescale = "timescaledb" in versions(connection)
        return self._has_timescale
