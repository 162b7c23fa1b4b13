"""Documented queries: on every store, what they answer is what the run's KPIs say."""

import re
from datetime import timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from tests.store.contract import a_run

from voltwin.scenario import Scenario, demo_city
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.station import Station
from voltwin.simulation import Simulation
from voltwin.store.interface import Chunk, Store
from voltwin.store.queries import (
    AVERAGE_WAIT,
    LOST_PER_HOUR,
    NEAREST_STATIONS,
    QUERIES,
    ROLLING_WAIT,
    Query,
)
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows
from voltwin.store.schema import EVENTS
from voltwin.travel.great_circle import EARTH_KM

# Busy, so that vehicles wait and are lost; hours of India begin at half past those of UTC; the end
# cuts through swaps, the warm-up through waits.
CHANGES = (
    "stations[*].bays=1",
    "stations[*].chargers-=2",
    "start=2026-01-05T06:00:00+05:30",
    "warm_up=2h",
    "horizon=1d",
)
UNTIL_S = 8.3 * 3600.0


@cache
def city() -> Scenario:
    return changed(demo_city(stations=6, seed=3), [Change.parse(text) for text in CHANGES])


@cache
def simulation(replication: int) -> tuple[Simulation, tuple[pa.RecordBatch, ...]]:
    of = Simulation(city(), replication=replication)
    return of, tuple(of.stream(UNTIL_S))


@pytest.fixture
def run(store: Store) -> RunRecord:
    """Give a run with two replications, among others in the store."""
    scenario = store.add_scenario(city())
    runs = [a_run(scenario.id, sim_start=city().start, warm_up_s=city().warm_up) for _ in range(2)]
    store.add_runs(runs)
    for number, run in enumerate(runs):
        for replication in range(2):
            of, log = simulation(replication + number)
            first = 0
            for part, batch in enumerate(log):
                rows = event_rows(
                    batch,
                    run_id=run.id,
                    replication=replication,
                    first=first,
                    start=city().start,
                    station_ids=of.names.stations,
                )
                first += batch.num_rows
                store.write(Chunk(run.id, f"{replication}/{part}", {EVENTS.name: rows}))
        store.set_status(run.id, Status.COMPLETED)
    return runs[0]


def kpis(name: str, replication: int) -> dict[str, list[object]]:
    return simulation(replication)[0].kpis().table(name).to_pydict()


@pytest.mark.parametrize("replication", [0, 1])
def test_average_wait_by_station_is_that_of_the_kpis(
    store: Store, run: RunRecord, replication: int
) -> None:
    table = kpis("by_station", replication)
    assert sum(table["swaps"]) > 50  # type: ignore[arg-type]
    for region in set(table["region"]):
        given = {"run": run.id, "replication": replication, "region": region}
        found = store.query(AVERAGE_WAIT.sql, given).to_pylist()
        wanted = sorted(
            (name, wait, swaps)
            for name, wait, swaps, of in zip(
                table["name"], table["wait_mean_s"], table["swaps"], table["region"], strict=True
            )
            if of == region and swaps
        )
        assert [row["station"] for row in found] == [name for name, _, _ in wanted]
        assert [row["swaps"] for row in found] == [swaps for _, _, swaps in wanted]
        assert [row["wait_mean_s"] for row in found] == pytest.approx([w for _, w, _ in wanted])


@pytest.mark.parametrize("replication", [0, 1])
def test_rolling_wait_follows_from_the_hours_of_the_kpis(
    store: Store, run: RunRecord, replication: int
) -> None:
    table = kpis("by_hour", replication)
    hours = {
        hour: (wait, swaps)
        for hour, wait, swaps in zip(
            table["hour"], table["wait_mean_s"], table["swaps"], strict=True
        )
        if swaps
    }
    found = store.query(ROLLING_WAIT.sql, {"run": run.id, "replication": replication}).to_pylist()
    assert [row["hour"] for row in found] == list(hours)
    assert [row["wait_mean_s"] for row in found] == pytest.approx([w for w, _ in hours.values()])
    for row in found:
        last = [row["hour"] - timedelta(hours=back) for back in range(3)]
        waits, swaps = np.transpose([hours[hour] for hour in last if hour in hours])
        assert row["rolling_wait_s"] == pytest.approx(np.average(waits, weights=swaps))


@pytest.mark.parametrize("replication", [0, 1])
def test_lost_per_hour_is_that_of_the_kpis(store: Store, run: RunRecord, replication: int) -> None:
    table = kpis("by_hour", replication)
    assert sum(table["lost"]) > 5  # type: ignore[arg-type]
    assert sum(table["reneged"]) > 0  # type: ignore[arg-type]
    found = store.query(LOST_PER_HOUR.sql, {"run": run.id, "replication": replication})
    wanted = [
        {"hour": hour, "arrivals": arrivals, "lost": lost}
        for hour, arrivals, lost in zip(
            table["hour"], table["arrivals"], table["lost"], strict=True
        )
        if arrivals
    ]
    assert found.to_pylist() == wanted


def great_circle_km(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Return a distance by the angle between two directions from the middle of the earth."""
    one, other = (
        np.array([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])
        for a, b in (np.radians([lon, lat]), np.radians([to_lon, to_lat]))
    )
    return float(EARTH_KM * np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other))


@pytest.mark.parametrize(("lon", "lat"), [(13.4, 52.5), (0.0, 0.0), (-179.9, -89.0)])
def test_nearest_stations_by_great_circle(store: Store, lon: float, lat: float) -> None:
    scenario = store.add_scenario(city())
    given = {"scenario": scenario.id, "lon": lon, "lat": lat, "count": 4}
    found = store.query(NEAREST_STATIONS.sql, given).to_pylist()
    wanted = sorted((_distance(one, lon, lat), one.id) for one in city().stations)
    assert [row["id"] for row in found] == [own for _, own in wanted[:4]]
    assert [row["km"] for row in found] == pytest.approx([km for km, _ in wanted[:4]], rel=1e-9)


def _distance(station: Station, lon: float, lat: float) -> float:
    assert station.lon is not None
    assert station.lat is not None
    return great_circle_km(lon, lat, station.lon, station.lat)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_tells_its_parameters(query: Query) -> None:
    assert set(re.findall(r"\$(\w+)", query.sql)) == set(query.parameters)
