"""Maps and levers over HTTP; what a lever says, a what-if takes."""

import gzip
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.server.page.conftest import CLOSE, SEED

from voltwin.levers.offered import levers_of
from voltwin.scenario.json_schema import schema_of_files
from voltwin.scenario.street_map import map_of
from voltwin.scenario.templates import first_fleet
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.models.example_scenario import CHANGES, SCENARIO


@pytest.fixture(scope="module")
def city(whole: TestClient) -> str:
    """The path of the example in the store."""
    return f"/api/scenarios/{whole.post('/api/scenarios', json=SCENARIO).json()['id']}"


@pytest.fixture(scope="module")
def fleet(whole: TestClient) -> str:
    headers = {"content-type": "application/yaml"}
    made = whole.post("/api/scenarios", content=first_fleet(), headers=headers)
    return f"/api/scenarios/{made.json()['id']}"


def test_the_map_is_that_of_the_scenario(whole: TestClient, city: str, twin: str) -> None:
    expected = map_of(scenario_without_files(SCENARIO))
    assert whole.get(f"{city}/map").json() == whole.get(f"{twin}/map").json() == expected


def test_a_map_is_sent_once(whole: TestClient, city: str) -> None:
    first = whole.get(f"{city}/map")
    assert first.headers["cache-control"] == "no-cache"
    again = whole.get(f"{city}/map", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_map_of_a_large_city_is_packed(whole: TestClient) -> None:
    stations = {"generate": "demo_city", "count": 60}
    given = {**SCENARIO, "name": "sixty", "stations": stations}
    made = whole.post("/api/scenarios", json={**given, "station_defaults": {}})
    path = f"/api/scenarios/{made.json()['id']}/map"
    with whole.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    assert len(json.loads(gzip.decompress(packed))["features"]) == 60


def test_levers_are_those_of_the_scenario(whole: TestClient, city: str, twin: str) -> None:
    found = whole.get(f"{city}/levers").json()
    assert (found["stations"], found["regions"]) == (2, ["North", "South"])
    expected = levers_of(scenario_without_files(SCENARIO))
    assert [one["id"] for one in found["levers"]] == [lever.id for lever in expected]
    assert [one["path"] for one in found["levers"]] == [lever.path for lever in expected]
    assert whole.get(f"{twin}/levers").json()["levers"] == found["levers"]


@pytest.mark.parametrize("place", [{"region": "South"}, {"station": "south"}])
def test_levers_of_some_stations_say_which(
    whole: TestClient, city: str, place: dict[str, str]
) -> None:
    found = whole.get(f"{city}/levers", params=place).json()
    assert found["stations"] == 1
    [(name, value)] = place.items()
    brackets = value if name == "station" else f"{name}={value}"
    assert all(one["path"].startswith(f"stations[{brackets}].") for one in found["levers"])


@pytest.mark.parametrize(
    ("parameters", "where"),
    [({"region": "Sout"}, "query.region"), ({"station": "sout"}, "query.station")],
)
def test_levers_of_what_there_is_not_are_refused(
    whole: TestClient, city: str, parameters: dict[str, str], where: str
) -> None:
    answer = whole.get(f"{city}/levers", params=parameters)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == where


def asked(whole: TestClient, **body: Any) -> list[dict[str, Any]]:
    options = {"replications": 1, "until": "2h", "measures": ["lost_share"]}
    answer = whole.post("/api/what-if", json={**options, **body})
    assert answer.status_code == 200, (body, answer.text)
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("of", ["city", "fleet"])
def test_what_a_lever_says_a_what_if_takes(
    whole: TestClient, of: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(of)
    for lever in whole.get(f"{path}/levers").json()["levers"]:
        for value in lever["choices"] or (lever["low"], lever["high"]):
            change = f"{lever['path']}{lever['operation']}{value}"
            asked(whole, scenario_id=path.rpartition("/")[2], changes=[change])


def test_a_what_if_about_a_twin_is_about_all_that_was_made_of_it(
    whole: TestClient, twin: str
) -> None:
    twin_id = twin.rpartition("/")[2]
    options = {"changes": CHANGES, "until": "4h", "replications": 3}
    by_twin = asked(whole, twin_id=twin_id, **options)
    in_full = {**SCENARIO, "interventions": [CLOSE]}
    assert by_twin == asked(whole, scenario=in_full, seed=SEED, **options)
    assert by_twin != asked(whole, scenario=SCENARIO, seed=SEED, **options)
    assert asked(whole, twin_id=twin_id, seed=9, **options) != by_twin


@pytest.mark.parametrize("others", [{"scenario": SCENARIO}, {"scenario_id": "twin"}])
def test_a_what_if_is_about_one_thing(whole: TestClient, twin: str, others: dict[str, Any]) -> None:
    twin_id = twin.rpartition("/")[2]
    both = {name: twin_id if value == "twin" else value for name, value in others.items()}
    body = {"twin_id": twin_id, "changes": CHANGES, **both}
    answer = whole.post("/api/what-if", json=body)
    assert answer.status_code == 422
    assert "give one of scenario_id, scenario, twin_id" in answer.text


def test_the_schema_of_scenario_files_is_told_once(whole: TestClient) -> None:
    first = whole.get("/api/scenario-schema")
    assert first.json() == schema_of_files()
    headers = {"if-none-match": first.headers["etag"]}
    assert whole.get("/api/scenario-schema", headers=headers).status_code == 304
