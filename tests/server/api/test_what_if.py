"""What-ifs over HTTP: lines that tell more and more, the last one all of it."""

import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from voltwin.experiment.prepared import Prepared
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.without_files import scenario_without_files
from voltwin.statistics.pairs import paired
from voltwin_server.models.example_scenario import CHANGES, SCENARIO

MEASURES = ["lost_share", "wait_mean_s"]


def lines(whole: TestClient, **fields: Any) -> list[dict[str, Any]]:
    body = {"scenario": SCENARIO, "changes": CHANGES, "measures": MEASURES, **fields}
    answer = whole.post("/api/what-if", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_last_line_is_what_all_pairs_give(whole: TestClient) -> None:
    base = scenario_without_files(SCENARIO)
    child = changed(base, [Change.parse(text) for text in CHANGES])
    values = [
        np.column_stack([total.column(name).to_numpy() for name in MEASURES])
        for scenario in (base, child)
        for total in [Prepared(scenario, 4, 43_200.0).run(range(7))["total"]]
    ]
    own = paired(values[0], values[1])
    *_, last = lines(whole, replications=7, seed=4, until="12h")
    assert (last["pairs"], last["of"]) == (7, 7)
    for at, effect in enumerate(last["measures"]):
        assert effect["name"] == MEASURES[at]
        assert effect["unit"] == ("1", "s")[at]
        for name in ("base", "value", "difference", "low", "high", "relative"):
            assert effect[name] == getattr(own, name)[at]


def test_a_point_comes_first_and_intervals_tighten(whole: TestClient) -> None:
    first, *others = lines(whole, replications=16)
    assert [first["pairs"], *(line["pairs"] for line in others)] == [1, 2, 4, 8, 16]
    assert first["measures"][0]["difference"] is not None
    assert first["measures"][0]["low"] is None
    widths = [line["measures"][0]["high"] - line["measures"][0]["low"] for line in others]
    assert widths[-1] < widths[0]


def test_what_is_asked_again_is_told_the_same(whole: TestClient) -> None:
    assert lines(whole, replications=5) == lines(whole, replications=5)


def test_by_the_id_of_a_scenario_it_is_the_same(whole: TestClient) -> None:
    scenario_id = whole.post("/api/scenarios", json=SCENARIO).json()["id"]
    body = {"scenario_id": scenario_id, "changes": CHANGES, "measures": MEASURES, "replications": 3}
    answer = whole.post("/api/what-if", json=body)
    assert [json.loads(line) for line in answer.text.splitlines()] == lines(whole, replications=3)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"changes": ["stations[*].bay += 1"]}, "body.changes"),
        ({"changes": ["stations[*].bays"]}, "body.changes[0]"),
        ({"changes": ["horizon = 2d"]}, "body.changes"),
        ({"changes": []}, "body.changes"),
        ({"measures": ["lost_shar"]}, "body.measures"),
        ({"until": "2d"}, "body.until"),
        ({"until": "0.5s"}, "body.until"),
        ({"replications": 0}, "body.replications"),
    ],
)
def test_what_is_wrong_is_told_before_anything_else(
    whole: TestClient, fields: dict[str, Any], where: str
) -> None:
    body = {"scenario": SCENARIO, "changes": CHANGES, **fields}
    answer = whole.post("/api/what-if", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["where"].startswith(where)


def test_a_change_to_more_than_the_limits_is_refused(whole: TestClient) -> None:
    base = {**SCENARIO, "horizon": "90d"}
    body = {"scenario": base, "changes": ["stations[*].swaps_per_day = 1000000"]}
    answer = whole.post("/api/what-if", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-much")
    assert "times in a replication" in answer.json()["detail"]


def test_more_than_the_limits_is_refused(whole: TestClient) -> None:
    body = {"scenario": SCENARIO, "changes": CHANGES, "replications": 20_000}
    assert whole.post("/api/what-if", json=body).status_code == 422
