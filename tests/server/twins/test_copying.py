"""Copies that a process writes: one at a time, few wait, what nobody waits for is not written."""

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from tests.server.twins.test_folder import RECORD

from voltwin_server.problems import ProblemError
from voltwin_server.twins.copying import Copy, Copying, Write
from voltwin_server.twins.hosted import told
from voltwin_server.twins.wanted import Wanted
from voltwin_server.twins.wire import COPIES_AT_ONCE, Answer

LONG_S = 30.0
TWIN: UUID = RECORD.id


class Writing:
    """The copies of a process, each written when the test says so."""

    def __init__(self) -> None:
        self.wanted, self.answers = Wanted(), SimpleQueue[Answer]()
        self.copying = Copying(self.wanted, self.say, told)
        self.then: list[int] = []  # asked for as soon as one is answered
        self.taken: list[int] = []
        self.begun: list[int] = []
        self.at_once = self.most_at_once = 0
        self.is_writing, self.go_on = Event(), Event()

    def say(self, answer: Answer) -> None:
        if self.then:
            self.ask(self.then.pop(0))
        self.answers.put(answer)

    def ask(self, number: int, error: Exception | None = None) -> None:
        def begin() -> Write:
            self.taken.append(number)
            return write

        def write() -> Any:
            self.begun.append(number)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.is_writing.set()
            assert self.go_on.wait(LONG_S)
            self.at_once -= 1
            if error is not None:
                raise error
            return f"copy {number}"

        self.wanted.add(number)
        self.copying.ask(TWIN, number, Copy(begin))

    def answered(self, count: int) -> dict[int, Any]:
        """Return what so many orders are answered, by number."""
        found = [self.answers.get(timeout=LONG_S) for _ in range(count)]
        return {one.number: one.error or one.value for one in found}


@pytest.fixture
def writing() -> Iterator[Writing]:
    writing = Writing()
    yield writing
    writing.go_on.set()


def test_one_is_written_at_a_time_in_the_order_of_being_asked(writing: Writing) -> None:
    for number in range(COPIES_AT_ONCE):
        writing.ask(number)
    assert writing.is_writing.wait(LONG_S)
    assert writing.begun == [0]
    writing.go_on.set()
    assert writing.answered(COPIES_AT_ONCE) == {n: f"copy {n}" for n in range(COPIES_AT_ONCE)}
    assert writing.begun == list(range(COPIES_AT_ONCE))
    assert writing.most_at_once == 1


def test_no_more_wait_than_there_is_memory_for(writing: Writing) -> None:
    for number in range(COPIES_AT_ONCE):
        writing.ask(number)
    with pytest.raises(ProblemError, match="4 other copies") as refused:
        writing.ask(9)
    assert "Retry-After" in (refused.value.headers or {})
    assert writing.taken == list(range(COPIES_AT_ONCE))


def test_an_answer_makes_room(writing: Writing) -> None:
    for number in range(COPIES_AT_ONCE):
        writing.ask(number)
    writing.then = [8, 9]
    writing.go_on.set()
    assert list(writing.answered(COPIES_AT_ONCE + 2)) == [*range(COPIES_AT_ONCE), 8, 9]


def test_what_nobody_waits_for_makes_room_and_is_not_written(writing: Writing) -> None:
    for number in range(COPIES_AT_ONCE):
        writing.ask(number)
    assert writing.is_writing.wait(LONG_S)
    for number in (1, 2):
        writing.wanted.remove(number)
    writing.ask(8)
    writing.go_on.set()
    assert list(writing.answered(3)) == [0, 3, 8]
    assert writing.begun == [0, 3, 8]


def test_one_that_cannot_be_written_harms_no_other(writing: Writing) -> None:
    writing.go_on.set()
    writing.ask(1, OSError(28, "No space left on device"))
    writing.ask(2)
    answers = writing.answered(2)
    assert answers[1].kind.slug == "crashed"
    assert answers[2] == "copy 2"
