"""Networks whose stations affect each other: next units against plain runs of the whole network."""

from typing import Any

import pytest
from tests.explain.constructed import station
from tests.scenario.fleet.towns import town

import voltwin
from voltwin.explain import OtherNumbersError
from voltwin.explain.coupled import is_coupled
from voltwin.explain.next_unit import LEVERS, Kinds
from voltwin.explain.site import Site
from voltwin.explain.words import NOT_TRIED
from voltwin.results import Run
from voltwin.scenario import Scenario

TOO_FEW = {"chargers": {"count": 1, "power_kw": 40}, "batteries": 1, "policy": "lose"}
CLASS = {"id": "taxi", "count": 40, "trips_per_day": 60, "kwh_per_km": 0.5, "retry": "30min"}


def fleet() -> Scenario:
    """Return a town whose stations turn away many of its vehicles."""
    return town(
        stations__0={**town_station("west", 10.0), **TOO_FEW},
        stations__1={**town_station("east", 10.1), **TOO_FEW, "policy": "wait"},
        fleet__classes=[CLASS],
    )


def town_station(name: str, lon: float) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "lon": lon, "lat": 53.0}


def diverting() -> Scenario:
    """Return two stations with arrivals; the first one sends on those for whom it has nothing."""
    gap = {"gap": {"kind": "exponential", "mean": 600.0}}
    first = station("first", **{**TOO_FEW, "policy": "divert"}, **gap, lon=10.0, lat=53.0)
    second = station("second", **TOO_FEW, **gap, lon=10.02, lat=53.0)
    return voltwin.Scenario.model_validate(
        {
            "horizon": "1d",
            "battery_types": [{"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
            "stations": [first, second],
        }
    )


NETWORKS = {"fleet": fleet, "diverting": diverting}


def test_stations_affect_each_other_with_a_fleet_or_where_one_diverts() -> None:
    assert is_coupled(fleet())
    assert is_coupled(diverting())
    assert not is_coupled(voltwin.demo_city(stations=2))


@pytest.mark.parametrize("network", NETWORKS)
def test_the_overview_tries_nothing_and_says_so(network: str) -> None:
    explanation = voltwin.run(NETWORKS[network]()).explain()
    assert explanation.summary.endswith(NOT_TRIED)
    assert explanation.worst
    assert explanation.best_units() == []
    for row in explanation.rows:
        assert all(row[f"{lever}_saved"] is None for lever in LEVERS)
    for row in explanation.worst:
        assert row["binds"] in {"chargers", "batteries", "bays", "unclear"}
        assert row["sentence"].endswith("; what would help is tried when it is asked for.")


def network_of(run: Run) -> tuple[int, int]:
    total = run.kpis.total.to_pylist()[0]
    return total["lost"], total["within_target"]


@pytest.mark.parametrize(("network", "at"), [("fleet", 0), ("fleet", 1), ("diverting", 1)])
def test_a_next_unit_is_a_plain_run_of_the_changed_network(network: str, at: int) -> None:
    scenario = NETWORKS[network]()
    run = voltwin.run(scenario, seed=3, until="20h")
    (row,) = run.explain(scenario.stations[at].id).rows
    assert row["trouble"] is not None
    (lost, in_time), here = network_of(run), run.kpis.by_station.to_pylist()[at]
    kinds = Kinds.of(scenario)
    for lever in ("charger", "battery", "bay"):
        (variant,) = LEVERS[lever](Site.of(scenario, at), kinds)
        stations = list(scenario.stations)
        stations[at] = variant.station
        plain = voltwin.run(scenario.model_copy(update={"stations": stations}), seed=3, until="20h")
        lost_then, in_time_then = network_of(plain)
        here_then = plain.kpis.by_station.to_pylist()[at]
        assert row[f"{lever}_saved"] == lost - lost_then
        assert row[f"{lever}_in_time"] == in_time_then - in_time
        assert row[f"{lever}_saved_here"] == here["lost"] - here_then["lost"]
        assert row[f"{lever}_wait_s"] == pytest.approx(
            here_then["wait_mean_s"] - here["wait_mean_s"], abs=1e-9
        )
    assert row["grid_saved"] is None  # it has no limit
    assert " in the whole network " in row["sentence"]


def test_tables_of_another_run_are_refused() -> None:
    run = voltwin.run(fleet(), seed=3)
    run.record["seed"] = 4
    with pytest.raises(OtherNumbersError, match="simulated again gives"):
        run.explain("west")


def test_progress_goes_from_nothing_to_all() -> None:
    told: list[float] = []
    voltwin.run(fleet()).explain("West", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_diverted_vehicles_are_no_longer_inside() -> None:
    run = voltwin.run(diverting())
    row = run.kpis.by_station.to_pylist()[0]
    assert row["diverted"] > 0
    assert run.explain().rows[0]["overdue"] == 0
