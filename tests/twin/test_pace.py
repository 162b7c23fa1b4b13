"""Pace: simulated time by wall time, told to it; no clock runs here."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.twin import Pace

WEEK_S = 604_800.0


def played(
    pace: Pace, seconds: float, per_s: float, wall_s: float = 0.0, frames_per_s: float = 10.0
) -> tuple[float, float]:
    """Play for some wall time with a simulation that does `per_s` simulated seconds in one.

    Return where it stands, and the wall time then.
    """
    now, end = pace.target(wall_s), wall_s + seconds
    while wall_s < end and pace.playing:
        wall_s += max(pace.wait_s(wall_s, frames_per_s), 1e-3)
        target = pace.target(wall_s)
        wall_s += (target - now) / per_s
        now = target
        pace.reached(now, wall_s)
    return now, wall_s


@pytest.mark.parametrize("speed", [1.0, 60.0, 3600.0, 100_000.0])
def test_a_quick_simulation_holds_the_speed(speed: float) -> None:
    pace = Pace(0.0, 1e9, speed)
    pace.play(5.0)
    now, wall_s = played(pace, 20.0, per_s=1e7, wall_s=5.0)
    assert now == pytest.approx((wall_s - 5.0) * speed, rel=0.01)
    assert pace.speed == pytest.approx(speed, rel=0.02)
    assert not pace.late


def test_a_slow_one_is_late_and_goes_as_fast_as_it_can() -> None:
    pace = Pace(0.0, 1e9, 10_000.0)
    pace.play(0.0)
    now, wall_s = played(pace, 30.0, per_s=2_500.0)
    assert pace.late
    assert pace.speed == pytest.approx(2_500.0, rel=0.05)
    assert now == pytest.approx(2_500.0 * wall_s, rel=0.05)


def test_no_step_takes_long_however_slow_the_simulation_is() -> None:
    """A pause is obeyed between two steps."""
    pace, now, wall_s, longest = Pace(0.0, 1e9, 100_000.0), 0.0, 0.0, 0.0
    pace.play(0.0)
    for step in range(200):
        target = pace.target(wall_s)
        took_s = (target - now) / 1_000.0
        longest = max(longest, took_s if step > 10 else 0.0)
        now, wall_s = target, wall_s + max(took_s, 1e-3)
        pace.reached(now, wall_s)
    assert 0.05 < longest < 0.3


def test_what_was_lost_is_not_caught_up_but_for_half_a_second() -> None:
    pace = Pace(0.0, 1e9, 100.0)
    pace.play(0.0)
    pace.reached(pace.target(10.0), 10.0)
    now = pace.target(10.1)
    pace.reached(now, 10.1)
    assert now < 100.0
    later, wall_s = played(pace, 5.0, per_s=1e7, wall_s=10.1)
    assert -1.0 <= later - now - (wall_s - 10.1) * 100.0 <= 0.5 * 100.0
    assert not pace.late


def test_paused_it_stands() -> None:
    pace = Pace(50.0, WEEK_S)
    assert pace.target(100.0) == 50.0
    pace.play(100.0)
    assert pace.target(100.05) == pytest.approx(50.05)
    pace.reached(50.05, 100.05)
    pace.pause()
    assert (pace.playing, pace.late, pace.target(500.0)) == (False, False, 50.05)
    pace.play(600.0)
    assert pace.target(600.05) == pytest.approx(50.1)


@pytest.mark.parametrize(
    "change", [lambda pace: pace.set_speed(60.0, 7.0), lambda pace: pace.moved(1_000.0, 7.0)]
)
def test_a_change_counts_from_its_moment(change: Callable[[Pace], None]) -> None:
    pace = Pace(0.0, WEEK_S)
    pace.play(0.0)
    now, _ = played(pace, 7.0, per_s=1e6)
    change(pace)
    now = pace.target(7.0)
    assert pace.playing
    assert pace.target(7.05) - now == pytest.approx(0.05 * pace.wanted)


def test_it_pauses_at_the_horizon_and_does_not_play_from_there() -> None:
    pace = Pace(0.0, 100.0, 1_000.0)
    pace.play(0.0)
    assert played(pace, 5.0, per_s=1e6)[0] == 100.0
    assert not pace.playing
    pace.play(10.0)
    assert not pace.playing
    pace.moved(40.0, 11.0)
    pace.play(11.0)
    assert pace.playing


@pytest.mark.parametrize(
    ("speed", "message"),
    [
        (0.5, "0.5 is not from 1 to 100,000"),
        (100_001, "is not from 1 to 100,000"),
        (float("nan"), "is not from"),
        ("60", "'60' is no number"),
        (True, "True is no number"),
    ],
)
def test_other_speeds_are_refused(speed: float, message: str) -> None:
    pace = Pace(0.0, WEEK_S)
    with pytest.raises(ValueError, match=message):
        pace.set_speed(speed, 0.0)
    assert pace.wanted == 1.0
    with pytest.raises(ValueError, match=message):
        Pace(0.0, WEEK_S, speed)


@given(
    st.lists(st.tuples(st.floats(0.0, 3.0), st.floats(0.0, 1.0)), max_size=30),
    st.floats(1.0, 1e5),
)
def test_time_never_goes_back_nor_beyond_what_is_due(
    steps: list[tuple[float, float]], speed: float
) -> None:
    pace, now, wall_s = Pace(10.0, WEEK_S, speed), 10.0, 0.0
    pace.play(0.0)
    for waited_s, part in steps:
        wall_s += waited_s
        target = pace.target(wall_s)
        due = 10.0 + speed * wall_s
        assert now <= target <= min(max(due, now) * (1.0 + 1e-12), WEEK_S)
        now += part * (target - now)  # as much as it came to
        pace.reached(now, wall_s)
