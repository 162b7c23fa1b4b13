"""The schema of scenario files lets pass what is right, and finds what an editor can find."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from voltwin.loading import load_scenario
from voltwin.scenario.files import as_yaml
from voltwin.scenario.json_schema import schema_of_files
from voltwin.scenario.yaml_text import read_yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = ("first.yaml", "first_fleet.yaml", "demo_city.yaml", "moving_city.yaml")
SCHEMA = schema_of_files()
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
TYPE = {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 60}}
STATION = {"id": "s", "batteries": 3, "chargers": {"power_kw": 60}, "swaps_per_day": 9}


def fields(station: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"battery_types": [TYPE], "stations": [{**STATION, **station}], **others}


def test_it_is_json_and_a_schema() -> None:
    jsonschema_rs.meta.validate(json.loads(json.dumps(SCHEMA, allow_nan=False)))


@pytest.mark.parametrize("name", FILES)
def test_examples_are_right(name: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(read_yaml(_text(name)))] == []


@pytest.mark.parametrize("name", FILES)
def test_what_is_saved_is_right(name: str) -> None:
    saved = read_yaml(as_yaml(load_scenario(EXAMPLES / name)))
    assert [error.message for error in VALIDATOR.iter_errors(saved)] == []


@pytest.mark.parametrize(
    "station",
    [
        {"swap_time": "90s"},
        {"swap_time": {"kind": "lognormal", "median": "90s", "sigma": 0.2}},
        {"patience": "infinite"},
        {"patience": 600},
        {"chargers": 0},
        {"chargers": [{"power_kw": 60}, {"power_kw": 80, "count": 2}]},
        {"batteries": {"b": [0.5, 1.0]}},
        {"batteries": {"b": {"count": 3, "soc": 0.4}}},
        {"queue_places": "unlimited", "ring": 50},
        {"grid_limit_kw": None},
        {"grid_limit_kw": {"weekday": [100] * 24, "weekend": "unlimited"}},
        {"grid_limit_kw": [{"from": "06:00", "value": 200}, {"from": "sat 22:00", "value": 80}]},
        {"opening_hours": {"weekday": ["06:00-22:00"], "sat": "08:00-12:00", "sun": "closed"}},
        {"charger_faults": {"mtbf": "500h", "mttr": {"kind": "gamma", "mean": "2h", "shape": 2}}},
        {"id": 17},
    ],
)
def test_forms_that_files_may_have_are_right(station: dict[str, Any]) -> None:
    load_scenario_of(fields(station))
    assert [error.message for error in VALIDATOR.iter_errors(fields(station))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        fields({"bay": 2}),
        fields({"bays": 0}),
        fields({"bays": "two"}),
        fields({"policy": "loose"}),
        fields({"batteries": "many"}),
        fields({}, horizon=True),
        fields({}, interventions=[{"kind": "charger_off", "at": 0}]),
        fields({}, station_defaults={"bay": 2}),
        {"battery_types": [TYPE]},
        {"battery_types": [TYPE], "stations": {"generate": "demo_town"}},
        {"battery_types": [TYPE], "stations": {"file": "stations.csv"}},
    ],
)
def test_what_an_editor_can_find_is_found(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(wrong)


def test_every_field_says_what_it_means() -> None:
    silent = [place for place, field in _fields(SCHEMA, "") if "description" not in field]
    assert [place for place in silent if not place.endswith(("kind", "generate"))] == []


def test_units_and_sources_of_defaults_are_told() -> None:
    station = SCHEMA["$defs"]["Station"]["properties"]
    assert station["swap_time"]["description"].startswith("[s] in the bay (default: ")
    assert station["grid_limit_kw"]["default"] == "unlimited"


def _text(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def load_scenario_of(raw: dict[str, Any]) -> None:
    from voltwin.scenario.without_files import scenario_without_files

    scenario_without_files(raw)


def _fields(schema: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each field of each part of a schema, and where it is."""
    if isinstance(schema, list):
        for item in schema:
            yield from _fields(item, place)
    if not isinstance(schema, dict):
        return
    for name, field in schema.get("properties", {}).items():
        yield f"{place}.{name}", field
    for key, item in schema.items():
        yield from _fields(item, f"{place}.{key}")
