"""How much simulation one request may ask for: stations times days times replications."""

from dataclasses import replace

import pytest

import voltwin
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.limits.sizes import (
    check_size,
    check_stations,
    check_what_if,
    expected_visits,
    visits_between,
)
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits

LIMITS = Limits()
CITY = voltwin.demo_city()  # 500 stations, a week


def test_a_week_of_a_city_a_hundred_times_is_allowed_by_default() -> None:
    check_size(CITY, LIMITS, replications=100)


@pytest.mark.parametrize(
    ("replications", "variants", "until", "days"),
    [(1, 1, None, 7), (3, 1, None, 21), (2, 4, 86_400.0, 8), (1, 1, 1e9, 7)],
)
def test_station_days_are_counted(
    replications: int, variants: int, until: float | None, days: float
) -> None:
    def check(most: float) -> None:
        limits = replace(LIMITS, station_days=most)
        check_size(CITY, limits, until=until, replications=replications, variants=variants)

    check(500 * days)
    with pytest.raises(ProblemError) as refused:
        check(500 * days - 1)
    assert refused.value.status_code == 422
    assert f"{500 * days:,.0f} station days" in refused.value.detail


def test_each_part_has_a_limit_of_its_own() -> None:
    with pytest.raises(ProblemError, match="500 stations are asked for; 499 are allowed"):
        check_stations(CITY, replace(LIMITS, stations=499))
    with pytest.raises(ProblemError, match="replications are asked for"):
        check_size(CITY, LIMITS, replications=LIMITS.replications + 1, until=1.0)
    with pytest.raises(ProblemError, match="variants are asked for"):
        check_size(CITY, LIMITS, variants=LIMITS.variants + 1, until=1.0)


def busy(swaps_per_day: float) -> Scenario:
    """Return a station with so many vehicles a day."""
    station = {**SCENARIO["stations"][0], "swaps_per_day": swaps_per_day}
    return scenario_without_files({**SCENARIO, "stations": [station], "horizon": "90d"})


def test_vehicles_that_come_are_counted() -> None:
    city = busy(1_000_000)
    days = 90
    assert expected_visits(city, days * 86_400.0) == pytest.approx(1e6 * days, rel=0.2)
    check_size(city, LIMITS, replications=10)
    with pytest.raises(ProblemError, match=r"Vehicles would come to stations about .* allowed"):
        check_size(city, LIMITS, replications=100)


def test_vehicles_of_a_fleet_are_counted_by_the_day() -> None:
    city = voltwin.load("examples/first_fleet.yaml")
    assert isinstance(city, Scenario)
    assert city.fleet is not None
    assert expected_visits(city, 2 * 86_400.0) == 10.0 * city.fleet.vehicles


def test_a_what_if_may_be_a_week_of_a_city_and_no_day_of_a_nation() -> None:
    check_what_if(CITY, LIMITS, until=CITY.horizon, pairs=10)
    with pytest.raises(ProblemError) as refused:
        check_what_if(busy(1_000_000), LIMITS, until=90 * 86_400.0, pairs=1)
    assert refused.value.status_code == 422


def test_of_a_part_of_a_run_only_what_it_has_is_counted() -> None:
    """At night few come, at noon many; of a fleet as many at any time."""
    city = voltwin.demo_city(stations=20)
    hours = [visits_between(city, 3600.0 * hour, 3600.0 * (hour + 1)) for hour in range(24)]
    assert sum(hours) == pytest.approx(visits_between(city, 0.0, 86_400.0))
    assert min(hours) < 0.3 * max(hours)
    fleet = voltwin.load_scenario("examples/first_fleet.yaml")
    assert visits_between(fleet, 0.0, 86_400.0) == expected_visits(fleet, 86_400.0)
    assert visits_between(fleet, 1e5, 1e5 + 3600.0) == pytest.approx(expected_visits(fleet, 3600.0))
