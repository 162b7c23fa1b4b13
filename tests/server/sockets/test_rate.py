"""Whoever acknowledges in time gets every frame; whoever does not gets fewer, and then none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.sockets.rate import (
    FULL_S,
    MOST_ON_THE_WAY,
    STEPS,
    AcknowledgementError,
    Rate,
)


def watched(rate: Rate, line_s: float, seconds: float) -> list[float]:
    """Return when frames are sent that come ten times a second and are acknowledged each, after the
    time that a line takes."""
    sent: list[float] = []
    coming: list[tuple[float, int]] = []
    for tick in range(round(seconds / 0.01)):
        now = tick * 0.01
        while coming and coming[0][0] <= now:
            rate.acknowledged(coming.pop(0)[1])
        if tick % round(FULL_S / 0.01) == 0 and rate.wait_s(now) == 0.0:
            sent.append(now)
            rate.sent(tick + 1, now)
            coming.append((now + line_s, tick + 1))
    return sent


def test_who_is_near_gets_every_frame() -> None:
    assert len(watched(Rate(), line_s=0.02, seconds=10)) == 100


def test_who_is_far_gets_every_frame_too() -> None:
    assert len(watched(Rate(), line_s=0.2, seconds=10)) == 100


@pytest.mark.parametrize(("line_s", "step"), [(1.0, 1), (2.0, 2), (4.0, 3)])
def test_who_is_slow_gets_every_second_fourth_or_eighth(line_s: float, step: int) -> None:
    rate = Rate()
    sent = watched(rate, line_s, seconds=60)
    assert rate.step == step
    late = [after - before for before, after in pairwise(sent) if before > 40]
    assert min(late) >= STEPS[step] - 1e-9


def test_who_acknowledges_nothing_gets_a_few_frames() -> None:
    rate = Rate()
    for number in range(1, MOST_ON_THE_WAY + 1):
        assert rate.wait_s(now=float(number)) == 0.0
        rate.sent(number, now=float(number))
    assert rate.wait_s(now=1e9) is None
    assert rate.stuck_s(now=100.0) == 100.0 - MOST_ON_THE_WAY
    rate.acknowledged(MOST_ON_THE_WAY)
    assert rate.wait_s(now=1e9) == 0.0
    assert rate.stuck_s(now=100.0) == 0.0


def test_a_line_that_recovers_gets_every_frame_again() -> None:
    rate = Rate()
    for number in range(1, MOST_ON_THE_WAY + 1):
        rate.sent(number, now=0.0)
    assert rate.step == 1
    now = 1.0
    rate.acknowledged(MOST_ON_THE_WAY)
    for number in range(100, 130):
        now += 1.0
        assert rate.wait_s(now) == 0.0
        rate.sent(number, now)
        rate.acknowledged(number)
    assert rate.step == 0


@pytest.mark.parametrize("number", [0, 3, 6, 2**53])
def test_only_what_is_on_its_way_is_acknowledged(number: int) -> None:
    rate = Rate()
    for sent in (3, 4, 5):
        rate.sent(sent, now=0.0)
    rate.acknowledged(4)
    with pytest.raises(AcknowledgementError):
        rate.acknowledged(number)
    rate.acknowledged(5)


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 2.0)), max_size=200))
def test_never_more_on_the_way_than_allowed_and_never_stuck(
    happens: list[tuple[bool, float]],
) -> None:
    rate, now, on_the_way, number = Rate(), 0.0, list[int](), 0
    for acknowledges, seconds in happens:
        now += seconds
        if acknowledges and on_the_way:
            count = 1 + int(now) % len(on_the_way)
            rate.acknowledged(on_the_way[count - 1])
            del on_the_way[:count]
        elif rate.wait_s(now) == 0.0:
            number += 1
            rate.sent(number, now)
            on_the_way.append(number)
        assert len(on_the_way) <= MOST_ON_THE_WAY
        assert 0 <= rate.step < len(STEPS)
        wait = rate.wait_s(now)
        assert (wait is None) == (len(on_the_way) == MOST_ON_THE_WAY)
        assert wait is None or wait <= STEPS[-1]


def test_who_acknowledges_slowly_and_steadily_is_not_stuck() -> None:
    rate, now = Rate(), 0.0
    for number in range(1, MOST_ON_THE_WAY + 1):
        rate.sent(number, now)
    for number in range(1, 100):
        now += 3.0
        rate.acknowledged(number)
        rate.sent(number + MOST_ON_THE_WAY, now)
        assert rate.stuck_s(now) == 0.0
    assert rate.stuck_s(now + 3.0) == 3.0
