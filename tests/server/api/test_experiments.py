"""Comparisons and sweeps over HTTP give the tables that they give in Python."""

import io
import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet
from pydantic import BaseModel

from voltwin.experiment.comparison import compare
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.sweep import sweep
from voltwin.experiment.sweep_plan import Sweep
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.models.experiments import NewComparison, NewSweep
from voltwin_server.settings import Settings

CITY = scenario_without_files(SCENARIO)


def example(of: Any) -> dict[str, Any]:
    return dict(of.model_config["json_schema_extra"]["examples"][0])


def compared() -> Experiment:
    body = example(NewComparison)
    return compare(
        CITY, body["variants"], replications=body["replications"], measures=body["measures"]
    )


def swept() -> Experiment:
    body = example(NewSweep)
    fields = {name: value for name, value in body.items() if name != "scenario"}
    return sweep(Sweep(scenario=CITY, **fields))


KINDS: dict[str, tuple[type[BaseModel], Callable[[], Experiment]]] = {
    "comparisons": (NewComparison, compared),
    "sweeps": (NewSweep, swept),
}


def asked(whole: TestClient, kind: str, **fields: Any) -> dict[str, Any]:
    answer = whole.post(f"/api/{kind}", json={**example(KINDS[kind][0]), **fields})
    assert answer.status_code in (200, 202), answer.text
    assert answer.headers["location"] == f"/api/{kind}/{answer.json()['id']}"
    return {**answer.json(), "answered": answer.status_code}


def done(whole: TestClient, kind: str, one: dict[str, Any]) -> dict[str, Any]:
    return dict(whole.get(f"/api/{kind}/{one['id']}", params={"wait": 60}).json())


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_those_of_python(whole: TestClient, kind: str) -> None:
    ended = done(whole, kind, asked(whole, kind))
    assert ended["status"] == "COMPLETED"
    own = KINDS[kind][1]()
    assert set(own.tables) <= set(ended["tables"])
    for name, table in own.tables.items():
        path = f"/api/{kind}/{ended['id']}/tables/{name}"
        file = whole.get(path, params={"format": "parquet"})
        assert parquet.read_table(io.BytesIO(file.content)).equals(table)
        told = whole.get(path).json()
        assert told["rows"] == table.num_rows
        for column in told["columns"]:
            field = table.schema.field(column["name"])
            assert column["unit"] == (field.metadata or {}).get(b"unit", b"").decode()
            if pa.types.is_floating(field.type):
                assert column["values"] == [
                    value if value is not None and math.isfinite(value) else None
                    for value in table.column(column["name"]).to_pylist()
                ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_again_is_answered_at_once(whole: TestClient, kind: str) -> None:
    first = asked(whole, kind)
    done(whole, kind, first)
    again = asked(whole, kind)
    assert (again["id"], again["answered"]) == (first["id"], 200)
    listed = whole.get(f"/api/{kind}").json()["items"]
    assert first["id"] in {one["id"] for one in listed}


@pytest.mark.parametrize("kind", KINDS)
def test_one_is_cancelled_and_deleted(whole: TestClient, kind: str) -> None:
    one = asked(whole, kind, seed=3, replications=2000)
    path = f"/api/{kind}/{one['id']}"
    assert whole.get(f"{path}/tables/summary").status_code == 409
    assert whole.delete(path).status_code == 409
    assert whole.post(f"{path}/cancel").json()["status"] == "CANCELLED"
    assert whole.post(f"{path}/cancel").status_code == 409
    runs = whole.get("/api/runs", params={"experiment_id": one["id"]}).json()["items"]
    assert {run["status"] for run in runs} == {"CANCELLED"}
    assert whole.delete(f"/api/runs/{runs[0]['id']}").status_code == 409  # a part of it
    assert whole.delete(path).status_code == 204
    assert whole.get(path).status_code == 404


def test_one_that_was_made_elsewhere_is_deleted_as_a_whole(
    whole: TestClient, settings_of: Settings
) -> None:
    store = settings_of.store_url
    compare(CITY, {"two more": CHANGES}, replications=2, until="1h", store=store)
    newest = whole.get("/api/runs", params={"limit": 1}).json()["items"][0]
    of = {"experiment_id": newest["experiment_id"]}
    assert len(whole.get("/api/runs", params=of).json()["items"]) == 2
    assert whole.delete(f"/api/runs/{newest['id']}").status_code == 409
    path = f"/api/experiments/{newest['experiment_id']}"
    assert whole.delete(path).status_code == 204
    assert whole.get("/api/runs", params=of).json()["items"] == []
    assert whole.delete(path).status_code == 404


def test_one_of_the_server_is_deleted_as_an_experiment(whole: TestClient) -> None:
    one = asked(whole, "comparisons", seed=9, replications=2000)
    path = f"/api/experiments/{one['id']}"
    assert whole.delete(path).status_code == 409
    whole.post(f"/api/comparisons/{one['id']}/cancel")
    assert whole.delete(path).status_code == 204
    assert whole.get(f"/api/comparisons/{one['id']}").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_named_never_a_path(whole: TestClient, kind: str) -> None:
    one = done(whole, kind, asked(whole, kind))
    for name in ("none", "..%2Fjob", "%2Fetc%2Fpasswd", "job.json"):
        assert whole.get(f"/api/{kind}/{one['id']}/tables/{name}").status_code in (404, 405)


def test_one_kind_is_not_found_as_another(whole: TestClient) -> None:
    one = asked(whole, "sweeps")
    assert whole.get(f"/api/comparisons/{one['id']}").status_code == 404
    assert whole.post(f"/api/comparisons/{one['id']}/cancel").status_code == 404


@pytest.mark.parametrize(
    ("kind", "fields", "where"),
    [
        ("comparisons", {"variants": {"x": ["stations[*].bay += 1"]}}, "body.variants"),
        ("comparisons", {"variants": {"x": ["/etc/passwd"]}}, "body.variants.x[0]"),
        ("comparisons", {"variants": {}}, "body.variants"),
        ("comparisons", {"variants": {"base": ["stations[*].bays += 1"]}}, "body.variants"),
        ("comparisons", {"replications": 1}, "body.replications"),
        ("comparisons", {"measures": ["lost"], "best": "lostt"}, "body.best"),
        ("sweeps", {"factors": {}}, "body.factors"),
        ("sweeps", {"factors": {"x": {"path": "stations[*].bay", "add": [1]}}}, "body.factors"),
        ("sweeps", {"design": {"kind": "list", "file": "/etc/passwd"}}, "body.design.file"),
        ("sweeps", {"design": {"kind": "lists"}}, "body.design"),
        ("sweeps", {"keep": ["total"]}, "body.keep"),
        ("sweeps", {"until": "9d"}, "body.until"),
        ("sweeps", {"until": 0.5}, "body.until"),
        ("comparisons", {"until": 0.5}, "body.until"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    whole: TestClient, kind: str, fields: dict[str, Any], where: str
) -> None:
    answer = whole.post(f"/api/{kind}", json={**example(KINDS[kind][0]), **fields})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["where"].startswith(where)


def test_more_variants_than_the_limit_are_refused(whole: TestClient) -> None:
    wide = {"path": "stations[*].chargers", "add": list(range(200))}
    factors = {"one": wide, "other": {**wide, "path": "stations[*].batteries"}}
    answer = whole.post("/api/sweeps", json={**example(NewSweep), "factors": factors})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-much")


def test_scenarios_and_runs_of_experiments_are_in_the_store(whole: TestClient) -> None:
    one = done(whole, "comparisons", asked(whole, "comparisons"))
    runs = whole.get("/api/runs", params={"experiment_id": one["id"]}).json()["items"]
    assert sorted(run["variant"] for run in runs) == [0, 1, 2]
    base = next(run for run in runs if run["variant"] == 0)
    assert base["scenario_id"] == one["scenario_id"]
    assert whole.get(f"/api/runs/{base['id']}/kpis").status_code == 200
