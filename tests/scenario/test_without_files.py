"""What people elsewhere send names no file of this machine."""

from pathlib import Path
from typing import Any

import pytest

from voltwin.scenario import load
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import read_fields
from voltwin.scenario.without_files import NO_FOLDER, scenario_without_files

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

PRICES = {"prices": "/etc/passwd", "time": "t", "price": "p", "unit": "per_kwh"}
NAMED: dict[str, dict[str, Any]] = {
    "stations": {"stations": {"file": "/etc/passwd", "columns": {"id": "id"}}},
    "numbers": {"demand": {"gap": {"file": "/etc/passwd"}}},
    "values": {"demand": {"gap": {"kind": "empirical", "file": "/etc/passwd"}}},
    "tariff": {"economics": {"currency": "EUR", "tariff": {"file": "/etc/passwd"}}},
    "prices": {"economics": {"currency": "EUR", "tariff": PRICES}},
    "graph": {"travel": {"graph": "/etc/passwd"}},
}


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
def test_a_scenario_that_names_a_file_is_refused(named: dict[str, Any]) -> None:
    fields = read_fields(EXAMPLES / "demo_city.yaml", "scenario", "")
    with pytest.raises(ScenarioError, match=r"/etc/passwd.* names a file"):
        scenario_without_files({**fields, **named})


@pytest.mark.parametrize("name", ["demo_city.yaml", "first.yaml", "moving_city.yaml"])
def test_a_scenario_that_names_none_is_the_one_of_its_file(name: str) -> None:
    fields = read_fields(EXAMPLES / name, "scenario", "")
    assert scenario_without_files(fields) == load(EXAMPLES / name)


def test_no_name_leads_out_of_no_folder() -> None:
    with pytest.raises(ScenarioError, match="names a file"):
        NO_FOLDER / "a"
