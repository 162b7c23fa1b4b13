"""A single run on its way into a store: its events while it goes on, its KPIs at its end."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.fingerprint import fingerprint
from voltwin.results import Run
from voltwin.simulation import Simulation
from voltwin.store.endings import PATIENCE_S, ending
from voltwin.store.heartbeat import heartbeat
from voltwin.store.interface import Chunk, Store, StoreError
from voltwin.store.opened import AnyStore, opened
from voltwin.store.outbox import Outbox, StatusChange
from voltwin.store.recipe_digest import recipe_digest
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows, kpi_rows
from voltwin.store.schema import EVENTS, KPI_TABLES
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

    Attributes:
        id: of the run.
        url: of the store, without a password.
        waiting: how many parts of it could not be written by the end.
    """

    def __init__(self, store: Store, simulation: Simulation, until_s: float, beside: Path) -> None:
        """Have the store know the run.

        Args:
            store: that answers.
            simulation: that has not begun.
            until_s: where it will end [s].
            beside: folder of what waits if the store goes away; there is none.
        """
        self.id, self.url, self.waiting = uuid7(), store.url, 0
        self.folder = beside
        self._store, self._scenario = store, simulation.scenario
        self._stations = [station.id for station in simulation.scenario.stations]
        self._rows = self._parts = 0
        store.add_runs([_record(store, simulation, until_s, self.id)])
        store.set_status(self.id, Status.RUNNING)
        self._outbox = Outbox(store, beside)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rows-for-store")
        self._pending: Future[None] | None = None

    @property
    def record(self) -> Mapping[str, Any]:
        """What the run's own record says about it."""
        return {"stored": {"store": self.url, "run_id": str(self.id)}}

    @property
    def words(self) -> str:
        """What is to be said if not all could be written."""
        return (
            f"the store {self.url} does not answer: {self.waiting} parts of run {self.id} wait in "
            f"{self.folder}. When it does again: voltwin db deliver {self.folder} "
            f"--store {self.url}"
        )

    def add(self, batch: pa.RecordBatch) -> None:
        """Have events written that follow those before; returns when those are handed over.

        Raises:
            StoreError: the store refuses them.
        """
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
        self._outbox.put(Chunk(self.id, f"events/0/{self._parts}", {EVENTS.name: rows}))
        self._rows += batch.num_rows
        self._parts += 1

    def _handed_over(self) -> None:
        if self._pending:
            self._pending.result()

    def end(self, run: Run) -> None:
        """Have the KPIs written, and the store told that all is there; wait until it has it.

        Raises:
            StoreError: the store refuses them.
        """
        self._handed_over()
        tables = dict(
            kpi_rows(name, run.kpis.table(name), run_id=self.id, replication=0)
            for name in KPI_TABLES
        )
        self._outbox.put(Chunk(self.id, "kpis/0", tables))
        took_ms = 1e3 * run.record["times"]["simulate_s"]
        self._outbox.put(
            StatusChange(self.id, Status.COMPLETED, compute_time_ms=took_ms, replications=1)
        )
        self.waiting = self._outbox.close(PATIENCE_S)
        self._thread.shutdown()

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
        run = RunInStore(
            answering, simulation, until_s or simulation.horizon, _outbox_beside(folder)
        )
        try:
            with heartbeat(answering, run.id):
                yield run
        except BaseException as error:
            run.give_up(error)
            shutil.rmtree(run.folder, ignore_errors=True)
            raise
        if not run.waiting:
            shutil.rmtree(run.folder, ignore_errors=True)


def _outbox_beside(folder: Path | None) -> Path:
    name = f"{folder.name if folder else 'voltwin'}.outbox-{uuid7()}"
    return (folder.parent if folder else Path(tempfile.gettempdir())) / name


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
