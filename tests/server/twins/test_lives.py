"""Twins outlive processes and servers, and sleep when memory does not suffice."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from tests.server.jobs.workplace import until
from tests.server.sockets.page import assert_as_on_the_page
from tests.server.twins.place import LIMITS, Place, place_in

from voltwin_server.problems import ProblemError
from voltwin_server.twins.journal import SERVER, entries
from voltwin_server.twins.residents import MEMORY

CLOSE = {"kind": "close", "stations": ["south"], "for": "1h"}


def seen(place: Place, twin: UUID) -> Any:
    return place.ask(twin, "stations")


def played(place: Place, twin: UUID) -> None:
    """Play on by half an hour."""
    place.do(twin, do="speed", speed=3600)
    place.do(twin, do="play")
    to = place.twins.get(twin).report.now + 1800.0
    until(lambda: place.twins.get(twin).report.now > to)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("twins")) as place:
        yield place


@contextmanager
def memory_of(place: Place, size: int) -> Iterator[None]:
    """Let all twins of a place have so much memory for a while [bytes]."""
    place.twins._residents._bytes = size
    yield
    place.twins._residents._bytes = LIMITS.bytes


def kill(place: Place) -> int:
    """Kill the process of a place, and return what its number was."""
    (process,) = place.processes()
    os.kill(process, signal.SIGKILL)
    return process


def test_a_restart_finds_twins_where_they_were(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        twin, unused = place.create(name="first"), place.create(name="second")
        place.do(twin, do="intervene", what={**CLOSE, "at": "1h"})
        played(place, twin)
    known = {record.id: record for record in (k.record for k in place.twins.list())}
    with place_in(tmp_path) as again:
        assert {k.record.id: k.record for k in again.twins.list()} == known
        found = again.twins.get(twin)
        assert (found.state, found.report.wanted_speed) == ("asleep", 3600.0)
        where = found.report.now
        assert where > 1800.0
        last = list(entries(found.folder.journal))[-1]
        assert (last["do"], last["by"], last["why"]) == ("pause", SERVER, "the server stops")
        assert seen(again, twin)["now"] == where == last["now"]
        assert again.twins.get(unused).state == "asleep"
        assert again.do(twin, do="pause")["number"] == last["number"] + 1
        played(again, twin)
        until(lambda: found.folder.position().now > where + 1800.0)
        kill(again)
    with place_in(tmp_path) as killed:
        assert killed.twins.get(twin).report.now > where + 1800.0
        assert killed.twins.get(twin).state == "asleep"


def test_a_twin_whose_process_dies_is_brought_back_paused(place: Place) -> None:
    twin = place.create()
    watcher = place.watch(twin)
    played(place, twin)
    until(lambda: len(watcher.of("did")) == 2)
    place.twins.get(twin).told = 1  # as if it died between a line of its journal and its word
    process = kill(place)
    until(lambda: bool(watcher.of("interrupted")))
    (interrupted,) = watcher.of("interrupted")
    assert_as_on_the_page(interrupted)
    assert "SIGKILL" in interrupted["why"]
    assert [one["number"] for one in watcher.of("did")] == [1, 2, 2]
    assert watcher.of("did")[1] == watcher.of("did")[2]
    frames = len(watcher.frames)
    until(lambda: len(watcher.frames) > frames)
    assert place.twins.get(twin).report.playing is False
    assert place.processes() != [process]
    assert seen(place, twin)["now"] == interrupted["now"] > 0.0
    assert place.do(twin, do="pause")["number"] == 3
    assert (watcher.reason, place.twins.deaths) == (None, 1)
    place.leave(watcher)


def test_the_longest_unwatched_twin_sleeps_and_wakes_where_it_was(place: Place) -> None:
    first, second = place.create(name="first"), place.create(name="second")
    place.do(first, do="seek", at="3h")
    before = seen(place, first)
    place.do(second, do="seek", at="1h")
    watcher = place.watch(second)
    until(lambda: bool(watcher.frames))
    with memory_of(place, place.twins.get(second).report.bytes + 1):  # room for one
        place.do(second, do="pause")
        until(lambda: place.twins.get(first).state == "asleep")
        assert place.twins.get(second).state == "paused"
        assert place.twins.get(first).folder.asleep.exists()
        np.testing.assert_equal(seen(place, first), before)
        until(lambda: place.twins.get(first).state == "asleep")  # again: the other one is watched
        assert watcher.reason is None
    with memory_of(place, 0), pytest.raises(ProblemError, match="taken by twins that are watched"):
        seen(place, first)
    place.leave(watcher)


def test_a_twin_that_plays_for_nobody_is_paused_when_it_sleeps(place: Place) -> None:
    twin = place.create()
    place.do(twin, do="speed", speed=100)
    place.do(twin, do="play")
    with memory_of(place, 0):
        until(lambda: place.twins.get(twin).state == "asleep")
        last = list(entries(place.twins.get(twin).folder.journal))[-1]
        assert (last["by"], last["do"], last["why"]) == (SERVER, "pause", MEMORY)
        assert place.twins.get(twin).report.now == last["now"]
