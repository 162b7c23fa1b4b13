"""What every store promises about fleets: their KPIs come back as the run's own, once, in order."""

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.store.contract import Results, a_run
from tests.store.sameness import assert_same_kpis

import voltwin
from voltwin.scenario import Scenario
from voltwin.scenario.changes import Change, changed
from voltwin.simulation import Simulation
from voltwin.store.interface import Chunk, Store
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import kpi_rows
from voltwin.store.schema import (
    FLEET_HOURS,
    FLEET_TABLES,
    FLEETS,
    TABLES,
    VEHICLE_CLASSES,
    Table,
    kept_of,
)

HOURS = 3


@cache
def city() -> Scenario:
    """Return a small city with two classes of vehicles, named against the order of the alphabet."""
    one = voltwin.load_scenario("examples/first_fleet.yaml")
    assert one.fleet
    (first, *_) = one.fleet.model_dump(mode="json", by_alias=True)["classes"]
    classes = [{**first, "id": name, "count": 20} for name in ("van", "Bike", "bike")]
    return changed(one, [Change("fleet.classes", "=", classes)])


@cache
def results(replication: int = 0) -> Results:
    return Results(replication, city(), f"{HOURS}h")


def tables_of(run: RunRecord, replication: int = 0) -> dict[str, pa.Table]:
    """Return all KPIs of a replication as rows of a store."""
    kpis = results(replication).kpis
    return dict(
        kpi_rows(name, kpis.table(name), run_id=run.id, replication=replication)
        for name in kept_of(kpis)
    )


def begun(store: Store) -> RunRecord:
    run = a_run(store.add_scenario(city()).id)
    store.add_runs([run])
    store.set_status(run.id, Status.RUNNING)
    return run


def fleet_rows(store: Store, run: RunRecord) -> dict[str, int]:
    """Return how many rows of a run queries find in the tables of fleets."""
    return {
        table.name: store.query(
            f"SELECT count(*) AS n FROM {table.name} WHERE run_id = $run", {"run": run.id}
        )["n"][0].as_py()
        for table in FLEET_TABLES.values()
    }


def in_order(rows: pa.Table, of: Table) -> list[dict[str, Any]]:
    """Return rows as plain values, by their keys."""
    plain: list[dict[str, Any]] = rows.to_pylist()
    return sorted(plain, key=lambda row: [str(row[name]) for name in of.keys])


def test_kpis_of_the_fleet_are_those_of_the_run(store: Store) -> None:
    run = begun(store)
    store.write(Chunk(run.id, "kpis/0", tables_of(run)))
    classes = store.table(VEHICLE_CLASSES.name, run.id)
    assert classes["vehicle_class"].to_pylist() == ["Bike", "bike", "van"]
    own = results().kpis.fleet_by_class.sort_by("vehicle_class")
    for name in own.column_names:
        assert classes[name].to_pylist() == own[name].to_pylist(), name
    assert fleet_rows(store, run) == {
        FLEETS.name: 1,
        VEHICLE_CLASSES.name: 3,
        FLEET_HOURS.name: HOURS,
    }
    assert store.table(FLEETS.name, run.id)["trips"][0].as_py() > 0


def test_whole_runs_are_the_same_in_every_table(store: Store) -> None:
    run = voltwin.run("examples/first_fleet.yaml", until="2h", store=store)
    assert run.run_id
    assert_same_kpis(store, run.run_id, run.kpis)


def test_rows_in_any_order_and_repeated_are_there_once(store: Store) -> None:
    run = begun(store)
    for replication in (1, 0, 1):
        tables = tables_of(run, replication)
        store.write(Chunk(run.id, f"{replication}", {n: rows[::-1] for n, rows in tables.items()}))
        store.write(Chunk(run.id, f"again {replication}", tables))
    store.set_status(run.id, Status.COMPLETED)
    for of in FLEET_TABLES.values():
        found = store.table(of.name, run.id)
        assert found.schema.equals(TABLES[of.name].schema, check_metadata=True)
        numbers = found["replication"].to_numpy()
        assert (np.diff(numbers) >= 0).all()
        wanted = pa.concat_tables(tables_of(run, number)[of.name] for number in (0, 1))
        assert in_order(found, of) == in_order(wanted, of)
    hours = store.table(FLEET_HOURS.name, run.id, replication=1)
    assert hours["hour"].to_pylist() == results(1).kpis.fleet_by_hour["hour"].to_pylist()


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED, None])
def test_with_the_run_its_fleet_is_gone(store: Store, status: Status | None) -> None:
    run, other = begun(store), begun(store)
    for one in (run, other):
        store.write(Chunk(one.id, "kpis/0", tables_of(one)))
    if status:
        store.set_status(run.id, status, error="no more power")
    else:
        store.delete_experiment(run.id)
    assert set(fleet_rows(store, run).values()) == {0}
    assert min(fleet_rows(store, other).values()) > 0


def test_experiments_have_the_tables_of_fleets_that_they_keep(store: Store) -> None:
    made = voltwin.replications(city(), 2, until=f"{HOURS}h", keep=list(FLEET_TABLES), store=store)
    assert made.experiment_id
    (run,) = store.runs(experiment=made.experiment_id)
    for replication in range(2):
        simulation = Simulation(city(), replication=replication, log=False)
        simulation.advance(f"{HOURS}h")  # in one go: where it is halted, last digits may differ
        for name, of in FLEET_TABLES.items():
            own = simulation.kpis().table(name)
            _, wanted = kpi_rows(name, own, run_id=run.id, replication=replication)
            there = store.table(of.name, run.id, replication=replication)
            assert in_order(there, of) == in_order(wanted, of)
