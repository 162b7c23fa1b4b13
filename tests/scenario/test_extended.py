"""Scenarios with more interventions: as strict as a scenario that is made with them."""

from typing import Any

import pytest

import voltwin
from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import Close
from voltwin.scenario.tables import NetworkTables, parameters
from voltwin.scenario.validated import with_interventions
from voltwin_bindings.nested import flattened
from voltwin_core.station.parameters import Parameters

MORE: list[dict[str, Any]] = [
    {"kind": "close", "at": "3h", "stations": "s1", "for": "2h"},
    {"kind": "surge", "at": "2026-01-05 05:00", "factor": 2.0},
    {"kind": "observation", "at": "6h", "station": "s0", "ready": 30, "waiting": 9},
    {"kind": "truck", "at": "7h", "from": "s0", "to": "s1", "batteries": 3, "travel": "1h"},
    {"kind": "charger_out", "at": 8.25, "station": "s1", "charger": "all"},
]


@pytest.fixture(scope="module")
def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=3)
    for number, station in enumerate(scenario.stations):
        station.id, station.racks = f"s{number}", 50 if number else None
    return scenario


def test_it_is_the_scenario_made_with_them(city: voltwin.Scenario) -> None:
    longer = extended(extended(city, MORE[:2]), MORE[2:])
    assert longer == with_interventions(city, MORE)
    assert city.interventions == ()
    assert longer.stations is city.stations
    assert extended(city, []) is city
    again = extended(city, [Close(at=3.0, stations="s1"), *longer.interventions])
    assert [what.kind for what in again.interventions][:2] == ["close", "close"]


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "shut"},
        {"kind": "close"},
        {"kind": "close", "at": "9w"},
        {"kind": "close", "at": "3h", "stations": "s9"},
        {"kind": "surge", "at": "3h", "factor": 1e12},
        {"kind": "charger_out", "at": "3h", "station": "s1", "charger": 999},
        {"kind": "truck", "at": 1, "from": "s1", "to": "s0", "batteries": 3, "travel": "1h"},
        {"kind": "observation", "at": "3h", "station": "s1"},
    ],
)
def test_what_is_wrong_is_said_in_the_same_words(
    city: voltwin.Scenario, what: dict[str, Any]
) -> None:
    with pytest.raises(voltwin.ScenarioError) as ours:
        extended(extended(city, MORE), [what])
    with pytest.raises(voltwin.ScenarioError) as theirs:
        with_interventions(city, [*MORE, what])
    assert (ours.value.lines, ours.value.paths) == (theirs.value.lines, theirs.value.paths)


def rows(tables: Parameters) -> dict[str, list[Any]]:
    return {path: array.tolist() for path, array in flattened(tables).arrays.items()}


@pytest.mark.parametrize("steps", [(5,), (1, 2, 3, 4, 5), (3, 5), (0, 2, 4)])
def test_tables_of_more_interventions_are_those_of_the_whole_scenario(
    city: voltwin.Scenario, steps: tuple[int, ...]
) -> None:
    tables = NetworkTables(city)
    for count in steps:
        scenario = extended(city, MORE[:count])
        tables = tables.extended(scenario)
        assert rows(tables.parameters) == rows(parameters(scenario))


def test_tables_stay_what_they_are_when_others_are_made_of_them(city: voltwin.Scenario) -> None:
    first = NetworkTables(extended(city, MORE[:2]))
    before = rows(first.parameters)
    scenarios = [extended(city, [*MORE[:2], *rest]) for rest in (MORE[2:], MORE[3:], MORE[:1])]
    others = [first.extended(scenario) for scenario in scenarios]
    assert rows(first.parameters) == before
    for other, scenario in zip(others, scenarios, strict=True):
        assert rows(other.parameters) == rows(parameters(scenario))


def test_what_interventions_have_no_part_in_is_there_once(city: voltwin.Scenario) -> None:
    tables = NetworkTables(city)
    plain, more = tables.parameters, tables.extended(extended(city, MORE)).parameters
    for name in ("chargers", "fleet", "numbers", "pools"):
        assert getattr(more, name) is getattr(plain, name)
    assert len(more.script) > len(plain.script)
    closed = tables.extended(extended(city, MORE[:1])).parameters
    for name in ("batteries", "vehicles", "sources", "surges"):
        assert getattr(closed, name) is getattr(plain, name)
