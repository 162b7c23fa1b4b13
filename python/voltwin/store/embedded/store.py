"""The embedded store: what `Store` promises, by a folder."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.scenario.changes.change import Change
from voltwin.scenario.scenario import Scenario
from voltwin.store.embedded import describing, ending, reading, runs, scenarios, writing
from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.merging import merge_files
from voltwin.store.embedded.sql import Sql
from voltwin.store.ids import id_of, id_or_none, status_of
from voltwin.store.interface import Chunk, StoreError
from voltwin.store.records import AnyId, RunRecord, ScenarioRecord, Status


class EmbeddedStore:
    """A store in a folder: no server, several processes at once. See `interface.Store`."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open a store; it is made if there is none.

        Args:
            folder: of the store; one that holds anything else is refused.

        Raises:
            StoreError: the folder holds something else, or a store of a newer version.
            StoreUnavailableError: it cannot be read or written.
        """
        self._folder = Path(folder)
        self._catalogue = Catalogue(self._folder)
        self._sql = Sql(self._catalogue)

    @property
    def url(self) -> str:
        """The folder."""
        return str(self._folder)

    def close(self) -> None:
        """Let go of files."""
        self._sql.close()
        self._catalogue.close()

    def check(self) -> None:
        """See that it can be written."""
        with self._catalogue.writing():
            pass

    def upgrade(self) -> list[str]:
        """Bring it to this version, and return what has been done: opening has done it already."""
        ending.delete_left_over(self._catalogue)
        return self._catalogue.upgrade()

    def about(self) -> dict[str, Any]:
        """Return what it is, for people."""
        return describing.about(self._catalogue)

    # Scenarios

    def add_scenario(
        self,
        scenario: Scenario,
        *,
        name: str | None = None,
        parent: AnyId | None = None,
        changes: Sequence[Change] = (),
    ) -> ScenarioRecord:
        """Store a scenario, see `Store.add_scenario`."""
        called = scenario.name if name is None else name
        if parent is None:
            new = scenarios.add_root(self._catalogue, scenario, called)
        else:
            new = scenarios.add_child(self._catalogue, id_of(parent), called, changes, scenario)
        return scenarios.record(self._catalogue, new)

    def add_children(
        self, parent: AnyId, children: Sequence[tuple[str, Sequence[Change]]]
    ) -> list[UUID]:
        """Store children by their differences, see `Store.add_children`."""
        return scenarios.add_children(self._catalogue, id_of(parent), children)

    def scenario_record(self, scenario_id: AnyId) -> ScenarioRecord:
        """Return what is known about a scenario, see `Store.scenario_record`."""
        return scenarios.record(self._catalogue, id_of(scenario_id))

    def scenario_names(self, scenario_ids: Collection[AnyId]) -> dict[UUID, str]:
        """Return what scenarios are called, see `Store.scenario_names`."""
        return scenarios.names(self._catalogue, [id_of(one) for one in scenario_ids])

    def scenario(self, scenario_id: AnyId) -> Scenario:
        """Return a scenario in full, see `Store.scenario`."""
        return scenarios.scenario(self._catalogue, id_of(scenario_id))

    def scenarios(
        self, *, parent: AnyId | None = None, limit: int = 100, before: AnyId | None = None
    ) -> list[ScenarioRecord]:
        """Return scenarios, the newest first, see `Store.scenarios`."""
        older = id_or_none(before)
        return scenarios.newest(self._catalogue, id_or_none(parent), limit, older)

    def delete_scenario(self, scenario_id: AnyId) -> None:
        """Delete a scenario, see `Store.delete_scenario`."""
        scenarios.delete(self._catalogue, id_of(scenario_id))

    # Runs

    def add_runs(self, runs_: Sequence[RunRecord]) -> None:
        """Store runs that begin later, see `Store.add_runs`."""
        runs.add(self._catalogue, runs_)
        self.give_up()

    def run(self, run_id: AnyId) -> RunRecord:
        """Return what is known about a run, see `Store.run`."""
        return runs.record(self._catalogue, id_of(run_id))

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
        """Return runs, the newest first, see `Store.runs`."""
        asked = {
            "scenario_id = ?": id_or_none(scenario),
            "experiment_id = ?": id_or_none(experiment),
            "status = ?": None if status is None else status_of(status),
            "recipe = ?": recipe,
            "id < ?": id_or_none(before),
        }
        return runs.newest(self._catalogue, asked, limit)

    def set_status(
        self,
        experiment: AnyId,
        status: Status | str,
        *,
        compute_time_ms: float | None = None,
        error: str | None = None,
        replications: int | None = None,
    ) -> None:
        """Set where the runs of an experiment are, see `Store.set_status`."""
        told = (compute_time_ms, error, replications)
        own, status = id_of(experiment), status_of(status)
        ending.set_status(self._catalogue, own, status, *told)
        if status is Status.COMPLETED:
            with suppress(StoreError):  # many files are as good as few, if slower
                merge_files(self._catalogue, own)

    def abandoned(self) -> list[RunRecord]:
        """Return runs whose writer is silent, see `Store.abandoned`."""
        return runs.abandoned(self._catalogue)

    def give_up(self) -> list[RunRecord]:
        """Fail all abandoned runs, see `Store.give_up`."""
        return ending.give_up(self._catalogue)

    def delete_experiment(self, experiment: AnyId) -> None:
        """Delete runs and their rows, see `Store.delete_experiment`."""
        ending.delete_experiment(self._catalogue, id_of(experiment))

    # Results

    def write(self, chunk: Chunk) -> bool:
        """Write a chunk, see `Store.write`."""
        return writing.write(self._catalogue, chunk)

    def replications(self, run_id: AnyId) -> list[int]:
        """Return which replications have KPIs, see `Store.replications`."""
        return reading.replications(self._catalogue, id_of(run_id))

    def table(self, name: str, run_id: AnyId, *, replication: int | None = None) -> pa.Table:
        """Return the rows of a run in a table, see `Store.table`."""
        return reading.table(self._catalogue, name, id_of(run_id), replication)

    def events(self, run_id: AnyId, replication: int = 0) -> Iterator[pa.RecordBatch]:
        """Return the event log of a replication, see `Store.events`."""
        return reading.events(self._catalogue, id_of(run_id), replication)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Return what a query gives, see `Store.query`."""
        return self._sql.query(sql, parameters or {})

    def __repr__(self) -> str:
        return f"<EmbeddedStore {self.url}>"
