"""What makes one scenario another, or one twin another, over HTTP."""

from typing import Any

from fastapi.testclient import TestClient

from voltwin.scenario.changes import Change, changed
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.models.example_scenario import CHANGES, SCENARIO

LONG_AGO = "0190c5a1-5f00-7000-8000-000000000000"


def stored(whole: TestClient) -> str:
    return str(whole.post("/api/scenarios", json=SCENARIO).json()["id"])


def child(whole: TestClient, parent: str, name: str, changes: list[str]) -> str:
    path = f"/api/scenarios/{parent}/children"
    answer = whole.post(path, json={"name": name, "changes": changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def between(whole: TestClient, one: str, other: str) -> list[str]:
    answer = whole.get(f"/api/scenarios/{one}/changes", params={"to": other})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["changes"])


def scenario(whole: TestClient, number: str) -> Any:
    return scenario_without_files(whole.get(f"/api/scenarios/{number}/scenario").json())


def test_a_child_differs_by_what_it_was_derived_with(whole: TestClient) -> None:
    parent = stored(whole)
    made = child(whole, parent, "more", CHANGES)
    record = whole.get(f"/api/scenarios/{made}").json()
    assert between(whole, parent, made) == record["changes"]


def test_others_differ_by_changes_that_lead_from_one_to_the_other(whole: TestClient) -> None:
    parent = stored(whole)
    one = child(whole, parent, "bays", ["stations[*].bays += 1"])
    other = child(whole, parent, "chargers", ["stations[*].chargers += 1"])
    for start, end in ((one, other), (other, one), (one, parent)):
        texts = between(whole, start, end)
        assert texts
        changes = [Change.parse(text) for text in texts]
        assert changed(scenario(whole, start), changes) == scenario(whole, end)


def test_a_scenario_does_not_differ_from_itself(whole: TestClient) -> None:
    parent = stored(whole)
    assert between(whole, parent, parent) == []


def test_twins_differ_by_what_was_made_of_them(whole: TestClient) -> None:
    paths = [
        str(whole.post("/api/twins", json={"from": {"scenario": SCENARIO}}).headers["location"])
        for _ in range(2)
    ]
    closed = {"kind": "close", "stations": ["south"], "at": "1h", "for": "1h"}
    whole.post(f"{paths[1]}/commands", json={"do": "intervene", "what": closed})
    other = paths[1].rsplit("/", 1)[1]
    changes = whole.get(f"{paths[0]}/changes", params={"to": other}).json()["changes"]
    assert any("interventions" in one for one in changes)
    for path in paths:
        whole.delete(path)


def test_there_must_be_both(whole: TestClient) -> None:
    parent = stored(whole)
    for one, other in ((parent, LONG_AGO), (LONG_AGO, parent)):
        answer = whole.get(f"/api/scenarios/{one}/changes", params={"to": other})
        assert answer.status_code == 404
