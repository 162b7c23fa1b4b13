"""A run in a store whose rows tests make up."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.scenario import Scenario, demo_city
from voltwin.store.interface import Chunk, Store
from voltwin.store.records import RunRecord, Status
from voltwin.store.schema import EVENTS, TABLES, TOTALS
from voltwin.store.uuid7 import uuid7

START = datetime(2026, 1, 5, tzinfo=UTC)


def city() -> Scenario:
    """Return a scenario with few stations."""
    return demo_city(stations=3, seed=1)


def record(
    scenario_id: UUID, *, run_id: UUID | None = None, experiment: UUID | None = None
) -> RunRecord:
    """Return a run that begins later."""
    one = run_id or uuid7()
    return RunRecord(
        id=one,
        scenario_id=scenario_id,
        status=Status.PENDING,
        seed=1,
        replications=1,
        sim_start=START,
        sim_end=START + timedelta(days=1),
        experiment_id=experiment or one,
        variant=0,
        recipe="recipe",
        created_at=datetime.now(UTC).replace(microsecond=0),
    )


def running(store: Store) -> UUID:
    """Add a run that stands alone and is under way, and return its id."""
    run = record(store.add_scenario(city()).id)
    store.add_runs([run])
    store.set_status(run.id, Status.RUNNING)
    return run.id


def events(run_id: UUID, count: int = 3, *, first: int = 0, replication: int = 0) -> pa.Table:
    """Return rows of events, alike but for their numbers."""
    every: Any = pa.array(np.zeros(count, np.int32))
    given = {
        "time": pa.array([START] * count, EVENTS.schema.field("time").type),
        "run_id": pa.DictionaryArray.from_arrays(every, pa.array([str(run_id)])),
        "replication": pa.array([replication] * count, pa.int32()),
        "number": pa.array(range(first, first + count), pa.int64()),
        "time_s": pa.array(np.zeros(count)),
        "event_type": pa.array(["arrival"] * count),
    }
    return pa.table(given)


def totals(run_id: UUID, *replications: int, **values: float) -> pa.Table:
    """Return rows of kpi_totals."""
    rows = [{"run_id": str(run_id), "replication": one, **values} for one in replications]
    return pa.table({name: [row[name] for row in rows] for name in rows[0]})


def chunk(run_id: UUID, key: str, **tables: pa.Table) -> Chunk:
    """Return a chunk of a run that stands alone; tables by `events` and `totals`."""
    names = {"events": EVENTS.name, "totals": TOTALS.name}
    return Chunk(run_id, key, {names.get(name, name): rows for name, rows in tables.items()})


def counted(store: Store, run_id: UUID) -> dict[str, int]:
    """Return how many rows a run has by table, those tables alone that hold any."""
    counts = {name: store.table(name, run_id).num_rows for name in TABLES}
    return {name: count for name, count in counts.items() if count}
