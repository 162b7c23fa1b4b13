"""Twins over HTTP: made of what there is, commanded, asked, and told as their recipe gives them."""

import math
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient

from voltwin.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml
from voltwin.simulation import Simulation
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.tables import columns_of

CLOSE = {"kind": "close", "stations": ["south"], "at": "1h", "for": "1h"}
LONG_AGO = "0190c5a1-5f00-7000-8000-000000000000"


@pytest.fixture
def twin(whole: TestClient) -> Iterator[str]:
    """The path of a twin of the example, with an intervention, two hours after its start."""
    body = {"from": {"scenario": SCENARIO}, "seed": 5, "name": "today"}
    answer = whole.post("/api/twins", json=body)
    assert answer.status_code == 201, answer.text
    path = str(answer.headers["location"])
    did(whole, path, do="intervene", what=CLOSE)
    did(whole, path, do="seek", at="2h")
    yield path
    whole.delete(path)


def did(whole: TestClient, path: str, **command: Any) -> dict[str, Any]:
    answer = whole.post(f"{path}/commands", json=command)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def made(whole: TestClient, **origin: Any) -> str:
    """Return the path of a twin that is made from something."""
    answer = whole.post("/api/twins", json={"from": origin})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def total(whole: TestClient, path: str) -> dict[str, float]:
    """Return the KPIs of a twin so far."""
    table = whole.get(f"{path}/kpis/total").json()
    return {column["name"]: number(*column["values"]) for column in table["columns"]}


def plain(
    seconds: float, scenario: Scenario, *, seed: int, replication: int = 0
) -> dict[str, float]:
    """Return the same of a plain run."""
    run = Simulation(scenario, seed=seed, replication=replication, log=False)
    run.advance(seconds)
    return {name: number(value) for name, value in run.kpis().total.to_pylist()[0].items()}


def number(value: float | None) -> float:
    return math.nan if value is None else value


def close_to(kpis: dict[str, float]) -> Any:
    """Return what is equal to KPIs, sums to 1e-9: seeks add them in another order."""
    return pytest.approx(kpis, rel=1e-9, abs=1e-9, nan_ok=True)


def test_a_twin_is_told_as_it_is(whole: TestClient, twin: str) -> None:
    found = whole.get(twin).json()
    assert (found["name"], found["by"], found["seed"]) == ("today", "local", 5)
    assert (found["state"], found["now_s"], found["commands"]) == ("paused", 7200.0, 2)
    assert (found["stations"], found["horizon_s"]) == (2, 86400.0)
    assert found in whole.get("/api/twins").json()["items"]
    renamed = whole.patch(twin, json={"name": "tomorrow"}).json()
    assert renamed["name"] == whole.get(twin).json()["name"] == "tomorrow"


def test_its_scenario_is_what_anybody_can_run(whole: TestClient, twin: str) -> None:
    text = whole.get(f"{twin}/scenario")
    assert text.headers["content-type"].startswith("application/yaml")
    scenario = scenario_without_files(read_yaml(text.text))
    assert total(whole, twin) == close_to(plain(7200.0, scenario, seed=5))


def test_a_twin_of_its_recipe_is_its_equal(whole: TestClient, twin: str) -> None:
    recipe = whole.get(f"{twin}/recipe").json()
    assert [one["what"]["kind"] for one in recipe["made"]] == ["close"]
    other = made(whole, recipe=recipe)
    did(whole, other, do="seek", at=7200)
    assert total(whole, other) == close_to(total(whole, twin))
    assert whole.get(f"{other}/recipe").json() == recipe
    whole.delete(other)


def test_a_twin_of_a_run_is_that_replication(whole: TestClient) -> None:
    body = {"scenario": SCENARIO, "seed": 9, "replications": 2, "until": "1h"}
    run = whole.post("/api/runs", json=body).json()["id"]
    twin = made(whole, run=run, replication=1)
    assert whole.get(twin).json()["origin"] == {"kind": "run", "id": run, "at_s": None}
    did(whole, twin, do="step", seconds=3600)
    scenario = scenario_without_files(SCENARIO)
    assert total(whole, twin) == close_to(plain(3600.0, scenario, seed=9, replication=1))
    whole.delete(twin)
    answer = whole.post("/api/twins", json={"from": {"run": run, "replication": 2}})
    assert answer.json()["errors"][0]["where"] == "body.from.replication"


def test_a_twin_of_a_stored_scenario_and_of_a_snapshot(whole: TestClient) -> None:
    scenario = whole.post("/api/scenarios", json=SCENARIO).json()["id"]
    twin = made(whole, scenario=scenario)
    did(whole, twin, do="step", seconds=600)
    snapshot = whole.post(f"{twin}/snapshots").json()
    assert whole.get(f"{twin}/snapshots").json() == [snapshot]
    again = made(whole, snapshot=snapshot["id"])
    assert whole.get(again).json()["now_s"] == snapshot["now_s"] == 600.0
    assert total(whole, again) == close_to(total(whole, twin))
    assert whole.delete(f"{twin}/snapshots/{snapshot['id']}").status_code == 204
    fork = whole.post(f"{again}/fork", json={"at": 300, "name": "fork"}).json()
    assert (fork["name"], fork["now_s"], fork["origin"]["kind"]) == ("fork", 300.0, "twin")
    for path in (twin, again, f"/api/twins/{fork['id']}"):
        assert whole.delete(path).status_code == 204
        assert whole.get(path).status_code == 404


def test_its_journal_tells_who_did_what(whole: TestClient, twin: str) -> None:
    pages = [whole.get(f"{twin}/commands", params={"limit": 1}).json()]
    pages.append(whole.get(f"{twin}/commands", params={"after": pages[0]["next"]}).json())
    assert [page["next"] for page in pages] == [1, None]
    (first,), (second,) = (page["items"] for page in pages)
    assert (first["number"], first["do"], first["by"]) == (1, "intervene", "local")
    assert first["made"][0]["what"]["kind"] == "close"
    assert (second["number"], second["do"], second["at"]) == (2, "seek", 7200.0)


def test_its_stations_are_told_where_it_stands(whole: TestClient, twin: str) -> None:
    did(whole, twin, do="seek", at="1h 30min")
    found = whole.get(f"{twin}/stations").json()
    assert (found["now_s"], found["stations"]) == (5400.0, ["north", "south"])
    assert found["columns"]["open"] == [1, 0]


def test_reports_are_booked_and_forecasts_scored(whole: TestClient, twin: str) -> None:
    asked = {"hours": 1, "replications": 5, "seed": 2}
    forecast = whole.post(f"{twin}/forecast", params=asked).json()
    assert whole.get(f"{twin}/forecast", params=asked).json() == forecast
    assert forecast["issued_s"] == 7200.0
    assert forecast["stations"]["rows"] == 2 * 5 * 4  # stations, measures, slots
    assert (forecast["regions"]["rows"], forecast["total"]["rows"]) == (2 * 5 * 4, 5 * 4)
    for of in ("stations", "regions", "total"):
        content = whole.get(
            f"{twin}/forecast", params={**asked, "format": "arrow", "of": of}
        ).content
        assert columns_of(pa.ipc.open_stream(content).read_all())["rows"] == forecast[of]["rows"]
    did(whole, twin, do="step", seconds=1800)
    reports = [
        {"id": "b", "at": 8999, "station": "north", "stock": {"ready": 3}, "queue": 0},
        {"id": "a", "at": 8100, "station": "north", "stock": {"ready": 2}},
        {"id": "a", "at": 8100, "station": "north", "stock": {"ready": 2}},
        {"id": "c", "at": 8100, "station": "nrth", "stock": 2},
        {"id": "d", "at": "3h", "station": "south", "stock": 2},
    ]
    became = whole.post(f"{twin}/observations", json={"reports": reports}).json()
    assert [one["became"] for one in became] == [
        *("booked", "booked", "repeated", "refused", "refused")
    ]
    assert 'did you mean "north"' in became[3]["reason"]
    found = whole.get(f"{twin}/stations").json()
    assert (found["now_s"], found["columns"]["ready"][0]) == (9000.0, 3)
    last = whole.get(f"{twin}/commands").json()["items"][-1]
    assert (last["do"], last["observations"]) == ("observe", 2)
    recipe = whole.get(f"{twin}/recipe").json()
    assert [one["what"]["kind"] for one in recipe["made"]] == ["close", *["observation"] * 2]
    scores = whole.get(f"{twin}/forecast/scores").json()
    ready = {one["name"]: one["values"] for one in scores["total"]["columns"]}
    assert dict(zip(ready["measure"], ready["n"], strict=True)) == {"ready": 2, "queue": 1}


def test_a_forecast_that_is_only_looked_at_is_not_kept(whole: TestClient, twin: str) -> None:
    did(whole, twin, do="seek", at="3h")
    for replications in (5, 9):
        asked = {"hours": 1, "replications": replications}
        assert whole.get(f"{twin}/forecast", params=asked).status_code == 200
    did(whole, twin, do="step", seconds=1800)
    report = {"at": "3h 20min", "station": "south", "stock": 2}
    (became,) = whole.post(f"{twin}/observations", json={"reports": [report]}).json()
    assert became["became"] == "booked"
    scores = whole.get(f"{twin}/forecast/scores").json()
    assert "3h" not in str(scores)
    ids = next(one["values"] for one in scores["by_station"]["columns"] if one["name"] == "station")
    assert "south" not in ids


def test_a_forecast_is_bounded_by_what_lies_ahead(
    whole: TestClient,
) -> None:
    """And what has been made of the twin counts: a surge at noon is none of the morning."""
    other = made(whole, scenario=SCENARIO)
    surge = {"kind": "surge", "at": "12h", "factor": 3e5}
    did(whole, other, do="intervene", what=surge)
    asked = {"hours": 6, "replications": 20}
    assert whole.get(f"{other}/forecast", params=asked).status_code == 200
    did(whole, other, do="seek", at="11h 30min")
    refused = whole.get(f"{other}/forecast", params=asked)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/too-much")
    assert "Vehicles would come" in refused.json()["detail"]
    whole.delete(other)


@pytest.mark.parametrize(
    ("origin", "status", "said"),
    [
        ({}, 422, "give one of scenario, run, snapshot, recipe"),
        ({"run": LONG_AGO, "scenario": LONG_AGO}, 422, "give one of"),
        ({"replication": 1, "scenario": LONG_AGO}, 422, "is of a run"),
        ({"scenario": LONG_AGO}, 404, "no such thing"),
        ({"run": LONG_AGO}, 404, "no such thing"),
        ({"snapshot": LONG_AGO}, 404, "no snapshot"),
        ({"scenario": {"stations": {"file": "/etc/passwd"}}}, 422, "names a file"),
        ({"recipe": {"scenario": SCENARIO}}, 422, "recipe: is none"),
        ({"recipe": {"voltwin_recipe": 1, "scenario": {"travel": {"graph": "/etc"}}}}, 422, "made"),
    ],
)
def test_what_no_twin_can_be_made_of_is_refused(
    whole: TestClient, origin: dict[str, Any], status: int, said: str
) -> None:
    before = whole.get("/api/twins").json()["items"]
    answer = whole.post("/api/twins", json={"from": origin})
    assert answer.status_code == status, answer.text
    if status == 422 and said != "made":
        assert said in answer.text
    assert whole.get("/api/twins").json()["items"] == before


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ({"do": "jump"}, "body"),
        ({"do": "speed", "speed": 0}, "body.speed.speed"),
        ({"do": "seek", "at": "2d"}, "body.at"),
        ({"do": "intervene", "what": {"kind": "clos"}}, "body.what"),
        ({"do": "intervene", "what": {**CLOSE, "stations": ["x"]}}, "body.what.stations"),
        ({"do": "intervene", "what": {**CLOSE, "at": "9d"}}, "body.what"),
    ],
)
def test_a_command_that_is_refused_changes_nothing(
    whole: TestClient, twin: str, command: dict[str, Any], where: str
) -> None:
    before = whole.get(twin).json()
    answer = whole.post(f"{twin}/commands", json=command)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["where"].startswith(where)
    assert whole.get(twin).json() == before


def test_figures_tell_of_twins(whole: TestClient, twin: str) -> None:
    text = whole.get("/metrics").text
    assert 'voltwin_twins{state="paused"} ' in text
    assert "voltwin_twin_bytes " in text
    assert "voltwin_twin_process_deaths_total 0.0" in text
