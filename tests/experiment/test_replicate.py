"""Replications in one call: each is a run of its own, to the last bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import voltwin
from voltwin.simulation import Simulation

FLEET = Path(__file__).resolve().parents[2] / "examples" / "first_fleet.yaml"
ECONOMICS: dict[str, Any] = {
    "currency": "EUR",
    "price_per_swap": 3.0,
    "price_per_kwh": 0.4,
    "tariff": {"seasons": [{"price_per_kwh": 0.2, "demand_charge_per_kw": 10.0}]},
    "rent_per_month": 1000.0,
    "charger": {"cost_per_kw": 300.0, "life_years": 10.0},
    "battery": {"cost_per_kwh": 100.0, "life_years": 8.0, "life_cycles": 3000.0},
}


def city(**more: Any) -> voltwin.Scenario:
    """Two weeks of which one is warm-up, at the turn of a month."""
    plain = voltwin.demo_city(stations=3, seed=2).model_dump(mode="json", by_alias=True)
    times = {"start": "2026-01-25T06:00:00+01:00", "horizon": "14d", "warm_up": "7d"}
    return voltwin.Scenario.model_validate(plain | times | more)


def run_alone(
    scenario: voltwin.Scenario, seed: int, number: int, until: float | str | None = None
) -> voltwin.Kpis:
    return Simulation(scenario, seed=seed, replication=number, log=False).run(until)


def assert_rows_are_those_of_runs(found: voltwin.Replications) -> None:
    """Equal, bit for bit, are also the nulls."""
    stations = len(found.scenario.stations)
    for place, number in enumerate(found.replications):
        kpis = run_alone(found.scenario, found.seed, number, found.until_s)
        own = found.total.slice(place, 1)
        assert own.column("replication").to_pylist() == [number]
        assert own.drop_columns("replication") == kpis.total
        own = found.by_station.slice(place * stations, stations)
        assert set(own.column("replication").to_pylist()) == {number}
        # All but the numbers of the stations, which are counted through.
        assert own.drop_columns(["replication"]) == kpis.by_station


def test_each_replication_gives_the_numbers_of_its_own_run() -> None:
    found = voltwin.replicate(
        city(), seed=4, replications=[0, 3, 2**40, 7, 1], by_station=True, threads=1
    )
    assert_rows_are_those_of_runs(found)
    assert len(set(found.values("arrivals"))) > 1
    assert found.until_s == 14 * 86400.0


def test_money_is_that_of_each_run_too() -> None:
    scenario = city(economics=ECONOMICS)
    # Nobody comes to a station: what a swap would have paid is the mean of its own replication's.
    scenario.stations[1].swaps_per_day = 0.0
    found = voltwin.replicate(scenario, replications=9, by_station=True, threads=1)
    assert found.values("margin").shape == (9,)
    assert_rows_are_those_of_runs(found)


def test_so_does_each_of_a_network_whose_vehicles_drive() -> None:
    found = voltwin.replicate(FLEET, replications=4, until="9h", by_station=True, threads=2)
    assert found.values("swaps").min() > 0
    assert_rows_are_those_of_runs(found)


@pytest.mark.parametrize("threads", [2, 5])
def test_neither_threads_nor_order_matter(threads: int) -> None:
    scenario = city(horizon="8d")
    alone = voltwin.replicate(scenario, replications=60, threads=1)
    backwards = range(59, -1, -1)
    shared = voltwin.replicate(scenario, replications=backwards, threads=threads)
    assert shared.total.take(pa.array(list(backwards))) == alone.total


def test_replications_stop_where_they_are_told_to() -> None:
    found = voltwin.replicate(city(), replications=2, until="7d 1h 7min", by_station=True)
    assert found.until_s == (7 * 24 + 1) * 3600.0 + 7 * 60.0
    assert_rows_are_those_of_runs(found)


def test_values_are_columns_as_arrays_by_replication_and_station() -> None:
    found = voltwin.replicate(city(horizon="8d"), replications=4, by_station=True)
    swaps = found.values("swaps", by_station=True)
    assert swaps.shape == (4, 3)
    np.testing.assert_array_equal(swaps.sum(axis=1), found.values("swaps"))
    assert swaps[2].tolist() == found.by_station.column("swaps").to_pylist()[6:9]
    assert len(found) == 4
    assert repr(found) == f"<4 replications of {found.scenario.name!r}, seed 1>"


def test_progress_is_told_up_to_the_end() -> None:
    told: list[float] = []
    voltwin.replicate(city(horizon="8d"), replications=30, threads=2, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 8
    assert told[-1] == 1.0


def test_an_empty_ring_names_the_replication_and_the_station() -> None:
    station: dict[str, Any] = {"chargers": 0, "batteries": 0, "policy": "wait", "ring": 2}
    station |= {"queue_places": "unlimited"}
    scenario = voltwin.Scenario.model_validate(
        {
            "horizon": "1h",
            "battery_types": [{"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
            "stations": [{**station, "id": "rush", "trace": [1.0, 2.0, 3.0]}],
        }
    )
    said = r'^replication 7: station "rush": .* at 3 s.* larger `ring`'
    with pytest.raises(voltwin.EngineError, match=said):
        voltwin.replicate(scenario, replications=[7])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": -1}, "seed: -1 is not a whole number"),
        ({"replications": 0}, "replications: at least one"),
        ({"replications": []}, "replications: at least one"),
        ({"replications": [1, 2.5]}, "replications: 2.5 is not a whole number"),
        ({"threads": 0}, "threads: at least one"),
        ({"threads": True}, "threads: True is not a whole number"),
        ({"until": "15d"}, "until: 15d must be at least 1s and at most"),
    ],
)
def test_wrong_arguments_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        voltwin.replicate(city(), **wrong)


def test_stations_are_there_if_asked_for() -> None:
    found = voltwin.replicate(city(horizon="8d"), replications=1)
    with pytest.raises(ValueError, match="by_station=True"):
        _ = found.by_station
    with pytest.raises(KeyError, match="nothing_such"):
        found.values("nothing_such")
