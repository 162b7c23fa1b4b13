"""Runs over HTTP: asked for, followed, the same again answered at once, cancelled, deleted."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.server.jobs.workplace import until

from voltwin.experiment.replications import replications
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.opening import open_store
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings
from voltwin_server.state import Server

NOBODY = "0190c5a1-5f00-7000-8000-000000000000"
LONG = 4000  # replications: so many take seconds


def asked(whole: TestClient, **fields: Any) -> dict[str, Any]:
    answer = whole.post("/api/runs", json={"scenario": SCENARIO, **fields})
    assert answer.status_code in (200, 202), answer.text
    assert answer.headers["location"] == f"/api/runs/{answer.json()['id']}"
    return {**answer.json(), "answered": answer.status_code}


def done(whole: TestClient, run: dict[str, Any]) -> dict[str, Any]:
    answer = whole.get(f"/api/runs/{run['id']}", params={"wait": 60})
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_run_is_accepted_done_and_told(whole: TestClient) -> None:
    run = asked(whole, replications=3, until="12h")
    assert (run["answered"], run["status"]) == (202, "PENDING")
    assert run["progress"]["wanted"] == 3
    ended = done(whole, run)
    assert (ended["status"], ended["progress"], ended["error"]) == ("COMPLETED", None, None)
    assert ended["compute_time_ms"] > 0
    assert ended["sim_end"] == "2026-01-05T12:00:00+01:00"


def test_the_same_again_is_the_same_run(whole: TestClient) -> None:
    first = asked(whole, replications=2, seed=3)
    under_way = asked(whole, replications=2, seed=3)
    assert (under_way["id"], under_way["answered"]) == (first["id"], 202)
    done(whole, first)
    again = asked(whole, replications=2, seed=3)
    assert (again["id"], again["answered"]) == (first["id"], 200)
    by_id = whole.post(
        "/api/runs", json={"scenario_id": first["scenario_id"], "replications": 2, "seed": 3}
    )
    assert (by_id.json()["id"], by_id.status_code) == (first["id"], 200)
    for other in ({"seed": 4}, {"replications": 3}, {"until": "6h"}):
        assert asked(whole, **{"replications": 2, "seed": 3, **other})["id"] != first["id"]


def test_what_others_have_computed_is_not_computed_again(
    whole: TestClient, settings_of: Settings
) -> None:
    scenario = scenario_without_files({**SCENARIO, "name": "of others"})
    store = open_store(settings_of.store_url)
    measures = asked_measures(whole, scenario.name)
    made = replications(
        scenario,
        2,
        seed=11,
        measures=measures,
        keep=["by_region", "by_hour", "by_station"],
        store=store,
    )
    (run,) = store.runs(experiment=made.record["stored"]["experiment_id"])
    answer = whole.post(
        "/api/runs",
        json={"scenario": {**SCENARIO, "name": "of others"}, "replications": 2, "seed": 11},
    )
    assert (answer.status_code, answer.json()["id"]) == (200, str(run.id))


def asked_measures(whole: TestClient, name: str) -> list[str]:
    answer = whole.post("/api/scenarios/validate", json={**SCENARIO, "name": name})
    return list(answer.json()["measures"])


def test_a_run_that_is_cancelled_stays_so(whole: TestClient) -> None:
    run = asked(whole, replications=LONG)
    cancelled = whole.post(f"/api/runs/{run['id']}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "CANCELLED")
    assert done(whole, run)["status"] == "CANCELLED"
    assert whole.post(f"/api/runs/{run['id']}/cancel").status_code == 409
    assert whole.get(f"/api/runs/{run['id']}/kpis").status_code == 409
    again = asked(whole, replications=LONG)
    assert again["id"] != run["id"]
    assert whole.delete(f"/api/runs/{again['id']}").status_code == 409  # it has not ended
    whole.post(f"/api/runs/{again['id']}/cancel")


def test_a_run_is_deleted(whole: TestClient) -> None:
    run = asked(whole, replications=1, seed=5)
    done(whole, run)
    assert whole.delete(f"/api/runs/{run['id']}").status_code == 204
    assert whole.get(f"/api/runs/{run['id']}").status_code == 404
    assert asked(whole, replications=1, seed=5)["id"] != run["id"]


def test_runs_are_listed_the_newest_first(whole: TestClient) -> None:
    runs = [asked(whole, seed=seed, until="1h") for seed in (21, 22, 23)]
    for run in runs:
        done(whole, run)
    newest = whole.get("/api/runs", params={"limit": 3}).json()
    assert [one["id"] for one in newest["items"]] == [run["id"] for run in reversed(runs)]
    older = whole.get("/api/runs", params={"limit": 1, "before": newest["items"][1]["id"]}).json()
    assert older["items"][0]["id"] == runs[0]["id"]
    params = {"scenario_id": runs[0]["scenario_id"], "status": "COMPLETED", "limit": 1000}
    ids = {one["id"] for one in whole.get("/api/runs", params=params).json()["items"]}
    assert ids >= {run["id"] for run in runs}


def listed(whole: TestClient, **params: Any) -> dict[str, dict[str, Any]]:
    items = whole.get("/api/runs", params={"limit": 1000, **params}).json()["items"]
    return {one["id"]: one for one in items}


def test_runs_are_listed_as_they_are_told_one_by_one(whole: TestClient) -> None:
    running, *waiting = [asked(whole, replications=LONG, seed=seed) for seed in (31, 32, 33)]
    server: Server = whole.app.state.server  # type: ignore[attr-defined]  # it is FastAPI
    until(lambda: whole.get(f"/api/runs/{running['id']}").json()["status"] == "RUNNING")
    found = listed(whole)
    assert [found[run["id"]]["waiting_before"] for run in (running, *waiting)] == [None, 0, 1]
    for run in (running, *waiting):
        one = found[run["id"]]
        assert one["scenario_name"] == SCENARIO["name"]
        assert one["progress"]["wanted"] == LONG
    assert found[running["id"]]["progress"]["done"] <= LONG
    told = whole.get(f"/api/runs/{waiting[1]['id']}").json()
    assert (told["waiting_before"], told["progress"]["done"]) == (1, 0)
    for run in (*waiting, running):
        whole.post(f"/api/runs/{run['id']}/cancel")
    for one in listed(whole).values():
        assert (one["waiting_before"], one["progress"]) == (None, None)
    assert server.jobs.board.waiting() == {}


def test_variants_wait_as_one_job_and_have_no_time_of_their_own(whole: TestClient) -> None:
    first = asked(whole, replications=LONG, seed=41)
    sweep = whole.post(
        "/api/sweeps",
        json={
            "scenario": SCENARIO,
            "factors": {"more": {"path": "stations[*].chargers", "add": [0, 1, 2]}},
            "replications": 2,
            "until": "1h",
        },
    ).json()
    last = asked(whole, replications=LONG, seed=42)
    variants = listed(whole, experiment_id=sweep["id"])
    before = {one["waiting_before"] for one in variants.values()}
    assert (len(variants), len(before)) == (3, 1)
    [place] = before
    assert listed(whole)[last["id"]]["waiting_before"] == place + 1
    assert {one["progress"]["wanted"] for one in variants.values()} == {6}
    for run in (first, last):
        whole.post(f"/api/runs/{run['id']}/cancel")
    assert whole.get(f"/api/sweeps/{sweep['id']}?wait=60").json()["status"] == "COMPLETED"
    ended = listed(whole, experiment_id=sweep["id"]).values()
    assert {one["compute_time_ms"] for one in ended} == {None}
    assert len({one["scenario_name"] for one in ended}) == 3


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"seed": -1}, "body.seed"),
        ({"seed": 2**53}, "body.seed"),
        ({"seed": "1"}, "body.seed"),
        ({"replications": 0}, "body.replications"),
        ({"until": "2d"}, "body.until"),
        ({"until": "soon"}, "body.until"),
        ({"until": -1}, "body.until"),
        ({"until": 1e-300}, "body.until"),
        ({"until": "0.0000001s"}, "body.until"),
        ({"until": True}, "body.until"),
        ({"workers": 3}, "body.workers"),
        ({"scenario": {**SCENARIO, "stations": []}}, "body.scenario.stations"),
        ({"scenario": {**SCENARIO, "stations": {"file": "x"}}}, "body.scenario"),
        ({"scenario_id": NOBODY}, "body"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    whole: TestClient, fields: dict[str, Any], where: str
) -> None:
    answer = whole.post("/api/runs", json={"scenario": SCENARIO, **fields})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"].startswith(where)


def test_more_than_the_limits_is_refused(whole: TestClient) -> None:
    answer = whole.post("/api/runs", json={"scenario": SCENARIO, "replications": 10_001})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-much")


def test_what_is_not_there_is_not_found(whole: TestClient) -> None:
    assert whole.post("/api/runs", json={"scenario_id": NOBODY}).status_code == 404
    for path in ("", "/kpis", "/stations", "/hours", "/regions", "/explain", "/events"):
        assert whole.get(f"/api/runs/{NOBODY}{path}").status_code == 404
    assert whole.post(f"/api/runs/{NOBODY}/cancel").status_code == 404
    assert whole.delete(f"/api/runs/{NOBODY}").status_code == 404
