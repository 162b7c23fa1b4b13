"""Scenarios written and read again are the same; those that ship are valid."""

from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_city_with_its_roads_comes_back(tmp_path: Path, suffix: str) -> None:
    scenario = load(EXAMPLES / "moving_city.yaml")
    save(scenario, tmp_path / f"city{suffix}")
    assert load(tmp_path / f"city{suffix}") == scenario


def test_an_edited_scenario_is_saved_with_its_edits(tmp_path: Path) -> None:
    scenario = voltwin.demo_city(stations=3, seed=5)
    scenario.stations[1].bays = 7
    save(scenario, tmp_path / "city.yaml")
    assert load(tmp_path / "city.yaml").stations[1].bays == 7


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first.yaml", templates.first_scenario()),
        ("first_fleet.yaml", templates.first_fleet()),
        ("demo_city.yaml", templates.demo_city()),
        ("moving_city.yaml", templates.moving_city()),
    ],
)
def test_examples_are_the_templates_that_the_package_ships(name: str, text: str) -> None:
    assert (EXAMPLES / name).read_text() == text
    load(EXAMPLES / name)


def test_the_demo_city_is_the_same_for_the_same_seed() -> None:
    assert voltwin.demo_city(20, seed=4) == voltwin.demo_city(20, seed=4)
    assert voltwin.demo_city(20, seed=4) != voltwin.demo_city(20, seed=5)
    assert load(EXAMPLES / "demo_city.yaml") == voltwin.demo_city()


@pytest.mark.parametrize(
    "fields",
    [
        {"batteries": {"std": [0.5, 0.6]}},
        {"batteries": {"std": {"count": 2, "soc": 0.5}}},
        {"opening_hours": {"mon-fri": ["06:00-10:00", "11:00-12:00"], "weekend": "closed"}},
        {"grid_limit_kw": {"weekday": [1.0] * 24, "weekend": "unlimited"}},
        {"profile": [1.0] * 24},
        {"swaps_per_day": None, "trace": [1.0, 2.0]},
        {"swap_time": {"kind": "empirical", "values": [80, 90]}},
    ],
)
def test_every_form_of_a_field_is_written_without_a_warning(fields: dict[str, Any]) -> None:
    station = {"id": "a", "chargers": {"power_kw": 50}, "batteries": 2, "swaps_per_day": 9}
    kind = {"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 50}}
    raw = {"battery_types": [kind], "stations": [{**station, **fields}]}
    scenario = voltwin.Scenario.model_validate(raw)
    assert voltwin.Scenario.model_validate_json(scenario.model_dump_json()) == scenario
