"""Scenarios edited as objects: what is wrong is told before anything is simulated or written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import voltwin
from voltwin.scenario import ScenarioError

Edit = Callable[[voltwin.Scenario], None]


def city() -> voltwin.Scenario:
    return voltwin.demo_city(stations=2, seed=1)


def station(**fields: Any) -> Edit:
    def edit(scenario: voltwin.Scenario) -> None:
        scenario.stations[0] = scenario.stations[0].model_copy(update=fields)

    return edit


def chargers(**fields: Any) -> Edit:
    def edit(scenario: voltwin.Scenario) -> None:
        (first,) = scenario.stations[0].chargers
        scenario.stations[0].chargers = (first.model_copy(update=fields),)

    return edit


def battery_type(**fields: Any) -> Edit:
    def edit(scenario: voltwin.Scenario) -> None:
        scenario.battery_types[0] = scenario.battery_types[0].model_copy(update=fields)

    return edit


def appended(thing: Any) -> Edit:
    return lambda scenario: scenario.stations.append(thing)


WRONG = [
    (station(bays=-3), 'stations[0].bays ("s000"): given -3, must be at least 1'),
    (station(bays=1.5), 'stations[0].bays ("s000"): given 1.5, must be a whole number'),
    (
        station(policy="loose"),
        "policy (\"s000\"): given \"loose\", must be 'lose', 'wait' or 'divert'",
    ),
    (station(batteries=-3), 'batteries ("s000"): given -3, must be a whole number of batteries'),
    (station(swaps_per_day=-5), 'swaps_per_day ("s000"): given -5, must be at least 0'),
    (chargers(count=-3), 'chargers[0].count ("s000"): given -3, must be at least 0'),
    (chargers(efficiency=1.5), 'chargers[0].efficiency ("s000"): given 1.5, must be at most 1'),
    (chargers(power_kw=-80), 'chargers[0].power_kw ("s000"): given -80, must be above 0 [kW]'),
    (battery_type(capacity_kwh=-40), 'capacity_kwh ("standard"): given -40, must be above 0'),
    (lambda scenario: scenario.stations.clear(), "stations: given [], must hold at least 1"),
    (appended(None), "stations[2]: given nothing, must be a mapping of fields"),
    (appended({"id": "x"}), 'stations[2].chargers ("x"): is missing'),
    (appended(city().stations[0]), 'stations[2].id: "s000" is also the id of stations[0]'),
]


@pytest.mark.parametrize(("edit", "message"), WRONG)
def test_a_wrong_edit_is_told_before_the_run(edit: Edit, message: str) -> None:
    scenario = city()
    edit(scenario)
    with pytest.raises(ScenarioError) as caught:
        voltwin.run(scenario, until="1h")
    assert message in str(caught.value)


@pytest.mark.parametrize(("edit", "message"), WRONG)
def test_a_wrong_edit_is_not_saved(edit: Edit, message: str, tmp_path: Path) -> None:
    scenario = city()
    edit(scenario)
    with pytest.raises(ScenarioError) as caught:
        voltwin.save(scenario, tmp_path / "city.yaml")
    assert message in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_scenario_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="None is no scenario"):
        voltwin.save(None, tmp_path / "city.yaml")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("bays", -1, "bays: given -1, must be at least 1"),
        ("bay", 2, 'bay: unknown field of Station; did you mean "bays"?'),
        ("patience", "soon", "patience"),
    ],
)
def test_a_wrong_field_of_an_object_is_told_as_in_a_file(
    name: str, value: object, message: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        setattr(city().stations[0], name, value)
    assert str(caught.value).startswith(message)
    assert "pydantic" not in str(caught.value)
