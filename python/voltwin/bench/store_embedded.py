"""The embedded store: how fast a run's log is written to it, how soon questions are answered."""

import atexit
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

import pyarrow as pa

from voltwin.bench.timing import interleaved
from voltwin.scenario import Scenario, demo_city
from voltwin.simulation import Simulation
from voltwin.store import queries
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import Chunk
from voltwin.store.queries import Query
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows
from voltwin.store.schema import EVENTS
from voltwin.store.uuid7 import uuid7

_EVENTS = 5_000_000
_RUNS = 3  # in the store that is asked
_ROUNDS = 5
_REGION = "Centre"
_WRITTEN = 3  # times


@cache
def _city() -> Scenario:
    return demo_city()


@cache
def _log() -> tuple[Sequence[pa.RecordBatch], Sequence[str]]:
    """Return the first five million events of the demo week, and the ids of its stations."""
    simulation, batches, rows = Simulation(_city()), [], 0
    for batch in simulation.stream():
        batches.append(batch.slice(0, _EVENTS - rows))
        rows += batches[-1].num_rows
        if rows == _EVENTS:
            break
    return batches, simulation.names.stations


def _begun(store: EmbeddedStore) -> UUID:
    city, own = _city(), uuid7()
    start = city.start
    run = RunRecord(
        id=own,
        scenario_id=store.add_scenario(city).id,
        status=Status.PENDING,
        seed=1,
        replications=1,
        sim_start=start,
        sim_end=start + timedelta(seconds=city.horizon),
        experiment_id=own,
        variant=0,
        recipe="benchmark",
        created_at=datetime.now(UTC),
    )
    store.add_runs([run])
    store.set_status(own, Status.RUNNING)
    return own


def _chunks(run: UUID) -> Iterator[Chunk]:
    """Yield the log as chunks, a batch of the engine each."""
    (batches, ids), first = _log(), 0
    for part, batch in enumerate(batches):
        rows = event_rows(
            batch, run_id=run, replication=0, first=first, start=_city().start, station_ids=ids
        )
        first += batch.num_rows
        yield Chunk(run, f"events/0/{part}", {EVENTS.name: rows})


def _write(store: EmbeddedStore) -> UUID:
    run = _begun(store)
    for chunk in _chunks(run):
        store.write(chunk)
    store.set_status(run, Status.COMPLETED)
    return run


def rows_per_second() -> tuple[float, str]:
    """Return how many events a second get from the engine's batches into the store."""
    _log()
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "data")

        def write() -> float:
            begun = perf_counter()
            run = _write(store)
            seconds = perf_counter() - begun
            assert sum(batch.num_rows for batch in store.events(run)) == _EVENTS
            store.delete_experiment(run)
            return seconds

        (least,) = interleaved(write, rounds=_WRITTEN)
        store.close()
    chunks = len(_log()[0])
    return _EVENTS / least, f"{_EVENTS:,} events in {chunks} chunks in {least:.3g} s"


@cache
def _filled() -> tuple[Path, UUID]:
    """Return the folder of a store with several runs, and one of them; it is closed."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    place = Path(folder.name) / "data"
    with closing(EmbeddedStore(place)) as store:
        return place, [_write(store) for _ in range(_RUNS)][1]


def query_ms(name: str) -> tuple[float, str]:
    """Return how soon a question about one run of several is answered [ms].

    Args:
        name: of the query in `voltwin.store.queries`.
    """
    query: Query = getattr(queries, name)
    place, run = _filled()
    given = {"run": run, "replication": 0, "region": _REGION}
    with closing(EmbeddedStore(place)) as store:

        def ask() -> float:
            begun = perf_counter()
            store.query(query.sql, given)
            return perf_counter() - begun

        rows = store.query(query.sql, given).num_rows
        assert rows
        (least,) = interleaved(ask, rounds=_ROUNDS)
    first = _first_answer(place, name, run, rows)
    return 1e3 * least, (
        f"{rows} rows, one run of {_RUNS}, {_EVENTS:,} events each; minimum of {_ROUNDS} after the "
        f"first; the first of a process {1e3 * first:.0f} ms, drivers loaded and store opened"
    )


def _first_answer(place: Path, name: str, run: UUID, rows: int) -> float:
    """Return how long a new process takes to open the store and to answer [s]."""
    command = [sys.executable, "-m", "voltwin.bench.first_answer", str(place), name, str(run)]
    done = subprocess.run([*command, _REGION], capture_output=True, text=True, check=True)
    seconds, found = done.stdout.split()
    assert int(found) == rows
    return float(seconds)
