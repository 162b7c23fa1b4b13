"""Who goes away is not worked for any longer."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.server.jobs.workplace import until
from tests.server.running import running

from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.questions.what_if import Question
from voltwin_server.settings import Settings

PAIRS = 10_000


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

    async def watched(question: Question, pairs: int) -> object:
        asked.append(pairs)
        return await effects(question, pairs)

    questions.effects = watched
    fields = {"scenario": SCENARIO, "changes": CHANGES, "replications": PAIRS}
    body = json.dumps(fields).encode()
    head = f"POST /api/what-if HTTP/1.1\r\nHost: {address[0]}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(address, timeout=120) as client:
        client.sendall(head.encode() + body)
        assert client.recv(15) == b"HTTP/1.1 200 OK"
    until(lambda: questions._waiting.borrowed_tokens == 0)
    assert asked[0] == 1
    assert max(asked) < PAIRS
