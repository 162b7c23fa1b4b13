"""Surges where they apply, and in the tables: against a plain twin, and at what cost."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calls import calls_of

import voltwin
from voltwin.scenario.checks import too_many_problems
from voltwin.scenario.demand import Surge
from voltwin.scenario.derived import surges_among, whole_demand
from voltwin.scenario.distributions import Fixed
from voltwin.scenario.extended import extended
from voltwin.scenario.station import Station
from voltwin.scenario.surges import NO_STEPS, SurgesByPlace
from voltwin.scenario.tables import NetworkTables
from voltwin.scenario.validated import validated
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

HOUR_S = 3600.0


def city(stations: int) -> voltwin.Scenario:
    """Return stations s0, s1, ... in regions N and S in turn, the last without a rate."""
    scenario = voltwin.demo_city(stations=stations, seed=3)
    scenario.demand.surges = ()
    for number, station in enumerate(scenario.stations):
        station.id, station.region = f"s{number}", "NS"[number % 2]
    last = scenario.stations[-1]
    last.swaps_per_day, last.gap = None, Fixed(value=600.0)
    return validated(scenario)


CITY = city(6)

# --- against a plain twin -------------------------------------------------------------------------


def applies(surge: Surge, station: Station) -> bool:
    if surge.regions is None and surge.stations is None:
        return True
    return station.region in (surge.regions or ()) or station.id in (surge.stations or ())


def steps_by_hand(surges: list[Surge]) -> list[tuple[float, float]]:
    """Return the product of all surges as (from, factor), anew at each time."""
    times = sorted({time for surge in surges for time in (surge.start, surge.end)})
    return [
        (time, math.prod(surge.factor for surge in surges if surge.start <= time < surge.end))
        for time in times
    ]


def spans_and_steps(
    scenario: voltwin.Scenario,
) -> tuple[list[tuple[int, int]], list[tuple[float, float]]]:
    """Return (first step, how many) of each station, and the steps, equal ones there once."""
    first: dict[tuple[tuple[float, float], ...], int] = {}
    table: list[tuple[float, float]] = []
    spans = []
    for station in scenario.stations:
        if station.gap is not None:
            spans.append((0, 0))
            continue
        surges = [one for one in whole_demand(scenario).surges if applies(one, station)]
        run = tuple(steps_by_hand(surges))
        if run not in first:
            first[run] = len(table)
            table += run
        spans.append((first[run], len(run)))
    return spans, table or [(0.0, 0.0)]


def in_tables(tables: Parameters) -> tuple[list[tuple[int, int]], list[tuple[float, float]]]:
    return (
        as_array(tables.sources)[["first_surge", "surges"]].tolist(),
        as_array(tables.surges).tolist(),
    )


WHERE: list[dict[str, Any]] = [
    {},
    {"regions": "N"},
    {"stations": ["s1", "s3"]},
    {"stations": ["s5"]},  # which has no rate
    {"stations": ["s2"], "regions": ["S"]},
]
SURGE = st.fixed_dictionaries(
    {
        "kind": st.just("surge"),
        "at": st.integers(0, 12).map(lambda hour: hour * HOUR_S),
        "factor": st.sampled_from([0.0, 0.1, 0.7, 1.1, 1.3]),  # whose products depend on the order
        "for": st.none() | st.integers(1, 12).map(lambda hours: hours * HOUR_S),
    }
)
SURGES = st.lists(st.builds(dict.__or__, SURGE, st.sampled_from(WHERE)), max_size=12)


@given(SURGES, st.lists(st.integers(0, 12), max_size=3))
def test_steps_are_those_of_a_plain_twin_to_the_bit(
    drawn: list[dict[str, Any]], made_after: list[int]
) -> None:
    """All at once, or some after others."""
    whats = [{key: value for key, value in one.items() if value is not None} for one in drawn]
    whole = extended(CITY, whats)
    tables = NetworkTables(extended(CITY, whats[: min(made_after, default=12)]))
    for count in sorted(made_after):
        tables = tables.extended(extended(CITY, whats[:count]))
    tables = tables.extended(whole)
    expected = spans_and_steps(whole)
    assert in_tables(NetworkTables(whole).parameters) == expected
    assert in_tables(tables.parameters) == expected


@given(SURGES)
def test_they_apply_by_region_and_by_id_or_everywhere(drawn: list[dict[str, Any]]) -> None:
    whats = [{key: value for key, value in one.items() if value is not None} for one in drawn]
    surges = surges_among(CITY.start, extended(CITY, whats).interventions)
    where = SurgesByPlace(surges)
    for station in CITY.stations:
        expected = [number for number, one in enumerate(surges) if applies(one, station)]
        assert list(where.numbers(station)) == expected
        assert where.at(expected) == [surges[number] for number in expected]


def test_factors_beyond_all_numbers_are_no_warning() -> None:
    giant = {"kind": "surge", "at": 0, "factor": 1e308, "stations": ["s5"]}
    longer = extended(CITY, [giant, giant, {**giant, "factor": 0.0}])
    surges = surges_among(longer.start, longer.interventions)
    assert steps_by_hand(surges[:2]) == [(0.0, math.inf), (math.inf, 1.0)]
    product = NO_STEPS.times(surges)
    assert np.isnan(product.factor[0])
    assert product.after(np.array([-1.0, math.inf])).tolist() == [1.0, 1.0]


# --- what it costs --------------------------------------------------------------------------------

MANY, STATIONS = 1000, 40


def whats(count: int, **where: Any) -> list[dict[str, Any]]:
    """Return surges, each for an hour, that overlap by two thirds."""
    return [
        {"kind": "surge", "at": 300.0 * number, "factor": 1.01, "for": "15min", **where}
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def large() -> voltwin.Scenario:
    return city(STATIONS)


def test_a_thousand_surges_of_all_stations_are_multiplied_once(large: voltwin.Scenario) -> None:
    scenario = extended(large, whats(MANY))
    plain = calls_of(lambda: NetworkTables(large))
    assert calls_of(lambda: NetworkTables(scenario)) < plain + 60 * MANY
    assert calls_of(lambda: list(too_many_problems(scenario))) < 30 * MANY
    tables = NetworkTables(scenario).parameters
    assert len(tables.surges) == len(steps_by_hand(list(whole_demand(scenario).surges)))
    assert len(set(as_array(tables.sources)["first_surge"][:-1].tolist())) == 1


@pytest.mark.parametrize("where", [{}, {"stations": ["s7"]}])
def test_one_more_costs_the_same_however_many_came_before(
    large: voltwin.Scenario, where: dict[str, Any]
) -> None:
    def cost_of_one_more(count: int) -> int:
        scenario = extended(large, whats(count))
        tables, longer = NetworkTables(scenario), extended(scenario, whats(1, **where))
        return calls_of(lambda: tables.extended(longer))

    assert cost_of_one_more(MANY) <= 1.05 * cost_of_one_more(10)
