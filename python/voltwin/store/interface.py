"""The one interface of stores: scenarios, runs, and their results as Arrow tables.

What is written comes in chunks, each of them written as a whole and once, however often it is
given: so whoever is not sure gives it again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import pyarrow as pa

from voltwin.scenario.changes import Change
from voltwin.scenario.scenario import Scenario
from voltwin.store.records import AnyId, RunRecord, ScenarioRecord, Status

LEASE_S = 900.0  # [s] how long a writer may be silent
MOST_SEED = 2**63 - 1  # that fits into a column of whole numbers
ABANDONED = "abandoned: its writer has not been heard of for 15 minutes"  # `error` of such a run


class StoreError(Exception):
    """A store cannot do what is asked; the message says what to do."""


class StoreUnavailableError(StoreError):
    """The store does not answer, or has gone away: what was asked may be asked again later."""


class UnknownIdError(StoreError):
    """There is nothing of this id in the store."""


class NeededError(StoreError):
    """What is to be deleted is needed by others, which the message counts, naming one."""


@dataclass(frozen=True)
class Chunk:
    """Rows that are written together.

    Attributes:
        owner: the experiment that its runs belong to (a run that stands alone is its own).
        key: what tells it from other chunks of its owner; the same key, the same rows.
        tables: rows by table (see `schema.TABLES`), with the columns of that table or some of them;
            columns that are missing are null.
    """

    owner: UUID
    key: str
    tables: Mapping[str, pa.Table]


class Store(Protocol):
    """Scenarios, runs and their results. Threads may share one; processes open one each.

    Ids are given as UUIDs or as their texts, a status likewise; what is no id is an UnknownIdError.
    Every method raises StoreUnavailableError where the store does not answer, and StoreError when
    it has been closed.
    """

    @property
    def url(self) -> str:
        """What it was opened by, without a password."""

    def close(self) -> None:
        """Let go of connections and files."""

    def check(self) -> None:
        """See that it answers.

        Raises:
            StoreError: it does not, or its schema is not the one of this version.
        """

    def upgrade(self) -> list[str]:
        """Make its tables, or bring them to this version, and return what has been done."""

    def about(self) -> dict[str, Any]:
        """Return what it is, for people: `kind`, `versions` by name, `schema_version`, `scenarios`,
        `runs` by status, `abandoned`, `bytes`."""

    # Scenarios

    def add_scenario(
        self,
        scenario: Scenario,
        *,
        name: str | None = None,
        parent: AnyId | None = None,
        changes: Sequence[Change] = (),
    ) -> ScenarioRecord:
        """Store a valid scenario and its stations, and return its record.

        Adding what is stored already, with the same name and parent, gives the former record.

        Args:
            scenario: in full, the changes made.
            name: for people; the scenario's own unless given.
            parent: of which it is a child by `changes`; its own text is not stored again then.
            changes: that make the parent the scenario.

        Raises:
            UnknownIdError: there is no such parent.
        """

    def add_children(
        self, parent: AnyId, children: Sequence[tuple[str, Sequence[Change]]]
    ) -> list[UUID]:
        """Store children of a scenario by their differences, and return their ids in order.

        For many at once: a child is neither made nor checked, unless its stations have other ids,
        names, regions or positions; it is up to the caller that the changes can be made. Those that
        are stored already keep their ids; without changes, a child is the parent itself.

        Args:
            parent: of all of them.
            children: name and changes of each.

        Raises:
            UnknownIdError: there is no such parent.
            ScenarioError: a child with other stations is no valid scenario.
        """

    def scenario_record(self, scenario_id: AnyId) -> ScenarioRecord:
        """Return what is known about a scenario.

        Raises:
            UnknownIdError: there is none.
        """

    def scenario_names(self, scenario_ids: Collection[AnyId]) -> dict[UUID, str]:
        """Return what scenarios are called, by their ids; those that there are not are left out."""

    def scenario(self, scenario_id: AnyId) -> Scenario:
        """Return a scenario in full: its root with all changes on the way made.

        Raises:
            UnknownIdError: there is none.
        """

    def scenarios(
        self, *, parent: AnyId | None = None, limit: int = 100, before: AnyId | None = None
    ) -> list[ScenarioRecord]:
        """Return scenarios, the newest first.

        Args:
            parent: its children alone.
            limit: how many at most.
            before: those that are older than this one.
        """

    def delete_scenario(self, scenario_id: AnyId) -> None:
        """Delete a scenario and its stations.

        Raises:
            UnknownIdError: there is none.
            NeededError: others were derived from it, or runs are of it; nothing is deleted.
        """

    # Runs

    def add_runs(self, runs: Sequence[RunRecord]) -> None:
        """Store runs that begin later; those that are stored already stay as they are.

        But runs that were given up as abandoned are PENDING again: whoever goes on with them adds
        them again. All others whose writer has not been heard of for too long are given up.

        Raises:
            UnknownIdError: there is no such scenario.
            StoreError: a seed is greater than `MOST_SEED`.
        """

    def run(self, run_id: AnyId) -> RunRecord:
        """Return what is known about a run.

        Raises:
            UnknownIdError: there is none.
        """

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

    def set_status(
        self,
        experiment: AnyId,
        status: Status | str,
        *,
        compute_time_ms: float | None = None,
        error: str | None = None,
        replications: int | None = None,
    ) -> None:
        """Set where all runs of an experiment (or the run that stands alone) are.

        A final status stays: whoever comes later changes nothing. With FAILED and CANCELLED the
        rows of these runs vanish in the same moment. To set RUNNING again tells that the writer is
        still there, as every chunk that it writes does; who is not heard of for `LEASE_S` is taken
        for dead.

        Raises:
            UnknownIdError: there is no such experiment.
        """

    def abandoned(self) -> list[RunRecord]:
        """Return runs that have not ended and whose writer has not been heard of for `LEASE_S`; but
        none that are PENDING as jobs of a server (`about["job"]`), where they may wait for days."""

    def give_up(self) -> list[RunRecord]:
        """Fail all abandoned runs, so that their rows vanish, and return them."""

    def delete_experiment(self, experiment: AnyId) -> None:
        """Delete all runs of an experiment (or the run that stands alone), and all their rows.

        Raises:
            UnknownIdError: there is no such experiment.
        """

    # Results

    def write(self, chunk: Chunk) -> bool:
        """Write a chunk as a whole, and return whether it was new.

        Of KPI tables, rows whose run, replication and place are stored already are left out: so a
        chunk that is cut otherwise the second time is written once all the same.

        Raises:
            StoreError: the owner has ended, or a table has other columns.
        """

    def replications(self, run_id: AnyId) -> list[int]:
        """Return which replications of a run have KPIs in the store, in order."""

    def table(self, name: str, run_id: AnyId, *, replication: int | None = None) -> pa.Table:
        """Return the rows of a run in a table of `schema.TABLES`, with that table's columns, by
        replication and in the order of their places (vehicle classes by their ids).

        Raises:
            UnknownIdError: there is no such run.
        """

    def events(self, run_id: AnyId, replication: int = 0) -> Iterator[pa.RecordBatch]:
        """Yield the event log of a replication as the engine wrote it, bit for bit: the columns of
        docs/model.md, in processing order. Nothing, if it is not stored.

        Raises:
            UnknownIdError: there is no such run.
        """

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Return what a query gives, read-only.

        Args:
            sql: that PostgreSQL and DuckDB both understand; see docs/store.md. Parameters stand in
                it as `$name`.
            parameters: by name; more of them than stand in it do no harm.

        Whole numbers come as int64, others as float64, names and identities as string, instants as
        timestamp[us, UTC], local times as timestamp[us], what lies between two as duration[us];
        whole numbers that do not fit make a column of float64. See `answers.in_plain_types`.

        Raises:
            StoreError: the query is wrong, or writes.
        """
