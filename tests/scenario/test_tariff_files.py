"""Schedules of utilities from files: the published ones, and what is no schedule."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.scenario.real_data import real
from tests.scenario.small import changed, loaded

from voltwin.scenario import Scenario, ScenarioError, load, save
from voltwin.scenario.tariff import TimeOfUse

ENTRY = {
    "id": "all year",
    "effective_start": "1-1",
    "effective_end": "12-31",
    "dow_mask": "ALL",
    "times": [0, 8.5],
    "tariffs": [0.1, 0.3],
    "demand_charge": 12,
}


def with_file(folder: Path, file: object) -> Scenario:
    economics = f"economics: {{currency: USD, tariff: {{file: '{file}'}}}}"
    return loaded(folder, changed("", economics))


def tariff_in(scenario: Scenario) -> TimeOfUse:
    assert scenario.economics is not None
    assert isinstance(scenario.economics.tariff, TimeOfUse)
    return scenario.economics.tariff


def price(tariff: TimeOfUse, at: str) -> float:
    moment = datetime.fromisoformat(at)
    quarter = 4 * moment.hour + moment.minute // 15
    return tariff.season_on(moment.date()).quarters()[quarter]


# From the published sheets of the utilities [USD/kWh]; 2019-07-01 is a Monday.
PUBLISHED = {
    "sce_tou_ev_4_march_2019.json": {
        "2019-07-01T07:59": 0.05623,
        "2019-07-01T12:00": 0.26668,
        "2019-07-01T18:00": 0.0925,
        "2019-07-06T12:00": 0.05623,  # a Saturday
        "2019-05-31T12:00": 0.0869,  # a Friday, the last day of winter
        "2019-10-01T12:00": 0.0869,
        "2019-01-05T12:00": 0.06087,  # a Saturday
    },
    "sce_tou_ev_8_june_2019.json": {
        "2019-09-30T16:00": 0.49619,
        "2019-09-29T20:45": 0.25563,  # a Sunday
        "2019-10-01T08:00": 0.07724,
        "2019-02-03T20:59": 0.297,
    },
    "pge_a10_tou_aug_2019.json": {
        "2019-07-01T08:15": 0.14903,
        "2019-07-01T08:30": 0.1771,  # at half past
        "2019-07-01T21:30": 0.14903,
        "2019-10-31T12:00": 0.23223,
        "2019-11-01T08:30": 0.1477,
        "2020-04-30T21:15": 0.1477,
        # Two entries of the file hold on winter weekends; the first is in force.
        "2020-01-04T12:00": 0.1477,
    },
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_tariffs_have_their_published_prices(tmp_path: Path, name: str) -> None:
    tariff = tariff_in(with_file(tmp_path, real("data", "tariffs", name)))
    assert {at: price(tariff, at) for at in PUBLISHED[name]} == PUBLISHED[name]


def test_published_demand_charges(tmp_path: Path) -> None:
    tariff = tariff_in(with_file(tmp_path, real("data", "tariffs", "pge_a10_tou_aug_2019.json")))
    days = [datetime(2019, 10, 31), datetime(2019, 11, 1)]
    assert [tariff.season_on(day).demand_charge_per_kw for day in days] == [19.99, 11.66]


def test_a_saved_scenario_holds_its_tariff(tmp_path: Path) -> None:
    (tmp_path / "rates.json").write_text(json.dumps({"schedule": [ENTRY]}))
    scenario = with_file(tmp_path, "rates.json")
    assert tariff_in(scenario).name == "rates"
    (tmp_path / "rates.json").unlink()
    for name in ("saved.yaml", "saved.json"):
        save(scenario, tmp_path / name)
        assert load(tmp_path / name) == scenario


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in ENTRY.items() if name != field}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "{",
            "is no JSON: line 1, column 2: a name in double quotes is expected, such as "
            '"name"; is there a comma too many before it?',
        ),
        ("[]", 'is no tariff: a list "schedule" is expected'),
        ({"schedule": []}, 'is no tariff: a list "schedule" is expected'),
        ({"schedule": [3]}, "schedule[0]: must be a mapping of fields"),
        ({"schedule": [without("times")]}, 'schedule[0] ("all year"): has no times'),
        (
            {"schedule": [ENTRY, {**ENTRY, "dow_mask": "MON"}]},
            'schedule[1] ("all year"): dow_mask "MON" must be one of WEEKDAYS, WEEKENDS, ALL',
        ),
        (
            {"schedule": [{**ENTRY, "times": [0]}]},
            'schedule[0] ("all year"): times and tariffs must be lists of the same length',
        ),
        (
            {"schedule": [{**ENTRY, "times": [8, 20]}]},
            'schedule[0] ("all year"): times must begin with 0',
        ),
        (
            {"schedule": [{**ENTRY, "times": [0, 8.1]}]},
            'schedule[0] ("all year"): time 8.1 must be hours from 0 to below 24, in quarters',
        ),
        (
            {"schedule": [{**ENTRY, "effective_end": "12-32"}]},
            'seasons[0].to: given "12-32", must be a month and a day, such as 06-01',
        ),
        (
            {"schedule": [{**ENTRY, "demand_charge": "free"}]},
            'seasons[0].demand_charge_per_kw: given "free", must be a number [currency/kW]',
        ),
    ],
)
def test_what_is_no_schedule_is_one_line(tmp_path: Path, content: Any, message: str) -> None:
    file = tmp_path / "rates.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(ScenarioError) as caught:
        with_file(tmp_path, "rates.json")
    assert str(caught.value) == f"{tmp_path / 'city.yaml'}: {file}: {message}"


def test_a_file_needs_nothing_beside_it(tmp_path: Path) -> None:
    text = "economics: {currency: EUR, tariff: {file: a.json, unit: per_kwh}}"
    with pytest.raises(ScenarioError, match=r"economics\.tariff\.unit: is no field beside `file`"):
        loaded(tmp_path, changed("", text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"rates\.json: there is no such file"):
        with_file(tmp_path, "rates.json")
