"""Roughly how many vehicles arrive, and which stations are refused for it."""

import math
from itertools import pairwise
from typing import Any

import pytest

from voltwin.scenario import Scenario, demo_city
from voltwin.scenario.checks import problems
from voltwin.scenario.expected import arrivals_between, expected_arrivals, surged_s
from voltwin.simulation import Simulation

WEEK_S = 604800.0
TYPE = {"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}


def surge(begin: float, end: float, factor: float, **where: Any) -> dict[str, Any]:
    return {"from": begin, "to": end, "factor": factor, **where}


def city(demand: dict[str, Any], *stations: dict[str, Any]) -> Scenario:
    """Return stations called a, b, ... in a region each, A, B, ..."""
    plain = {"chargers": 0, "batteries": 1}
    return Scenario.model_validate(
        {
            "battery_types": [TYPE],
            "demand": demand,
            "stations": [
                {"id": name, "region": name.upper(), **plain, **station}
                for name, station in zip("abc", stations, strict=False)
            ],
        }
    )


def refused(scenario: Scenario) -> list[str]:
    found = problems(scenario)
    assert all("arrivals; may expect 1e+08 at most" in text for _, text in found)
    return [scenario.stations[int(path[1])].id for path, _ in found]


def test_as_many_arrive_as_are_expected() -> None:
    scenario = demo_city(stations=20, seed=2)
    expected = sum(
        expected_arrivals(station, scenario.demand, scenario.horizon)
        for station in scenario.stations
    )
    arrived = Simulation(scenario, log=False).run().total["arrivals"][0].as_py()
    assert arrived == pytest.approx(expected, rel=0.05)


def test_surges_count_by_their_product() -> None:
    surges = ((0.0, 100.0, 2.0), (50.0, 150.0, 3.0), (900.0, 2000.0, 2.0))
    parts = 50 * 2 + 50 * 6 + 50 * 3 + 750 + 100 * 2
    assert surged_s(surges, 1000.0) == parts
    assert surged_s((), 1000.0) == 1000.0


@pytest.mark.parametrize("where", [{"stations": ["b"]}, {"regions": ["B"]}])
def test_a_surge_counts_only_where_it_is(where: dict[str, Any]) -> None:
    demand = {"surges": [surge(0, 3600, 1e9, **where)]}
    assert refused(city(demand, {"rate_per_hour": 1}, {"rate_per_hour": 1}, {"gap": 60})) == ["b"]


@pytest.mark.parametrize("rate", ["rate_per_hour", "swaps_per_day"])
def test_the_bound_is_a_hundred_million(rate: str) -> None:
    most = 1e8 / (168.0 if rate == "rate_per_hour" else 7.0)
    less, more = ({rate: 1, "multiplier": most * part} for part in (0.999, 1.001))
    assert refused(city({}, less, more)) == ["b"]


@pytest.mark.parametrize(
    "gap",
    [
        1e-9,
        WEEK_S / 1.01e8,
        {"kind": "uniform", "low": 0, "high": 1e-4},
        {"kind": "exponential", "mean": 10, "max": 1e-3},
        {"kind": "lognormal", "median": 1e-9, "sigma": 5.5},
        {"kind": "empirical", "values": [-5, 1e-9]},
    ],
)
def test_gaps_too_short_are_refused(gap: Any) -> None:
    assert refused(city({}, {"gap": gap})) == ["a"]


@pytest.mark.parametrize(
    "gap",
    [
        60,
        WEEK_S / 0.99e8,
        {"kind": "normal", "mean": 0, "sd": 60},
        {"kind": "normal", "mean": -10, "sd": 3},  # on average 1 s where it is above 0
        {"kind": "empirical", "values": [0, 0, 0, 5]},
        {"kind": "empirical", "values": [-500, 60]},
        {"kind": "exponential", "mean": 1e300},
        {"kind": "lognormal", "median": 60, "sigma": 3},
    ],
)
def test_usual_and_odd_gaps_are_not(gap: Any) -> None:
    assert refused(city({}, {"gap": gap})) == []


@pytest.mark.parametrize(
    ("demand", "station"),
    [
        ({"multiplier": 1e300}, {"rate_per_hour": 1, "multiplier": 1e300}),
        ({"multiplier": 1e300, "region_multipliers": {"A": 1e300}}, {"multiplier": 0}),
        ({}, {"profile": 1e-320}),  # whose mean leads to a rate beyond all numbers
        ({"surges": [surge(0, 9, 1e300), surge(0, 9, 1e300)]}, {}),
        ({"surges": [surge(i, i + 1, 1e308) for i in range(9)]}, {}),
    ],
)
def test_what_is_beyond_all_numbers_is_refused(
    demand: dict[str, Any], station: dict[str, Any]
) -> None:
    rate = {} if "rate_per_hour" in station else {"swaps_per_day": 99}
    assert refused(city(demand, {**rate, **station})) == ["a"]


def test_no_rate_is_none_however_it_is_multiplied() -> None:
    scenario = city({"multiplier": 1e300}, {"rate_per_hour": 0, "multiplier": 1e300})
    assert refused(scenario) == []
    (station,) = scenario.stations
    assert expected_arrivals(station, scenario.demand, math.pi) == 0.0


# --- a part of a run ------------------------------------------------------------------------------

HOUR_S = 3600.0
MONDAY_TO_START_S = 30 * HOUR_S  # Tuesday 06:00


def test_parts_of_a_week_are_the_week() -> None:
    scenario = demo_city(stations=3, seed=2)
    scenario.demand.surges = ()
    for station in scenario.stations:
        cuts = [0.0, 1.5 * HOUR_S, 40 * HOUR_S, 41.0 * HOUR_S, WEEK_S]
        parts = [
            arrivals_between(station, scenario.demand, begin, end, MONDAY_TO_START_S)
            for begin, end in pairwise(cuts)
        ]
        whole = expected_arrivals(station, scenario.demand, WEEK_S)
        assert math.fsum(parts) == pytest.approx(whole, rel=1e-9)


def test_a_part_has_the_factors_of_its_hours_and_the_surges_of_its_time() -> None:
    """Ten an hour from six to seven on Tuesdays alone, and thrice as many in the second half."""
    profile = [1.0 if hour == 30 else 0.0 for hour in range(168)]
    demand = {"surges": [surge(0.5 * HOUR_S, 2 * HOUR_S, 3.0), surge(WEEK_S, 2 * WEEK_S, 50.0)]}
    scenario = city(demand, {"rate_per_hour": 10.0, "profile": profile})
    for begin_h, end_h, expected in (
        (0.0, 6.0, 5.0 + 15.0),
        (0.0, 0.5, 5.0),
        (0.75, 6.0, 7.5),
        (1.0, 48.0, 0.0),
        (160.0, 168.0, 0.0),
        (160.0, 176.0, 500.0),
    ):
        found = arrivals_between(
            scenario.stations[0],
            scenario.demand,
            begin_h * HOUR_S,
            end_h * HOUR_S,
            MONDAY_TO_START_S,
        )
        assert found == pytest.approx(expected)


def test_a_part_has_the_arrivals_of_a_trace_that_fall_into_it() -> None:
    scenario = city({}, {"trace": [1.0, 2.0, 2.0, 3.0, 9.0]})
    station = scenario.stations[0]
    assert arrivals_between(station, scenario.demand, 2.0, 9.0, 0.0) == 3.0


def test_a_part_has_as_many_gaps_as_a_run_of_its_length() -> None:
    scenario = city({}, {"gap": 60})
    station = scenario.stations[0]
    assert arrivals_between(station, scenario.demand, 5e5, 5e5 + 600.0, 0.0) == pytest.approx(10.0)
