"""A store in memory: the contract in the fewest words, and whatever may happen to a real one."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Condition
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.scenario.changes import Change, changed
from voltwin.scenario.scenario import Scenario
from voltwin.store.ids import id_of, id_or_none, status_of
from voltwin.store.interface import (
    ABANDONED,
    Chunk,
    StoreError,
    StoreUnavailableError,
    UnknownIdError,
)
from voltwin.store.needed import Users, refuse_needed
from voltwin.store.records import AnyId, RunRecord, ScenarioRecord, Status
from voltwin.store.rows import log_batches
from voltwin.store.schema import EVENTS, KPI_TABLES, TABLES
from voltwin.store.uuid7 import uuid7


class MemoryStore:
    """See `Store`.

    Attributes:
        away: it does not answer.
        lost_answers: so many chunks are written from here on without saying so.
        keys: of the chunks that were written, in order, each once.
    """

    url = "memory://here"

    def __init__(self) -> None:
        self.away = False
        self.lost_answers = 0
        self.keys: list[str] = []
        self._written: set[tuple[UUID, str]] = set()
        self._changed = Condition()
        self._scenarios: dict[UUID, tuple[ScenarioRecord, Scenario]] = {}
        self._runs: dict[UUID, RunRecord] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def _answer(self) -> None:
        if self.away:
            raise StoreUnavailableError("the store is away")

    def wait_for(self, key: str) -> None:
        """Wait until a chunk has been written whose key begins so."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(k.startswith(key) for k in self.keys), 60.0)

    def close(self) -> None:
        """There is nothing to let go of."""

    def check(self) -> None:
        self._answer()

    def upgrade(self) -> list[str]:
        return []

    def about(self) -> dict[str, Any]:
        return {"kind": "memory"}

    def add_scenario(
        self,
        scenario: Scenario,
        *,
        name: str | None = None,
        parent: AnyId | None = None,
        changes: Sequence[Change] = (),
    ) -> ScenarioRecord:
        self._answer()
        parent = id_or_none(parent)
        words = tuple(map(str, changes))
        digest = scenario.model_dump_json(by_alias=True)
        for known, _ in self._scenarios.values():
            same = (known.digest, known.name, known.parent_id)
            if same == (digest, name or scenario.name, parent):
                return known
        record = ScenarioRecord(
            uuid7(),
            parent,
            name or scenario.name,
            words,
            digest,
            len(scenario.stations),
            datetime.now(UTC),
        )
        self._scenarios[record.id] = (record, scenario)
        return record

    def add_children(
        self, parent: AnyId, children: Sequence[tuple[str, Sequence[Change]]]
    ) -> list[UUID]:
        parent = id_of(parent)
        base = self.scenario(parent)
        return [
            self.add_scenario(changed(base, made), name=name, parent=parent, changes=made).id
            if made
            else parent
            for name, made in children
        ]

    def scenario_record(self, scenario_id: AnyId) -> ScenarioRecord:
        self._answer()
        record: ScenarioRecord = self._found(self._scenarios, scenario_id)[0]
        return record

    def scenario_names(self, scenario_ids: Collection[AnyId]) -> dict[UUID, str]:
        self._answer()
        return {
            one: self._scenarios[one][0].name
            for one in map(id_of, scenario_ids)
            if one in self._scenarios
        }

    def scenario(self, scenario_id: AnyId) -> Scenario:
        self._answer()
        scenario: Scenario = self._found(self._scenarios, scenario_id)[1]
        return scenario

    def scenarios(
        self, *, parent: AnyId | None = None, limit: int = 100, before: AnyId | None = None
    ) -> list[ScenarioRecord]:
        self._answer()
        return [record for record, _ in self._scenarios.values()][:limit]

    def delete_scenario(self, scenario_id: AnyId) -> None:
        own = self.scenario_record(scenario_id).id
        children = [one.id for one, _ in self._scenarios.values() if one.parent_id == own]
        runs = [run.id for run in self._runs.values() if run.scenario_id == own]
        refuse_needed(
            own,
            children=Users(len(children), max(children, default=None)),
            runs=Users(len(runs), max(runs, default=None)),
        )
        del self._scenarios[own]

    def _found(self, where: Mapping[UUID, Any], what: AnyId) -> Any:
        if id_of(what) not in where:
            raise UnknownIdError(f"{what} is unknown")
        return where[id_of(what)]

    def add_runs(self, runs: Sequence[RunRecord]) -> None:
        self._answer()
        for run in runs:
            self._found(self._scenarios, run.scenario_id)
            known = self._runs.setdefault(run.id, run)
            if known.error == ABANDONED:
                self._runs[run.id] = replace(known, status=Status.PENDING, error=None)

    def run(self, run_id: AnyId) -> RunRecord:
        self._answer()
        found: RunRecord = self._found(self._runs, run_id)
        return found

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
        self._answer()
        wanted = {
            "scenario_id": id_or_none(scenario),
            "experiment_id": id_or_none(experiment),
            "status": status,
            "recipe": recipe,
        }
        return [
            run
            for run in sorted(self._runs.values(), key=lambda run: run.id, reverse=True)
            if all(value in (None, getattr(run, name)) for name, value in wanted.items())
        ][:limit]

    def set_status(
        self,
        experiment: AnyId,
        status: Status | str,
        *,
        compute_time_ms: float | None = None,
        error: str | None = None,
        replications: int | None = None,
    ) -> None:
        self._answer()
        found = self.runs(experiment=experiment)
        if not found:
            raise UnknownIdError(f"{experiment} is unknown")
        for run in found:
            if run.status.is_final:
                continue
            count = run.replications if replications is None else replications
            self._runs[run.id] = replace(
                run,
                status=status_of(status),
                compute_time_ms=compute_time_ms,
                error=error,
                replications=count,
            )
            if status in (Status.FAILED, Status.CANCELLED):
                self._delete_rows(run.id)
                self._written = {
                    (owner, key) for owner, key in self._written if owner != experiment
                }

    def _delete_rows(self, run_id: AnyId) -> None:
        for name, rows in self._rows.items():
            self._rows[name] = [row for row in rows if row["run_id"] != str(run_id)]

    def abandoned(self) -> list[RunRecord]:
        return []

    def give_up(self) -> list[RunRecord]:
        return []

    def delete_experiment(self, experiment: AnyId) -> None:
        for run in self.runs(experiment=experiment):
            self._delete_rows(run.id)
            del self._runs[run.id]

    def write(self, chunk: Chunk) -> bool:
        self._answer()
        if (chunk.owner, chunk.key) in self._written:
            return False
        owned = self.runs(experiment=chunk.owner)
        if not owned:
            raise UnknownIdError(f"{chunk.owner} is unknown")
        if any(run.status.is_final for run in owned):
            raise StoreError(f"{chunk.owner} has ended")
        for name, table in chunk.tables.items():
            self._write(name, table)
        with self._changed:
            self.keys.append(chunk.key)
            self._written.add((chunk.owner, chunk.key))
            self._changed.notify_all()
        if self.lost_answers:
            self.lost_answers -= 1
            raise StoreUnavailableError("it has gone before it has answered")
        return True

    def _write(self, name: str, table: pa.Table) -> None:
        target = TABLES[name]
        assert table.schema.equals(target.schema)
        rows = self._rows[name]
        there = {tuple(row[key] for key in target.keys) for row in rows}
        for row in table.to_pylist():
            assert UUID(row["run_id"]) in self._runs
            if name == EVENTS.name:
                assert tuple(row[key] for key in target.keys) not in there
            if tuple(row[key] for key in target.keys) not in there:
                rows.append(row)

    def replications(self, run_id: AnyId) -> list[int]:
        self._answer()
        total = self._rows[KPI_TABLES["total"].name]
        return sorted({row["replication"] for row in total if row["run_id"] == str(run_id)})

    def table(self, name: str, run_id: AnyId, *, replication: int | None = None) -> pa.Table:
        self.run(run_id)
        rows = [
            row
            for row in self._rows[name]
            if row["run_id"] == str(run_id) and replication in (None, row["replication"])
        ]
        rows.sort(key=lambda row: row["replication"])
        return pa.Table.from_pylist(rows, schema=TABLES[name].schema)

    def events(self, run_id: AnyId, replication: int = 0) -> Iterator[pa.RecordBatch]:
        scenario = self.scenario(self.run(run_id).scenario_id)
        rows = self.table(EVENTS.name, run_id, replication=replication).sort_by("number")
        yield from log_batches(rows, [station.id for station in scenario.stations])

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        raise NotImplementedError


def away_for(store: MemoryStore, after: int, back: int | None) -> Callable[[Chunk], bool]:
    """Return what writes into a store that is away from one chunk on, until so many more were
    given to it."""
    write = store.write
    asked = 0

    def writing(chunk: Chunk) -> bool:
        nonlocal asked
        asked += 1
        store.away = asked > after and (back is None or asked <= after + back)
        return write(chunk)

    return writing
