"""Forecasts of a process: few wait, the same is made once, what nobody waits for is given up."""

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from voltwin.twin.forecasting import GivenUpError, Prospect
from voltwin_server.problems import NOT_FOUND, ProblemError
from voltwin_server.twins.forecasts import MOST, Asked, Forecasts, spare_threads
from voltwin_server.twins.hosted import told as as_told
from voltwin_server.twins.wanted import Wanted
from voltwin_server.twins.wire import Answer

LONG_S = 30.0
TWIN, OTHER = uuid4(), uuid4()


class Slow:
    """Stands for a `Prospect`: its replications go on when the test says so."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.given_up = Event(), Event(), Event()
        self.options: list[dict[str, Any]] = []

    def forecast(self, *, is_wanted: Any, **options: Any) -> str:
        self.options.append(options)
        self.begun.set()
        while not self.go_on.wait(0.001):
            if not is_wanted():
                self.given_up.set()
                raise GivenUpError
        return "bands"


class Making:
    """The forecasts of a process, what they are asked, and what they answer."""

    def __init__(self) -> None:
        self.wanted, self.answers = Wanted(), SimpleQueue[Answer]()
        self.forecasts = Forecasts(self.wanted, self._say, as_told)
        self.slow: list[Slow] = []
        self._numbers = 0

    def _say(self, answer: Answer) -> None:
        self.wanted.remove(answer.number)
        self.answers.put(answer)

    def ask(self, about: object = "now", twin: UUID = TWIN, slow: Any = None) -> int:
        """Return the number of a question whose answer is its number, too."""
        self._numbers += 1
        number = self._numbers

        def prospect() -> Any:
            self.slow.append(slow or Slow())
            return self.slow[-1]

        self.wanted.add(number)
        asked = Asked(about, prospect, {"hours": 1.0}, lambda found: (found, number))
        self.forecasts.ask(twin, number, asked)
        return number

    def let_go_on(self) -> None:
        for slow in self.slow:
            if isinstance(slow, Slow):
                slow.go_on.set()

    def leave(self, number: int) -> None:
        self.wanted.remove(number)
        self.forecasts.tidy()

    def answered(self, count: int) -> dict[int, Any]:
        """Return what so many questions are answered with, by number."""
        found = [self.answers.get(timeout=LONG_S) for _ in range(count)]
        return {one.number: one.error or one.value for one in found}


@pytest.fixture
def making() -> Iterator[Making]:
    made = Making()
    yield made
    made.let_go_on()


def test_the_same_question_is_made_once_for_all_who_ask(making: Making) -> None:
    numbers = [making.ask() for _ in range(3)]
    assert making.slow[0].begun.wait(LONG_S)
    numbers += [making.ask() for _ in range(3)]
    making.slow[0].go_on.set()
    assert making.answered(6) == {number: ("bands", number) for number in numbers}
    assert len(making.slow) == 1
    assert making.slow[0].options == [{"hours": 1.0, "threads": spare_threads()}]
    making.ask()
    assert len(making.slow) == 2


def test_another_question_of_a_twin_or_of_another_is_made_by_itself(making: Making) -> None:
    making.ask("now")
    making.ask("later")
    making.ask("now", twin=OTHER)
    assert len(making.slow) == 3
    making.let_go_on()
    assert set(making.answered(3)) == {1, 2, 3}


def test_few_may_wait_and_the_next_one_is_told_to_ask_again(making: Making) -> None:
    for number in range(MOST):
        making.ask(number)
    with pytest.raises(ProblemError) as refused:
        making.ask("one more")
    assert (refused.value.status_code, refused.value.headers) == (503, {"Retry-After": "5"})
    assert len(making.slow) == MOST  # of the one more no state was copied
    making.ask(0)  # the same is no other one


def test_what_is_made_is_given_up_when_the_last_who_asks_has_left(making: Making) -> None:
    first, second = making.ask(), making.ask()
    (slow,) = making.slow
    assert slow.begun.wait(LONG_S)
    making.leave(first)
    assert not slow.given_up.is_set()
    making.leave(second)
    assert slow.given_up.wait(LONG_S)
    third = making.ask("something else")
    making.slow[-1].go_on.set()
    assert set(making.answered(1)) == {third}


def test_what_waits_is_let_go_of_when_who_asks_has_left(making: Making) -> None:
    making.ask("first")
    waiting = [making.ask(number) for number in range(1, MOST)]
    for number in waiting:
        making.leave(number)
    for number in range(1, MOST):
        making.ask(("again", number))
    making.let_go_on()
    assert len(making.answered(MOST)) == MOST
    assert [slow.begun.is_set() for slow in making.slow[1:MOST]] == [False] * (MOST - 1)


def test_who_has_left_before_the_twin_came_to_it_costs_nothing(making: Making) -> None:
    asked = Asked("now", lambda: pytest.fail("copied"), {}, lambda found: found)
    making.forecasts.ask(TWIN, 99, asked)


def test_who_comes_while_a_forecast_is_given_up_has_it_made(making: Making) -> None:
    class Late(Slow):
        """Somebody comes for it just when it is given up."""

        def forecast(self, **how: Any) -> str:
            if not self.options:
                self.options.append({})
                making.wanted.remove(1)
                making.ask()
                raise GivenUpError
            return super().forecast(**how)

    late = Late()
    late.go_on.set()
    making.ask(slow=late)
    assert making.answered(1) == {2: ("bands", 2)}
    assert making.slow == [late]


def test_a_twin_that_leaves_takes_its_forecasts_with_it(making: Making) -> None:
    mine, waits, other = making.ask(), making.ask("later"), making.ask("now", twin=OTHER)
    assert making.slow[0].begun.wait(LONG_S)
    making.forecasts.leave(TWIN, ProblemError(NOT_FOUND, "The twin has been deleted."))
    answers = making.answered(2)
    assert {number: one.status_code for number, one in answers.items()} == {mine: 404, waits: 404}
    assert making.slow[0].given_up.wait(LONG_S)
    making.slow[2].go_on.set()
    assert set(making.answered(1)) == {other}
    assert not making.slow[1].begun.is_set()


def test_what_goes_wrong_is_told_to_each_and_the_next_one_is_made(making: Making) -> None:
    class Failing(Slow):
        def forecast(self, **how: Any) -> str:
            super().forecast(**how)
            raise ZeroDivisionError

    failing = Failing()
    for _ in range(2):
        making.ask(slow=failing)
    assert failing.begun.wait(LONG_S)
    failing.go_on.set()
    assert [one.status_code for one in making.answered(2).values()] == [500, 500]
    number = making.ask()
    making.slow[-1].go_on.set()
    assert making.answered(1) == {number: ("bands", number)}


def test_too_much_is_a_problem_of_who_asks(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.twin.test_forecasting import standing

    monkeypatch.setattr("voltwin.twin.forecasting.MOST_VALUES", 1)
    making.ask(slow=Prospect(standing(0.0)))
    (error,) = making.answered(1).values()
    assert (error.status_code, error.kind.slug) == (422, "too-much")
    assert error.detail.startswith("Forecast: 20 replications of 4 slots at 2 stations")
