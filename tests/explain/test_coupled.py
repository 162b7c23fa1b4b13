"""Networks whose stations affect each other: next units against plain runs of the whole network."""

from typing import Any

import pytest
from tests.explain.constructed import scenario, station
from tests.explain.test_evidence import of
from tests.scenario.fleet.towns import town

import voltwin
from voltwin.explain import OtherNumbersError, explaining
from voltwin.explain.coupled import helping_network, is_coupled, joined_stations
from voltwin.explain.gains import Gain, Gains
from voltwin.explain.next_unit import LEVERS, Kinds
from voltwin.explain.site import Site, network_of
from voltwin.explain.verdict import verdict
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


def totals(run: Run) -> tuple[int, int]:
    total = run.kpis.total.to_pylist()[0]
    return total["lost"], total["within_target"]


@pytest.mark.parametrize(("network", "at"), [("fleet", 0), ("fleet", 1), ("diverting", 1)])
def test_a_next_unit_is_a_plain_run_of_the_changed_network(network: str, at: int) -> None:
    city = NETWORKS[network]()
    run = voltwin.run(city, seed=3, until="20h")
    (row,) = run.explain(city.stations[at].id).rows
    assert row["trouble"] is not None
    (lost, in_time), here = totals(run), run.kpis.by_station.to_pylist()[at]
    kinds = Kinds.of(city)
    for lever in ("charger", "battery", "bay"):
        (variant,) = LEVERS[lever](Site.of(city, at), kinds)
        stations = list(city.stations)
        stations[at] = variant.station
        plain = voltwin.run(city.model_copy(update={"stations": stations}), seed=3, until="20h")
        lost_then, in_time_then = totals(plain)
        here_then = plain.kpis.by_station.to_pylist()[at]
        assert row[f"{lever}_saved_network"] == lost - lost_then
        assert row[f"{lever}_in_time_network"] == in_time_then - in_time
        assert row[f"{lever}_saved"] == here["lost"] - here_then["lost"]
        assert row[f"{lever}_in_time"] == here_then["within_target"] - here["within_target"]
        assert row[f"{lever}_wait_s"] == pytest.approx(
            here_then["wait_mean_s"] - here["wait_mean_s"], abs=1e-9
        )
    assert row["grid_saved"] is None  # it has no limit
    assert " in the whole network)" in row["sentence"]


def trucked() -> Scenario:
    """Return four stations: a truck brings batteries from the first to the third, and interventions
    are about all."""
    few = {"chargers": {"count": 1, "power_kw": 80}, "batteries": 6}
    stations = [station(name, **few, racks=20) for name in ("first", "alone", "third")]
    truck = {"kind": "truck", "at": "6h", "from": "first", "to": "third", "batteries": 2}
    return scenario(
        *stations,
        station("fine"),
        interventions=[
            {"kind": "grid_limit", "at": "12h", "limit_kw": 80},
            {**truck, "travel": "30min"},
            {"kind": "close", "at": "18h", "for": "1h"},
        ],
    )


def test_a_truck_joins_the_stations_between_which_it_drives_and_no_other() -> None:
    assert joined_stations(trucked()) == {0: [0, 2], 2: [0, 2]}
    assert not is_coupled(trucked())
    assert joined_stations(voltwin.demo_city(stations=2)) == {}
    assert joined_stations(diverting()) == {0: range(2), 1: range(2)}


def lost_at(run: Run) -> list[int]:
    return [int(row["lost"]) for row in run.kpis.by_station.to_pylist()]


def test_stations_joined_by_trucks_are_tried_together_and_the_others_alone() -> None:
    city = trucked()
    run = voltwin.run(city)
    explanation = run.explain()
    assert NOT_TRIED not in explanation.summary
    before = lost_at(run)
    sites = [Site.of(city, number) for number in range(4)]
    for at in range(3):
        (variant,) = LEVERS["charger"](sites[at], Kinds.of(city))
        changed = network_of(city, [*sites[:at], variant.site, *sites[at + 1 :]])
        after = lost_at(voltwin.run(changed))
        row = explanation.rows[at]
        assert row["charger_saved"] == before[at] - after[at]
        in_all = None if at == 1 else sum(before) - sum(after)
        assert row["charger_saved_network"] == in_all
    assert explanation.station("first")["charger_saved"] > 0


def test_many_stations_joined_by_trucks_are_tried_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(explaining, "_MOST_JOINED", 1)
    run = voltwin.run(trucked())
    assert [row["charger_saved"] is None for row in run.explain().rows] == [True, False, True, True]
    assert run.explain("first").rows[0]["charger_saved"] is not None


def test_a_station_is_explained_by_what_helps_itself() -> None:
    """Whatever the network makes of it: that is told beside."""
    gains: Gains = {
        ("battery",): Gain(None, 3, 0, None, saved_network=900),
        ("bay",): Gain(None, 60, 0, None, saved_network=-4),
        ("charger",): Gain(None, 0, 0, None, saved_network=17),
    }
    assert verdict(of(), gains, {}).binds == "bays"
    assert helping_network(gains, of()) == (
        "one more bay would save 60 here (-4 in the whole network), one more battery 3 (900), "
        "one more charger none"
    )


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
