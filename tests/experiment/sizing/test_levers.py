"""Levers: where units are added, and what a design changes."""

from typing import Any

import pytest
from tests.experiment.sizing.towns import sizing, town

from voltwin.experiment.sizing.levers import everything, groups, levers_of, nothing, variant_of
from voltwin.experiment.variant import BASE
from voltwin.scenario import Scenario


def chargers(scenario: Scenario) -> list[int]:
    return [sum(group.count for group in station.chargers) for station in scenario.stations]


@pytest.mark.parametrize(
    ("each", "names"),
    [
        ("network", ["chargers"]),
        ("region", ["chargers[North]", "chargers[South]"]),
        ("station", ["chargers[n]", "chargers[s]"]),
    ],
)
def test_there_is_a_lever_for_each_group(each: Any, names: list[str]) -> None:
    plan = sizing(levers={"chargers": {"each": each, "most": 2}})
    assert [lever.name for lever in levers_of(plan)] == names


@pytest.mark.parametrize("each", ["network", "region", "station"])
def test_a_design_adds_its_units_at_its_stations_and_nowhere_else(each: Any) -> None:
    plan = sizing(levers={"chargers": {"each": each, "most": 2}})
    levers = levers_of(plan)
    for number, lever in enumerate(levers):
        design = tuple(2 * (number == other) for other in range(len(levers)))
        grown = chargers(variant_of(levers, design).scenario(plan.scenario))
        added = [2 * (station in lever.stations) for station in range(2)]
        assert grown == [own + more for own, more in zip([4, 3], added, strict=True)]


@pytest.mark.parametrize("name", ["St. John", "a|b", 'the "old" town', "x=y, z", "[1]", "7", ""])
def test_places_may_have_any_name(name: str) -> None:
    city = town()
    city.stations[0].region = name
    city.stations[1].id = name or "none"
    for each in ("region", "station"):
        plan = sizing(scenario=city, levers={"chargers": {"each": each, "most": 1}})
        levers = levers_of(plan)
        both = variant_of(levers, everything(levers)).scenario(city)
        assert chargers(both) == [5, 4]


def test_nothing_is_the_base() -> None:
    levers = levers_of(sizing())
    variant = variant_of(levers, nothing(levers))
    assert (variant.name, variant.changes) == (BASE, ())
    assert variant.levels == {"chargers[North]": 0, "chargers[South]": 0}


def test_groups_have_each_station_once() -> None:
    for each in ("network", "region", "station"):
        found = groups(town(), each)
        assert sorted(number for stations in found.values() for number in stations) == [0, 1]
