"""The demo of a new server: made once, and never again; others have none."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL
from tests.server.jobs.workplace import until
from tests.twin.small_town import town

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.templates import moving_city
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml
from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.page import demo
from voltwin_server.questions.questions import Questions
from voltwin_server.readiness import NotReadyError
from voltwin_server.settings import Settings
from voltwin_server.state import Server


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moving city takes seconds; a small town is prepared in the same way."""
    monkeypatch.setattr(demo, "_city", town)


@contextmanager
def served(settings: Settings) -> Iterator[TestClient]:
    """A client of a server that listens, as `voltwin serve` has it."""
    app = create_app(settings)
    with TestClient(app, base_url=URL) as client:
        assert client.portal is not None
        client.portal.call(app.state.server.warm)
        yield client


@pytest.fixture
def new(settings: Settings) -> Settings:
    return replace(settings, workers=1, demo=True)


def test_a_new_server_has_the_city_on_a_monday_morning(new: Settings) -> None:
    with served(new) as client:
        found = client.get("/api/demo", params={"wait": 60}).json()
        assert found["ready"] is True
        twin = client.get(f"/api/twins/{found['twin_id']}").json()
        assert (twin["name"], twin["now_s"], twin["state"]) == ("Moving city", 25_200.0, "paused")
        assert twin["origin"]["id"] == found["scenario_id"]
        assert client.get(f"/api/scenarios/{found['scenario_id']}").status_code == 200


def test_it_tells_what_is_done_for_it(new: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    begins, may_go_on = Event(), Event()

    def slowly() -> Scenario:
        begins.set()
        assert may_go_on.wait(60)
        return town()

    monkeypatch.setattr(demo, "_city", slowly)
    with served(new) as client:
        assert begins.wait(60)
        assert client.get("/api/demo").json()["stage"] == "city"
        may_go_on.set()
        assert client.get("/api/demo", params={"wait": 60}).json()["stage"] == "ready"


def test_it_tells_that_the_engine_is_compiled(
    new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, may_go_on = Event(), Event()

    def never_compiled() -> bool:
        looked.set()
        return False

    def slowly() -> Scenario:
        assert looked.wait(60)
        assert may_go_on.wait(60)
        return town()

    monkeypatch.setattr(demo, "_city", slowly)
    monkeypatch.setattr(demo, "_QUICK_S", 0.0)
    monkeypatch.setattr(demo, "_is_compiled", never_compiled)
    with served(new) as client:
        found: dict[str, object] = {"stage": ""}
        while found["stage"] != "compiling":
            found = client.get("/api/demo").json()
        assert (found["ready"], found["scenario_id"]) == (False, None)
        may_go_on.set()
        assert client.get("/api/demo", params={"wait": 60}).json()["stage"] == "ready"


def test_it_is_still_there_after_a_restart_and_stands_where_it_was_left(new: Settings) -> None:
    with served(new) as client:
        first = client.get("/api/demo", params={"wait": 60}).json()
        body = {"do": "seek", "at": "9h"}
        assert client.post(f"/api/twins/{first['twin_id']}/commands", json=body).status_code == 200
    with served(new) as client:
        assert client.get("/api/demo", params={"wait": 60}).json() == first
        twins = client.get("/api/twins").json()["items"]
        assert [(one["id"], one["now_s"]) for one in twins] == [(first["twin_id"], 32_400.0)]


def test_who_deletes_it_has_deleted_it(new: Settings) -> None:
    with served(new) as client:
        twin = client.get("/api/demo", params={"wait": 60}).json()["twin_id"]
        assert client.delete(f"/api/twins/{twin}").status_code == 204
        answer = client.get("/api/demo")
        assert (answer.status_code, answer.json()["detail"]) == (404, "The demo has been deleted.")
    with served(new) as client:
        assert client.get("/api/demo", params={"wait": 60}).status_code == 404
        assert client.get("/api/twins").json()["items"] == []


def test_what_was_broken_off_is_gone_on_with(new: Settings) -> None:
    with TestClient(create_app(new), base_url=URL) as client:
        client.app.state.server.scenarios.add(town())  # type: ignore[attr-defined]  # FastAPI
    with served(new) as client:
        assert client.get("/api/demo", params={"wait": 60}).json()["ready"] is True


def test_a_twin_that_was_made_before_it_was_noted_down_is_the_demo(new: Settings) -> None:
    with served(new) as client:
        first = client.get("/api/demo", params={"wait": 60}).json()
    (new.data / "demo.json").unlink()
    with served(new) as client:
        assert client.get("/api/demo", params={"wait": 60}).json() == first
        assert len(client.get("/api/twins").json()["items"]) == 1


def test_a_twin_of_somebody_is_not_the_demo(new: Settings) -> None:
    with TestClient(create_app(new), base_url=URL) as client:
        city = client.app.state.server.scenarios.add(town())  # type: ignore[attr-defined]  # FastAPI
        body = {"from": {"scenario": str(city.id)}}
        assert client.post("/api/twins", json=body).status_code == 201
    with served(new) as client:
        answer = client.get("/api/demo", params={"wait": 60})
        assert "things of its own" in answer.json()["detail"]


def test_the_server_is_ready_once_and_for_all(
    new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, may_go_on = Event(), Event()
    look_ahead = Questions.look_ahead

    def slowly(questions: Questions, *arguments: Any) -> "asyncio.Task[Any]":
        async def wait() -> None:
            begins.set()
            await asyncio.to_thread(may_go_on.wait, 60)
            await look_ahead(questions, *arguments)

        return asyncio.get_running_loop().create_task(wait())

    monkeypatch.setattr(Questions, "look_ahead", slowly)
    with served(new) as client:
        server: Server = client.app.state.server  # type: ignore[attr-defined]  # it is FastAPI
        assert begins.wait(60)
        with pytest.raises(NotReadyError):  # the demo is there, and others are still to start
            server.check_workers()
        may_go_on.set()
        until(lambda: is_ready(server))
        assert not server.jobs.is_loading
        assert not server.questions.is_loading
        assert is_ready(server)


def is_ready(server: Server) -> bool:
    try:
        server.check_workers()
    except NotReadyError:
        return False
    return True


def test_a_server_with_things_of_its_own_has_none(new: Settings) -> None:
    with TestClient(create_app(new), base_url=URL) as client:
        assert client.post("/api/scenarios", json=SCENARIO).status_code == 201
    with served(new) as client:
        answer = client.get("/api/demo", params={"wait": 60})
        assert answer.status_code == 404
        assert "things of its own" in answer.json()["detail"]
        assert client.get("/api/twins").json()["items"] == []


def test_a_server_may_be_started_without_it(new: Settings) -> None:
    with served(replace(new, demo=False)) as client:
        answer = client.get("/api/demo", params={"wait": 60})
        assert answer.status_code == 404
        assert "without a demo" in answer.json()["detail"]


def test_a_demo_that_fails_is_told_and_the_server_serves(
    new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("no city today")

    monkeypatch.setattr(demo, "_city", fail)
    with served(new) as client:
        answer = client.get("/api/demo", params={"wait": 60})
        assert answer.status_code == 404
        assert "could not be prepared" in answer.json()["detail"]
        assert client.get("/api/health").status_code == 200


def test_the_city_of_the_package_is_one_that_servers_take() -> None:
    city = scenario_without_files(dict(read_yaml(moving_city())))
    assert city.start.weekday() == 0
    assert city.fleet is not None
    assert city.fleet.vehicles == 10_000
