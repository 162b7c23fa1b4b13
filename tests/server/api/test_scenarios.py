"""Scenarios over HTTP: as they were sent, derived by differences, never from files."""

import json
from contextlib import closing
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import UnknownIdError
from voltwin.store.opening import open_store
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.scenarios import Scenarios
from voltwin_server.settings import Limits, Settings

YAML = {"Content-Type": "application/yaml"}


@pytest.fixture(scope="module")
def stored(whole: TestClient) -> dict[str, Any]:
    """The example as it is stored."""
    answer = whole.post("/api/scenarios", json=SCENARIO)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/scenarios/{answer.json()['id']}"
    return dict(answer.json())


def test_a_scenario_comes_back_as_it_was_sent(whole: TestClient, stored: dict[str, Any]) -> None:
    sent = scenario_without_files(SCENARIO)
    path = f"/api/scenarios/{stored['id']}/scenario"
    assert scenario_without_files(whole.get(path).json()) == sent
    text = whole.get(path, params={"format": "yaml"})
    assert text.headers["content-type"].startswith("application/yaml")
    assert scenario_without_files(yaml.safe_load(text.text)) == sent


def test_the_same_in_yaml_is_the_same(whole: TestClient, stored: dict[str, Any]) -> None:
    answer = whole.post("/api/scenarios", content=yaml.safe_dump(SCENARIO), headers=YAML)
    assert answer.json()["id"] == stored["id"]


def test_a_child_is_told_by_its_difference(whole: TestClient, stored: dict[str, Any]) -> None:
    path = f"/api/scenarios/{stored['id']}/children"
    child = whole.post(path, json={"name": "two more", "changes": CHANGES}).json()
    assert child["parent_id"] == stored["id"]
    assert child["name"] == "two more"
    assert len(child["changes"]) == 1
    listed = whole.get("/api/scenarios", params={"parent": stored["id"]}).json()
    assert [one["id"] for one in listed["items"]] == [child["id"]]
    in_full = whole.get(f"/api/scenarios/{child['id']}/scenario").json()
    south = scenario_without_files(in_full).stations[1]
    assert sum(group.count for group in south.chargers) == 8


def test_stations_are_listed_with_their_places(whole: TestClient, stored: dict[str, Any]) -> None:
    stations = whole.get(f"/api/scenarios/{stored['id']}/stations").json()
    assert stations[1] == {
        "id": "south",
        "name": "south",
        "region": "South",
        "lon": 8.68,
        "lat": 50.09,
    }


def test_pages_follow_one_another(whole: TestClient) -> None:
    for number in range(5):
        whole.post("/api/scenarios", json={**SCENARIO, "name": f"of a page {number}"})
    all_of_them = whole.get("/api/scenarios", params={"limit": 1000}).json()
    assert all_of_them["next"] is None
    ids, before = [], None
    while True:
        page = whole.get(
            "/api/scenarios", params={"limit": 2, **({"before": before} if before else {})}
        ).json()
        ids += [one["id"] for one in page["items"]]
        before = page["next"]
        if before is None:
            break
    assert ids == [one["id"] for one in all_of_them["items"]]


def test_a_scenario_is_checked_without_being_stored(whole: TestClient) -> None:
    before = len(whole.get("/api/scenarios", params={"limit": 1000}).json()["items"])
    answer = whole.post("/api/scenarios/validate", json={**SCENARIO, "name": "only checked"})
    assert answer.json()["regions"] == ["North", "South"]
    assert "lost_share" in answer.json()["measures"]
    assert len(whole.get("/api/scenarios", params={"limit": 1000}).json()["items"]) == before


@pytest.mark.parametrize("path", ["/api/scenarios", "/api/scenarios/validate"])
def test_what_is_wrong_is_told_with_its_place(whole: TestClient, path: str) -> None:
    wrong = json.loads(json.dumps(SCENARIO))
    wrong["stations"][1]["swaps_per_day"] = -1
    answer = whole.post(path, json=wrong)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["where"] == "stations[1].swaps_per_day"


@pytest.mark.parametrize(
    "fields",
    [
        {"stations": {"file": "/etc/passwd", "columns": {"id": "id"}}},
        {"stations": {"file": "../../catalogue.sqlite"}},
        {"demand": {"gap": {"file": "/etc/passwd"}}},
        {"travel": {"graph": "/etc/passwd"}},
    ],
)
def test_no_file_of_the_server_is_read(whole: TestClient, fields: dict[str, Any]) -> None:
    answer = whole.post("/api/scenarios", json={**SCENARIO, **fields})
    assert answer.status_code == 422
    assert "names a file" in answer.json()["errors"][0]["message"]


def test_another_type_of_body_is_refused(whole: TestClient) -> None:
    answer = whole.post("/api/scenarios", content=b"a,b", headers={"Content-Type": "text/csv"})
    assert answer.status_code == 415
    assert whole.post("/api/scenarios", content=b"{}").status_code == 415


@pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"text"'])
def test_a_scenario_is_a_mapping(whole: TestClient, body: bytes) -> None:
    answer = whole.post(
        "/api/scenarios", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


def test_a_child_of_nobody_is_not_found(whole: TestClient) -> None:
    path = "/api/scenarios/0190c5a1-5f00-7000-8000-000000000000"
    assert whole.get(path).status_code == 404
    assert whole.get(f"{path}/scenario").status_code == 404
    body = {"name": "x", "changes": CHANGES}
    assert whole.post(f"{path}/children", json=body).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("stations[*].bay += 1", 'did you mean "bays"'),
        ("stations[*].bays", "one of ="),
        ("stations[*].bays = 0", "at least 1"),
    ],
)
def test_changes_that_cannot_be_made_are_told(
    whole: TestClient, stored: dict[str, Any], change: str, said: str
) -> None:
    path = f"/api/scenarios/{stored['id']}/children"
    answer = whole.post(path, json={"name": "x", "changes": [change]})
    assert answer.status_code == 422
    assert said in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["where"].startswith("body.changes")


def test_a_scenario_is_deleted_when_nothing_needs_it(whole: TestClient) -> None:
    """Its children and runs are told; once they are gone it is, also for who has just asked."""
    own = {**SCENARIO, "name": "to be deleted"}
    parent = whole.post("/api/scenarios", json=own).json()["id"]
    path = f"/api/scenarios/{parent}"
    body = {"name": "two more", "changes": CHANGES}
    child = whole.post(f"{path}/children", json=body).json()["id"]
    run = whole.post("/api/runs", json={"scenario_id": parent, "until": "1h"}).json()["id"]
    refused = whole.delete(path)
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/conflict"
    assert f"1 scenario was derived from it ({child}) and 1 run is of it ({run})" in refused.text
    assert whole.delete(f"/api/scenarios/{child}").status_code == 204
    whole.get(f"/api/runs/{run}", params={"wait": 20})
    assert whole.delete(f"/api/runs/{run}").status_code == 204
    assert whole.get(f"{path}/stations").status_code == 200  # so that the server has it at hand
    assert whole.delete(path).status_code == 204
    for ask in (path, f"{path}/scenario", f"{path}/stations"):
        assert whole.get(ask).status_code == 404
    assert whole.delete(path).status_code == 404
    assert whole.post("/api/runs", json={"scenario_id": parent}).status_code == 404
    assert whole.post(f"{path}/children", json=body).status_code == 404


def test_what_others_have_deleted_is_gone(whole: TestClient, settings_of: Settings) -> None:
    own = whole.post("/api/scenarios", json={**SCENARIO, "name": "deleted elsewhere"}).json()["id"]
    path = f"/api/scenarios/{own}"
    assert whole.get(f"{path}/stations").status_code == 200
    with closing(open_store(settings_of.store_url)) as store:
        store.delete_scenario(own)
    assert whole.get(f"{path}/stations").status_code == 404
    assert whole.get(f"{path}/scenario").status_code == 404


def test_who_looks_a_scenario_up_while_it_is_deleted_does_not_keep_it(settings: Settings) -> None:
    class Slow(EmbeddedStore):
        """A store in which a scenario is deleted while somebody is given it."""

        def scenario(self, scenario_id: Any) -> Scenario:
            found = super().scenario(scenario_id)
            kept.delete(scenario_id)
            return found

    with closing(Slow(settings.data / "store")) as store:
        kept = Scenarios(store, Limits())
        own = store.add_scenario(scenario_without_files(SCENARIO)).id
        kept.get(own)
        with pytest.raises(UnknownIdError):
            kept.get(own)
