"""What ends on its own is waited for, whatever the server does meanwhile."""

from collections.abc import Callable
from uuid import UUID

import pytest

from voltwin.client import waiting
from voltwin.client.answers import Ending, Progress
from voltwin.client.errors import ApiError, JobError, NoConnectionError
from voltwin.client.waiting import refuse_failed, until_ended
from voltwin.store.records import Status

ID = UUID("0190c5a1-5f00-7000-8000-000000000000")
HALF = Progress(done=1, wanted=2)


class Clock:
    """Time that passes only where somebody sleeps or asks."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(waiting, "monotonic", lambda: clock.now)
    monkeypatch.setattr(waiting, "sleep", clock.sleep)
    return clock


def job(clock: Clock, ends: float, *, takes: float = 0.0) -> Callable[[float], Ending]:
    """Return what tells of a job that ends at a time, and takes so long to answer."""

    def look(wait: float) -> Ending:
        clock.now += takes
        if clock.now >= ends:
            return Ending(id=ID, status=Status.COMPLETED)
        return Ending(id=ID, status=Status.RUNNING, progress=HALF)

    return look


def test_who_answers_at_once_is_not_asked_all_the_time(clock: Clock) -> None:
    asked: list[float] = []
    ends_late = job(clock, 10.0)

    def look(wait: float) -> Ending:
        asked.append(clock.now)
        return ends_late(wait)

    assert until_ended(look, None, None).status is Status.COMPLETED
    assert asked == [float(second) for second in range(11)]


def test_progress_is_told_until_the_end(clock: Clock) -> None:
    told: list[Progress] = []
    until_ended(job(clock, 3.5, takes=1.0), None, told.append)
    assert told == [HALF] * 3


def test_a_timeout_says_where_it_is(clock: Clock) -> None:
    with pytest.raises(TimeoutError, match="not ended in 5 s: it is RUNNING"):
        until_ended(job(clock, 60.0), 5.0, None)
    assert clock.now == 5.0


@pytest.mark.parametrize(
    "trouble", [NoConnectionError("it cannot be reached"), ApiError(503, "Not ready")]
)
def test_a_server_that_starts_again_is_waited_for(clock: Clock, trouble: Exception) -> None:
    ended = job(clock, 40.0)

    def look(wait: float) -> Ending:
        if 10.0 <= clock.now < 40.0:
            raise trouble
        return ended(wait)

    assert until_ended(look, None, None).status is Status.COMPLETED
    clock.now = 0.0
    with pytest.raises(TimeoutError, match="the server is away"):
        until_ended(look, 20.0, None)


def test_a_server_that_stays_away_is_given_up(clock: Clock) -> None:
    def look(wait: float) -> Ending:
        raise NoConnectionError("it cannot be reached")

    with pytest.raises(NoConnectionError):
        until_ended(look, None, None)
    assert 60.0 <= clock.now < 65.0


def test_what_the_server_refuses_is_raised_at_once(clock: Clock) -> None:
    def look(wait: float) -> Ending:
        raise ApiError(404, "There is no such thing")

    with pytest.raises(ApiError, match="no such thing"):
        until_ended(look, None, None)
    assert clock.now == 0.0


def test_what_has_failed_says_why() -> None:
    with pytest.raises(JobError, match=r"The run .* is FAILED: out of memory"):
        refuse_failed("run", Ending(id=ID, status=Status.FAILED, error="out of memory"))
    refuse_failed("run", Ending(id=ID, status=Status.COMPLETED))
