"""A request that is refused, and one that only asks, leave nothing in the store."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from voltwin_server.models.example_scenario import CHANGES, SCENARIO

COMPARISON = {"variants": {"two more": CHANGES}}
SWEEP = {"factors": {"chargers": {"path": "stations[*].chargers", "add": [0, 1]}}}
TOO_MANY = {"replications": 99_999}


def stored(whole: TestClient) -> set[str]:
    found = whole.get("/api/scenarios", params={"limit": 1000}).json()["items"]
    return {one["id"] for one in found}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("runs", TOO_MANY),
        ("runs", {"until": "2d"}),
        ("comparisons", {**COMPARISON, **TOO_MANY}),
        ("comparisons", {"variants": {"x": ["stations[*].bay += 1"]}}),
        ("sweeps", {**SWEEP, **TOO_MANY}),
        ("sweeps", {"factors": {"x": {"path": "stations[*].bay", "add": [1]}}}),
        ("what-if", {"changes": CHANGES, **TOO_MANY}),
        ("what-if", {"changes": ["stations[*].bay += 1"]}),
    ],
)
def test_what_is_refused_leaves_no_scenario(
    whole: TestClient, path: str, fields: dict[str, Any]
) -> None:
    before = stored(whole)
    scenario = {**SCENARIO, "name": f"refused by {path}"}
    answer = whole.post(f"/api/{path}", json={"scenario": scenario, **fields})
    assert answer.status_code == 422, answer.text
    assert stored(whole) == before


def test_a_what_if_leaves_no_scenario(whole: TestClient) -> None:
    before = stored(whole)
    body = {"scenario": {**SCENARIO, "name": "asked about"}, "changes": CHANGES, "replications": 2}
    assert whole.post("/api/what-if", json=body).status_code == 200
    assert stored(whole) == before


def test_who_has_too_many_jobs_leaves_no_scenario(
    whole: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = whole.app.state.server  # type: ignore[attr-defined]  # it is FastAPI
    monkeypatch.setattr(server.jobs_of_callers, "_most", 0)
    before = stored(whole)
    scenario = {**SCENARIO, "name": "one too many"}
    assert whole.post("/api/runs", json={"scenario": scenario}).status_code == 429
    assert stored(whole) == before
