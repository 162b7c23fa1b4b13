"""Who goes away is not worked for any longer."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from fastapi import FastAPI
from tests.server.jobs.workplace import until
from tests.server.running import running

from voltwin.scenario.scenario import Scenario
from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.questions.what_if import Question
from voltwin_server.settings import Limits, Settings

PAIRS = 10_000
LONG_S = 120


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(Settings(tmp_path, workers=1))


@pytest.fixture
def address(app: FastAPI, tmp_path: Path) -> Iterator[tuple[str, int]]:
    with running(app, Settings(tmp_path)) as address:
        yield address


def test_a_what_if_of_nobody_is_given_up(app: FastAPI, address: tuple[str, int]) -> None:
    questions, asked = app.state.server.questions, list[int]()
    effects = questions.effects

    async def watched(question: Question, base: Scenario, pairs: int) -> object:
        asked.append(pairs)
        return await effects(question, base, pairs)

    questions.effects = watched
    with asked_for(address, PAIRS) as client:
        assert client.recv(15) == b"HTTP/1.1 200 OK"
    until(lambda: questions._waiting.borrowed_tokens == 0)
    assert asked[0] == 1
    assert max(asked) < PAIRS


def test_nobody_waits_for_what_is_asked_by_nobody(
    app: FastAPI, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who leaves before the first line lets go of the process, though it is in the midst of it."""
    questions = app.state.server.questions
    monkeypatch.setattr("voltwin_server.questions.questions.effects", for_ever)
    with asked_for(address, PAIRS):
        until(lambda: bool(questions._what_if._calls))
    until(lambda: questions._waiting.borrowed_tokens == 0)
    monkeypatch.undo()
    with asked_for(address, 1) as client:
        assert client.recv(15) == b"HTTP/1.1 200 OK"


@pytest.fixture
def run_id(address: tuple[str, int]) -> str:
    """A run that has ended."""
    url, body = f"http://{address[0]}:{address[1]}/api/runs", json.dumps({"scenario": SCENARIO})
    asked = Request(url, body.encode(), {"Content-Type": "application/json"})
    with urlopen(asked, timeout=LONG_S) as answer:
        run_id = str(json.load(answer)["id"])
    with urlopen(f"{url}/{run_id}?wait=60", timeout=LONG_S) as answer:
        assert json.load(answer)["status"] == "COMPLETED"
    return run_id


def test_an_explanation_for_nobody_is_given_up(
    app: FastAPI,
    address: tuple[str, int],
    run_id: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    questions = app.state.server.questions
    explain = partial(when_it_may, tmp_path)
    monkeypatch.setattr("voltwin_server.questions.questions.explanation", explain)
    with explanation_of(address, run_id):
        until((tmp_path / "begun").exists)
    until(lambda: not questions._longer._calls)
    until(lambda: not app.state.server.questions_of_callers._counts)


def test_an_explanation_that_another_one_asked_for_goes_on(
    app: FastAPI,
    address: tuple[str, int],
    run_id: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    counts = app.state.server.questions_of_callers._counts
    explain = partial(when_it_may, tmp_path)
    monkeypatch.setattr("voltwin_server.questions.questions.explanation", explain)
    with explanation_of(address, run_id) as first, explanation_of(address, run_id) as second:
        until(lambda: counts["local"] == 2 and (tmp_path / "begun").exists())
        first.close()
        until(lambda: counts["local"] == 1)
        (tmp_path / "may end").touch()
        assert second.recv(15) == b"HTTP/1.1 200 OK"
    assert (tmp_path / "begun").read_text() == "once "


def when_it_may(folder: Path, *_: Any) -> dict[str, str]:
    """Explain nothing, when that is allowed."""
    with (folder / "begun").open("a") as file:
        file.write("once ")
    until((folder / "may end").exists)
    return {}


def explanation_of(address: tuple[str, int], run_id: str) -> socket.socket:
    """Ask for an explanation, and return the connection."""
    head = f"GET /api/runs/{run_id}/explain HTTP/1.1\r\nHost: {address[0]}\r\n\r\n"
    client = socket.create_connection(address, timeout=LONG_S)
    client.sendall(head.encode())
    return client


def test_a_caller_has_so_many_questions_at_once(
    app: FastAPI, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voltwin_server.questions.questions.effects", for_ever)
    counts = app.state.server.questions_of_callers._counts
    most = Limits().questions_per_token
    with ExitStack() as clients:
        for _ in range(most):
            clients.enter_context(asked_for(address, 1))
        until(lambda: counts["local"] == most)
        client = clients.enter_context(asked_for(address, 1))
        answer = client.recv(10_000)
        assert answer.startswith(b"HTTP/1.1 429")
        assert b"retry-after" in answer.lower()
    until(lambda: not counts)


def for_ever(question: Question, pairs: int) -> None:
    """Take longer than anybody waits."""
    time.sleep(600)


def asked_for(address: tuple[str, int], pairs: int) -> socket.socket:
    """Ask for a what-if, and return the connection."""
    fields = {"scenario": SCENARIO, "changes": CHANGES, "replications": pairs}
    body = json.dumps(fields).encode()
    head = f"POST /api/what-if HTTP/1.1\r\nHost: {address[0]}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    client = socket.create_connection(address, timeout=LONG_S)
    client.sendall(head.encode() + body)
    return client
