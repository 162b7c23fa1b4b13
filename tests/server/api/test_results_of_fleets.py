"""KPIs of fleets over HTTP are those that the same run gives in Python."""

from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

import voltwin
from voltwin.experiment.prepared import Prepared
from voltwin.kpis.fleet_columns import FLEET_COLUMNS
from voltwin_server.models.example_scenario import SCENARIO

FLEET = voltwin.load_scenario("examples/first_fleet.yaml")
FIELDS = FLEET.model_dump(mode="json", by_alias=True)
PLACES = {"vehicle-classes": "fleet_by_class", "fleet-hours": "fleet_by_hour"}
UNTIL_S = 7200.0


@pytest.fixture(scope="module")
def fleet_run(whole: TestClient) -> str:
    body = {"scenario": FIELDS, "replications": 2, "until": UNTIL_S}
    answer = whole.post("/api/runs", json=body)
    path = answer.headers["location"]
    assert whole.get(path, params={"wait": 60}).json()["status"] == "COMPLETED"
    return str(answer.json()["id"])


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, datetime) else value


def own(name: str, replication: int) -> Any:
    """Return a table of a replication, simulated here."""
    return Prepared(FLEET, 1, UNTIL_S, (name,)).run([replication])[name]


def test_kpis_of_the_fleet_are_told_with_their_units(whole: TestClient, fleet_run: str) -> None:
    answer = whole.get(f"/api/runs/{fleet_run}/fleet").json()
    assert answer["replications"] == [0, 1]
    told = {one["name"]: one for one in answer["measures"]}
    assert set(told) == {"vehicles", *(column.name for column in FLEET_COLUMNS)}
    for name, one in told.items():
        assert one["values"] == [own("fleet", number)[name][0].as_py() for number in (0, 1)]
    assert (told["trip_km"]["unit"], told["trip_km"]["meaning"]) == (
        "km",
        "distance of the trips begun",
    )


@pytest.mark.parametrize("what", PLACES)
def test_tables_of_the_fleet_are_those_of_the_run(
    whole: TestClient, fleet_run: str, what: str
) -> None:
    asked: dict[str, int | list[str]] = {"replication": 1, "measures": ["trips", "trip_km"]}
    answer = whole.get(f"/api/runs/{fleet_run}/{what}", params=asked).json()
    table = own(PLACES[what], 1)
    table = table.sort_by("vehicle_class") if "vehicle_class" in table.column_names else table
    assert answer["rows"] == table.num_rows
    for column in answer["columns"]:
        values = table[column["name"]].to_pylist()
        assert column["values"] == [plain(one) for one in values]
    unknown = whole.get(f"/api/runs/{fleet_run}/{what}", params={"measures": "lost_share"})
    assert unknown.status_code == 422


@pytest.mark.parametrize("what", ["fleet", *PLACES])
def test_without_a_fleet_there_is_none(whole: TestClient, what: str) -> None:
    answer = whole.post("/api/runs", json={"scenario": SCENARIO, "until": "1h"})
    whole.get(answer.headers["location"], params={"wait": 60})
    told = whole.get(f"{answer.headers['location']}/{what}")
    assert (told.status_code, told.json()["detail"]) == (
        404,
        "It has no fleet: no vehicles live in its city.",
    )


def test_an_experiment_has_what_it_keeps(whole: TestClient) -> None:
    body = {
        "scenario": FIELDS,
        "variants": {"more": ["stations[*].chargers += 1"]},
        "replications": 2,
        "until": "1h",
        "keep": ["fleet"],
    }
    experiment = whole.post("/api/comparisons", json=body).headers["location"]
    assert whole.get(experiment, params={"wait": 60}).json()["status"] == "COMPLETED"
    asked = {"experiment_id": experiment.rpartition("/")[2]}
    (run, _) = whole.get("/api/runs", params=asked).json()["items"]
    kept = whole.get(f"/api/runs/{run['id']}/fleet").json()
    assert kept["tables"] == ["fleet"]
    assert run["experiment_kind"] == "comparison"
    assert kept["measures"][0]["values"] == [FLEET.fleet.vehicles if FLEET.fleet else 0] * 2
    told = whole.get(f"/api/runs/{run['id']}/fleet-hours")
    assert told.status_code == 404
    assert "an experiment keeps fleet_by_hour if it is asked to" in told.json()["detail"]
