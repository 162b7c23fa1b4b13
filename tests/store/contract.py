"""What tests of stores write: a small city, what its runs gave, and that as chunks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.scenario import Scenario, demo_city
from voltwin.simulation import Simulation
from voltwin.store.interface import Chunk, Store
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows, kpi_rows
from voltwin.store.schema import EVENTS, NETWORK_TABLES
from voltwin.store.uuid7 import derived, uuid7

CITY = demo_city(stations=4, seed=3)
IDS = [station.id for station in CITY.stations]
UNTIL = "5h"
CREATED = datetime(2026, 11, 5, 12, 30, 0, 123456, UTC)
_SPLIT = 100  # rows of a batch: a log of several


class Results:
    """What a replication of the city gave."""

    def __init__(self, replication: int, scenario: Scenario = CITY, until: str = UNTIL) -> None:
        simulation = Simulation(scenario, replication=replication)
        log = pa.Table.from_batches(list(simulation.stream(until))).combine_chunks()
        self.log: list[pa.RecordBatch] = log.to_batches(max_chunksize=_SPLIT)
        self.kpis: KpiTables = simulation.kpis()


@cache
def results(replication: int = 0) -> Results:
    """Return what a replication of the city gives in five hours."""
    return Results(replication)


def whole_log(replication: int = 0) -> pa.Table:
    """Return the log of a replication as one table."""
    return pa.Table.from_batches(results(replication).log)


def a_run(scenario_id: UUID, **fields: Any) -> RunRecord:
    """Return a run that stands alone, unless told otherwise."""
    own = fields.pop("id", uuid7())
    record = RunRecord(
        id=own,
        scenario_id=scenario_id,
        status=Status.PENDING,
        seed=1,
        replications=2,
        sim_start=CITY.start,
        sim_end=CITY.start + timedelta(hours=5),
        experiment_id=own,
        variant=0,
        recipe="recipe",
        created_at=CREATED,
        about={"engine": "kernel", "cores": 2},
    )
    return replace(record, **fields)


def begun(store: Store, **fields: Any) -> RunRecord:
    """Return a run of the city that is under way in a store."""
    run = a_run(store.add_scenario(CITY).id, **fields)
    store.add_runs([run])
    store.set_status(run.experiment_id, Status.RUNNING)
    return replace(run, status=Status.RUNNING)


def begun_experiment(store: Store, variants: int) -> list[RunRecord]:
    """Return the runs of an experiment that is under way in a store."""
    scenario, own = store.add_scenario(CITY).id, uuid7()
    runs = [
        a_run(scenario, id=derived(own, number), experiment_id=own, variant=number)
        for number in range(variants)
    ]
    store.add_runs(runs)
    store.set_status(own, Status.RUNNING)
    return runs


def event_chunks(
    run: RunRecord, replication: int = 0, log: Sequence[pa.RecordBatch] | None = None
) -> Iterator[Chunk]:
    """Yield the log of a replication, a chunk a batch."""
    first = 0
    for part, batch in enumerate(results(replication).log if log is None else log):
        rows = event_rows(
            batch,
            run_id=run.id,
            replication=replication,
            first=first,
            start=CITY.start,
            station_ids=IDS,
        )
        first += batch.num_rows
        yield Chunk(run.experiment_id, f"events/{replication}/{part}", {EVENTS.name: rows})


def kpi_tables(run: RunRecord, replication: int = 0) -> dict[str, pa.Table]:
    """Return the KPIs of a replication as rows of a store."""
    kpis = results(replication).kpis
    return dict(
        kpi_rows(name, kpis.table(name), run_id=run.id, replication=replication)
        for name in NETWORK_TABLES
    )


def kpi_chunk(run: RunRecord, replication: int = 0) -> Chunk:
    """Return the KPIs of a replication."""
    return Chunk(run.experiment_id, f"kpis/{replication}", kpi_tables(run, replication))


def write_all(store: Store, run: RunRecord, replications: int = 1) -> None:
    """Write events and KPIs of replications."""
    for replication in range(replications):
        for chunk in (*event_chunks(run, replication), kpi_chunk(run, replication)):
            assert store.write(chunk)


def rows_of(store: Store, run: RunRecord) -> dict[str, int]:
    """Return how many rows of a run queries find in each table that every run has."""
    names = [EVENTS.name, *(table.name for table in NETWORK_TABLES.values())]
    return {
        name: store.query(f"SELECT count(*) AS n FROM {name} WHERE run_id = $run", {"run": run.id})[
            "n"
        ][0].as_py()
        for name in names
    }


def log_of(store: Store, run: RunRecord, replication: int = 0) -> pa.Table:
    """Return the log that a store gives back."""
    return pa.Table.from_batches(list(store.events(run.id, replication)))


def assert_same_log(one: pa.Table, other: pa.Table) -> None:
    """Assert that two logs are the same, bit for bit."""
    assert one.schema.equals(other.schema, check_metadata=True)
    assert one.num_rows == other.num_rows
    for name in one.column_names:
        first, second = (table.column(name).combine_chunks() for table in (one, other))
        if name == "kind":
            assert first.to_pylist() == second.to_pylist()
        else:
            assert first.to_numpy().tobytes() == second.to_numpy().tobytes()
