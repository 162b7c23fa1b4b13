"""How fast events get from Arrow into PostgreSQL, on a server of our own with its own settings."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter
from uuid import UUID

import pyarrow as pa

from voltwin.bench import networks
from voltwin.bench.postgres_server import NoServerError, new_server
from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.store.interface import Chunk, Store
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows
from voltwin.store.schema import EVENTS
from voltwin.store.uuid7 import uuid7

_ROUNDS = 3
_ROWS = 1_000_000
_CHUNK_ROWS = 250_000


def rows_per_second() -> tuple[float, str]:
    """Return how many events a second are written; NaN, and why, where there is no server."""
    try:
        server = new_server()
    except NoServerError as error:
        return math.nan, str(error)
    try:
        store = open_store(server.url())
        store.upgrade()
        city = networks.city()
        log = _log(city)
        least = min(_seconds(store, city, log) for _ in range(_ROUNDS))
        store.close()
    finally:
        server.stop()
    return log.num_rows / least, f"{log.num_rows:,} rows of a run, minimum of {_ROUNDS}"


def _log(city: Scenario) -> pa.Table:
    """Return the first rows of the log."""
    batches, rows = [], 0
    for batch in Simulation(city).stream():
        batches.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS:
            break
    return pa.Table.from_batches(batches).slice(0, _ROWS).combine_chunks()


def _seconds(store: Store, city: Scenario, log: pa.Table) -> float:
    """Return what it takes to write a log as a new run [s]."""
    run_id = _running(store, city)
    chunks = list(_chunks(run_id, city, log))
    begun = perf_counter()
    for chunk in chunks:
        store.write(chunk)
    return perf_counter() - begun


def _chunks(run_id: UUID, city: Scenario, log: pa.Table) -> Iterator[Chunk]:
    ids = [station.id for station in city.stations]
    first = 0
    for batch in log.to_batches(max_chunksize=_CHUNK_ROWS):
        rows = event_rows(
            batch, run_id=run_id, replication=0, first=first, start=city.start, station_ids=ids
        )
        yield Chunk(run_id, f"events/0/{first}", {EVENTS.name: rows})
        first += batch.num_rows


def _running(store: Store, city: Scenario) -> UUID:
    """Return a new run that is under way."""
    own = uuid7()
    run = RunRecord(
        id=own,
        scenario_id=store.add_scenario(city).id,
        status=Status.PENDING,
        seed=1,
        replications=1,
        sim_start=city.start,
        sim_end=city.start,
        experiment_id=own,
        variant=0,
        recipe="",
        created_at=datetime.now(UTC),
    )
    store.add_runs([run])
    store.set_status(own, Status.RUNNING)
    return own
