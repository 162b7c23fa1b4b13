"""Scenarios written and read again are the same; those that ship are valid."""

from pathlib import Path

import pytest

import voltwin
from voltwin.scenario import templates
from voltwin.scenario.files import load, save

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("stations", [1, 40])
def test_a_saved_scenario_is_read_back_equal(tmp_path: Path, suffix: str, stations: int) -> None:
    scenario = voltwin.demo_city(stations=stations, seed=5)
    save(scenario, tmp_path / f"city{suffix}")
    assert load(tmp_path / f"city{suffix}") == scenario


def test_an_edited_scenario_is_saved_with_its_edits(tmp_path: Path) -> None:
    scenario = voltwin.demo_city(stations=3, seed=5)
    scenario.stations[1].bays = 7
    save(scenario, tmp_path / "city.yaml")
    assert load(tmp_path / "city.yaml").stations[1].bays == 7


@pytest.mark.parametrize(
    ("name", "text"),
    [("first.yaml", templates.first_scenario()), ("demo_city.yaml", templates.demo_city())],
)
def test_examples_are_the_templates_that_the_package_ships(name: str, text: str) -> None:
    assert (EXAMPLES / name).read_text() == text
    load(EXAMPLES / name)


def test_the_demo_city_is_the_same_for_the_same_seed() -> None:
    assert voltwin.demo_city(20, seed=4) == voltwin.demo_city(20, seed=4)
    assert voltwin.demo_city(20, seed=4) != voltwin.demo_city(20, seed=5)
    assert load(EXAMPLES / "demo_city.yaml") == voltwin.demo_city()
