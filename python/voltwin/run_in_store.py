"""A single run on its way into a store: its events while it goes on, its KPIs at its end."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.fingerprint import fingerprint
from voltwin.late_delivery import kpis_of, outbox_of, write_anew
from voltwin.one_thread import one_thread
from voltwin.results import Run
from voltwin.simulation import Simulation
from voltwin.store.endings import PATIENCE_S, ending, was_given_up
from voltwin.store.heartbeat import heartbeat
from voltwin.store.interface import Chunk, Store, StoreError
from voltwin.store.opened import AnyStore, opened
from voltwin.store.outbox.files import Item, StatusChange
from voltwin.store.outbox.outbox import Outbox
from voltwin.store.outbox.words import delivering
from voltwin.store.recipe_digest import recipe_digest
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows
from voltwin.store.schema import EVENTS
from voltwin.store.uuid7 import uuid7


class RunNowhere:
    """What takes the results of a run that goes into no store."""

    waiting, words = 0, ""
    record: Mapping[str, Any] = MappingProxyType({})

    def add(self, batch: pa.RecordBatch) -> None:
        """Keep nothing."""

    def end(self, run: Run) -> None:
        """Keep nothing."""


class RunInStore:
    """A run that a store knows.

    Once it has begun, nothing that happens to the store stops it: what the store does not take,
    waits.

    Attributes:
        id: of the run.
        url: of the store, without a password.
        waiting: how many parts of it could not be written by the end.
    """

    def __init__(
        self, store: Store, simulation: Simulation, until_s: float, results: Path | None
    ) -> None:
        """Have the store know the run.

        Args:
            store: that answers.
            simulation: that has not begun.
            until_s: where it will end [s].
            results: folder of the run's results; None in memory.
        """
        self.id, self.url, self.waiting = uuid7(), store.url, 0
        self._results = results
        self.folder = outbox_of(results or Path(tempfile.gettempdir(), "voltwin"), self.id)
        self._store, self._scenario = store, simulation.scenario
        self._stations = [station.id for station in simulation.scenario.stations]
        self._rows = self._parts = 0
        self._thread = one_thread("rows-for-store")
        store.add_runs([_record(store, simulation, until_s, self.id)])
        store.set_status(self.id, Status.RUNNING)
        self._outbox = Outbox(store, self.folder)
        self._ended_as: Status | None = None  # by others, on purpose
        self._unkept: OSError | None = None  # why a part can neither be written nor wait
        self._pending: Future[None] | None = None

    @property
    def record(self) -> Mapping[str, Any]:
        """What the run's own record says about it."""
        return {"stored": {"store": self.url, "run_id": str(self.id)}}

    @property
    def words(self) -> str:
        """What is to be said if not all could be written."""
        if self._ended_as:
            return (
                f"others have ended run {self.id} as {self._ended_as} in the store {self.url}, "
                "which keeps nothing of it; to have it there, run it once more"
            )
        why = self._unkept or self._outbox.refusal or "it does not answer"
        parts = "1 part waits" if self.waiting == 1 else f"{self.waiting:,} parts wait"
        return (
            f"{parts} for the store {self.url} in {self.folder} ({why})\n"
            f"When that is mended: {delivering(self._from, self.url)}"
        )

    @property
    def is_kept(self) -> bool:
        """Whether what waits may still be delivered."""
        return self.waiting > 0 and self._ended_as is None

    @property
    def _from(self) -> Path:
        """What is delivered later: the results, which have all; else what waits."""
        return self._results or self.folder

    def add(self, batch: pa.RecordBatch) -> None:
        """Have events written that follow those before; returns when those are handed over."""
        self._handed_over()
        self._pending = self._thread.submit(self._put, batch)

    def _put(self, batch: pa.RecordBatch) -> None:
        rows = event_rows(
            batch,
            run_id=self.id,
            replication=0,
            first=self._rows,
            start=self._scenario.start,
            station_ids=self._stations,
        )
        self._outbox.wait_for_room()
        self._keep(Chunk(self.id, f"events/0/{self._parts}", {EVENTS.name: rows}))
        self._rows += batch.num_rows
        self._parts += 1

    def _handed_over(self) -> None:
        if self._pending:
            self._pending.result()

    def end(self, run: Run) -> None:
        """Have the KPIs written, and the store told that all is there; wait until it has it."""
        self._handed_over()
        self._thread.shutdown()
        self._keep(kpis_of(run, self.id))
        took_ms = 1e3 * run.record["times"]["simulate_s"]
        self._keep(StatusChange(self.id, Status.COMPLETED, compute_time_ms=took_ms, replications=1))
        try:
            self.waiting = self._outbox.close(PATIENCE_S)
        except OSError as error:
            self._unkept = error
        if self._unkept:
            self.waiting = max(1, self._outbox.left)
        if self.waiting and self._outbox.refusal:
            self._begin_again(run)

    def _keep(self, item: Item) -> None:
        """Have an item written or wait; without room for it, all is written from the results."""
        if self._unkept is None:
            try:
                self._outbox.put(item)
            except OSError as error:
                self._unkept = error

    def _begin_again(self, run: Run) -> None:
        """Write all once more if others have given the run up, as it had not been heard of."""
        with suppress(StoreError):
            known = self._store.run(self.id)
            if was_given_up(known):
                write_anew(self._store, run, known)
                self.waiting = 0
            elif known.status.is_final:
                self._ended_as = known.status

    def give_up(self, error: BaseException) -> None:
        """Have the run end as an error has ended it: none of its rows are left."""
        with suppress(StoreError, OSError):
            self._outbox.close(0.0)
        self._thread.shutdown()
        status, why = ending(error)
        with suppress(StoreError):  # gone for long, its lease ends by itself
            self._store.set_status(self.id, status, error=why)


@contextmanager
def run_in_store(
    store: AnyStore | None, simulation: Simulation, until_s: float | None, folder: Path | None
) -> Iterator[RunInStore | RunNowhere]:
    """Give what takes the events and KPIs of a run; what ends this early ends the run in the
    store.

    Args:
        store: an open store, or its URL.
        simulation: that has not begun.
        until_s: where it will end [s]; the horizon by default.
        folder: of the run's results; None in memory.

    Raises:
        StoreError: the store does not answer, or cannot be used; nothing has begun.
        ValueError: it is another replication than the first.
    """
    if store is None:
        yield RunNowhere()
        return
    if simulation.replication != 0 or simulation.now > 0.0:
        raise ValueError(
            "store: holds whole runs, whose replications are counted from 0; have several of them "
            "done by `replications`"
        )
    with opened(store) as answering:
        run = RunInStore(answering, simulation, until_s or simulation.horizon, folder)
        try:
            with heartbeat(answering, run.id):
                yield run
        except BaseException as error:
            run.give_up(error)
            shutil.rmtree(run.folder, ignore_errors=True)
            raise
        if not run.is_kept:
            shutil.rmtree(run.folder, ignore_errors=True)


def _record(store: Store, simulation: Simulation, until_s: float, run_id: UUID) -> RunRecord:
    """Return what the store knows of the run, its scenario added."""
    scenario, marks = simulation.scenario, fingerprint()
    known = store.add_scenario(scenario)
    engine = simulation.engine_name
    return RunRecord(
        id=run_id,
        scenario_id=known.id,
        status=Status.PENDING,
        seed=simulation.seed,
        replications=1,
        sim_start=scenario.start,
        sim_end=scenario.start + timedelta(seconds=until_s),
        experiment_id=run_id,
        variant=0,
        recipe=recipe_digest(
            known.digest, seed=simulation.seed, until_s=until_s, fingerprint=marks, engine=engine
        ),
        created_at=datetime.now(UTC),
        about={
            "kind": "run",
            "name": scenario.name,
            "engine": engine,
            "platform": marks,
            "events": simulation.has_log,
        },
        warm_up_s=scenario.warm_up,
    )
