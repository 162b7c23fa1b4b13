"""Backup and restore by the commands of docs/operations.md: what comes back answers as before."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from tests.store import servers
from tests.store.stores import STORES

import voltwin
from voltwin.store.interface import Chunk, Store
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows, kpi_rows
from voltwin.store.schema import EVENTS, KPI_TABLES, kept_of
from voltwin.store.uuid7 import uuid7

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
START = datetime(2026, 1, 5, tzinfo=UTC)
HEADINGS = {"embedded": "Of a folder", "timescaledb": "Of TimescaleDB"}


def recipes(heading: str) -> list[str]:
    """Return the commands below a heading of the page: how to back up, and how to restore."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.partition(f"### {heading}\n")[2], flags=re.MULTILINE)[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


def programs() -> str:
    """Return where programs are looked for: those of PostgreSQL are beside the newest server."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(found, key=lambda folder: float(folder.parent.name), reverse=True)
    return os.pathsep.join([*map(str, newest), os.environ["PATH"]])


@dataclass
class Place:
    """A store, where its backup goes, and an empty place to restore it to."""

    kind: str
    url: str
    backup: str
    restored: str

    def do(self, number: int) -> None:
        """Do the commands of the page: 0 to back up, 1 to restore."""
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), programs()]),
            "STORE": self.url,
            "BACKUP": self.backup,
            "RESTORED": self.restored,
        }
        done = subprocess.run(
            ["bash", "-eu", "-c", recipes(HEADINGS.get(self.kind, "Of PostgreSQL"))[number]],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(params=list(STORES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give each kind of store, with its tables."""
    kind = str(request.param)
    with ExitStack() as stack:
        url = stack.enter_context(STORES[kind](tmp_path))
        if kind == "embedded":
            restored = str(tmp_path / "restored")
        else:
            if shutil.which("pg_dump", path=programs()) is None:
                pytest.skip("pg_dump is not here")
            restored = stack.enter_context(servers.database())
        yield Place(kind, url, str(tmp_path / "backup"), restored)


# --- runs to be kept ---


@cache
def simulated() -> tuple[list[pa.RecordBatch], dict[str, pa.Table]]:
    """Return the log of a small run, in batches, and its KPI tables."""
    city = a_city()
    log = pa.Table.from_batches(voltwin.Simulation(city, seed=1).stream())
    kpis = voltwin.run(city, seed=1).kpis
    return log.to_batches(max_chunksize=200), {name: kpis.table(name) for name in kept_of(kpis)}


def a_city() -> voltwin.Scenario:
    city = voltwin.demo_city(stations=3, seed=1)
    city.horizon = 6 * 3600.0
    return city


def chunks_of(run_id: UUID) -> Iterator[Chunk]:
    """Yield a run's rows as they are written while it runs."""
    batches, kpis = simulated()
    ids = [station.id for station in a_city().stations]
    first = 0
    for part, batch in enumerate(batches):
        rows = event_rows(
            batch, run_id=run_id, replication=0, first=first, start=START, station_ids=ids
        )
        yield Chunk(run_id, f"events/0/{part}", {EVENTS.name: rows})
        first += batch.num_rows
    rows_of = (kpi_rows(name, table, run_id=run_id, replication=0) for name, table in kpis.items())
    yield Chunk(run_id, "kpis", dict(rows_of))


def begun(store: Store) -> UUID:
    """Add a run that is under way."""
    run_id = uuid7()
    scenario = store.add_scenario(a_city())
    run = RunRecord(
        id=run_id,
        scenario_id=scenario.id,
        status=Status.PENDING,
        seed=1,
        replications=1,
        sim_start=START,
        sim_end=START + timedelta(hours=6),
        experiment_id=run_id,
        variant=0,
        recipe="recipe",
        created_at=datetime.now(UTC).replace(microsecond=0),
    )
    store.add_runs([run])
    store.set_status(run_id, Status.RUNNING)
    return run_id


def exactly(parts: Iterable[pa.RecordBatch | pa.Table]) -> str:
    """Return all rows as text, to the last bit; what is no number is equal to itself there."""
    return repr([row for part in parts for row in part.to_pylist()])


def answers(store: Store) -> dict[str, Any]:
    """Return all that a store knows."""
    runs = store.runs()
    tables = [*(table.name for table in KPI_TABLES.values()), EVENTS.name]
    return {
        "scenarios": store.scenarios(),
        "texts": [store.scenario(record.id) for record in store.scenarios()],
        "runs": runs,
        "tables": {
            (run.id, name): exactly([store.table(name, run.id)]) for run in runs for name in tables
        },
        "logs": {run.id: exactly(store.events(run.id)) for run in runs},
        "replications": {run.id: store.replications(run.id) for run in runs},
    }


def test_what_is_restored_answers_as_before(place: Place) -> None:
    with closing(open_store(place.url)) as store:
        for status in (Status.COMPLETED, Status.RUNNING):
            run_id = begun(store)
            for chunk in chunks_of(run_id):
                store.write(chunk)
            if status is Status.COMPLETED:
                store.set_status(run_id, status, compute_time_ms=1.0)
        before = answers(store)
    place.do(0)
    place.do(1)
    with closing(open_store(place.restored)) as restored:
        restored.check()
        assert answers(restored) == before
        assert exactly(restored.events(run_id)) == exactly(simulated()[0])
        # It goes on: what is there is not written twice, what is new is.
        once_more = {restored.write(chunk) for chunk in chunks_of(run_id)}
        another = begun(restored)
        new = {restored.write(chunk) for chunk in chunks_of(another)}
        assert (once_more, new) == ({False}, {True})


# --- while runs are written ---


@dataclass
class Writer:
    """Writes one run after the other until it is told to stop, and remembers what it did."""

    store: Store
    written: list[Chunk] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    several: Event = field(default_factory=Event)
    enough: Event = field(default_factory=Event)
    failed: list[BaseException] = field(default_factory=list)

    def write(self) -> None:
        try:
            while not self.enough.is_set():
                self._write_a_run()
        except BaseException as error:
            self.failed.append(error)
            self.several.set()

    def _write_a_run(self) -> None:
        run_id = begun(self.store)
        for chunk in chunks_of(run_id):
            if self.enough.is_set():
                return
            assert self.store.write(chunk)
            self.written.append(chunk)
        self.store.set_status(run_id, Status.COMPLETED, compute_time_ms=1.0)
        self.ended.append(run_id)
        if len(self.ended) == 3:
            self.several.set()


def test_a_backup_while_runs_are_written_has_each_chunk_whole_or_not(place: Place) -> None:
    with closing(open_store(place.url)) as store:
        writer = Writer(store)
        thread = Thread(target=writer.write)
        thread.start()
        try:
            writer.several.wait(60)
            surely = len(writer.written)
            place.do(0)
            perhaps = len(writer.written) + 1  # one may be under way
        finally:
            writer.enough.set()
            thread.join()
        assert writer.failed == []
    place.do(1)
    with closing(open_store(place.restored)) as restored:
        is_there = {run.id: run for run in restored.runs(limit=10_000)}
        completed = {one for one, run in is_there.items() if run.status is Status.COMPLETED}
        known = [chunk for chunk in writer.written if chunk.owner in is_there]
        running = [chunk for chunk in known if chunk.owner not in completed]
        kept = [chunk for chunk in known if chunk.owner in completed]
        fresh = [restored.write(chunk) for chunk in running]
        assert all(not one or other for one, other in pairwise(fresh)), "a chunk in the middle"
        assert surely <= len(kept) + fresh.count(False) <= perhaps
        for run_id in completed:
            assert exactly(restored.events(run_id)) == exactly(simulated()[0])
            assert restored.replications(run_id) == [0]


def test_the_page_says_how() -> None:
    for heading in ("Of a folder", "Of PostgreSQL", "Of TimescaleDB"):
        assert len(recipes(heading)) == 2
