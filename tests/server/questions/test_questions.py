"""Questions to processes: one at a time, and none goes on of which nobody waits for the answer."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from anyio import to_thread
from tests.server.jobs.workplace import PATIENCE_S

from voltwin_server.jobs.begin import Life, end_with
from voltwin_server.questions import looking
from voltwin_server.questions import questions as module
from voltwin_server.questions.looking import Looked
from voltwin_server.questions.questions import Look, Questions


def begin(life: Connection, *_: Any) -> None:
    """Begin as processes of the server do, but with nothing loaded."""
    end_with(life)


def hangs() -> None:
    time.sleep(600)


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Questions]:
    monkeypatch.setattr(module, "begin", begin)
    monkeypatch.setattr(module, "_SOON_S", 0.0)
    life = Life.new()
    questions = Questions(tmp_path / "spool", life, store_url=str(tmp_path / "store"))
    yield questions
    questions.stop()
    life.close()


def test_nothing_is_left_of_a_call_that_is_given_up_while_it_begins(
    questions: Questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, begins, has_left = questions._longer, Event(), Event()
    former = process.begin

    def slowly(*args: Any) -> Any:
        begins.set()
        assert has_left.wait(PATIENCE_S)
        return former(*args)

    async def ask() -> int:
        with monkeypatch.context() as patch:
            patch.setattr(process, "begin", slowly)
            asked = asyncio.ensure_future(questions._asked(process, hangs))
            await to_thread.run_sync(begins.wait, PATIENCE_S)
        asked.cancel()
        has_left.set()
        with suppress(asyncio.CancelledError):
            await asked
        async with asyncio.timeout(PATIENCE_S):
            return await questions._asked(process, os.getpid)

    assert asyncio.run(ask()) != os.getpid()


@pytest.mark.parametrize(("wait_s", "expected"), [(0.0, [True]), (60.0, [False, False, False])])
def test_what_is_known_so_far_is_told_when_nobody_waits_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_s: float, expected: list[bool]
) -> None:
    """What takes long to tell is not made for who asks again."""
    asked = list[bool]()

    async def ask() -> bytes:
        life = Life.new()
        questions = Questions(tmp_path / "spool", life, store_url=str(tmp_path / "store"))

        async def answer(*_: Any, is_last: bool) -> Looked:
            asked.append(is_last)
            is_whole = len(asked) == 3
            return Looked(b"told" if is_whole or is_last else b"", is_whole)

        monkeypatch.setattr(questions, "_asked", answer)
        twin: Any = SimpleNamespace(
            folder=SimpleNamespace(path=tmp_path), report=SimpleNamespace(number=1)
        )
        try:
            return await questions.looked(twin, Look(looking.marks, ()), wait_s)
        finally:
            life.close()

    assert asyncio.run(ask()) == b"told"
    assert asked == expected
