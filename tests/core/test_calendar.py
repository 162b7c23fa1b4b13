"""Local time, against `datetime` and a twin that counts a schedule's changes one by one."""

import math
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kpis.networks import rows

from voltwin_core.calendar import (
    WEEK_S,
    Clock,
    Step,
    hour_of,
    hour_of_week,
    hour_start,
    step_at,
    step_time,
    step_value,
)
from voltwin_core.record import Table

SEVERAL = settings(max_examples=300, deadline=None)
EPOCH = datetime(1970, 1, 1)
STARTS = st.datetimes(datetime(2001, 1, 1), datetime(2060, 1, 1)).map(
    lambda start: start.replace(microsecond=0)
)
# Seconds in eighths are exact, as floats and as timedeltas.
SECONDS = st.integers(0, 8 * 8_000_000).map(lambda eighths: eighths / 8.0)


def clock_at(start: datetime, horizon_s: float = 1e9) -> Table[Clock]:
    """Return the clock of a run that starts then, from datetime alone."""
    since_epoch = start - EPOCH
    monday = datetime(start.year, start.month, start.day) - timedelta(days=start.weekday())
    hour, rest = divmod(since_epoch, timedelta(hours=1))
    return rows(
        Clock,
        [(hour, rest.total_seconds(), (start - monday).total_seconds(), horizon_s)],
    )


@SEVERAL
@given(STARTS, SECONDS)
def test_hours_are_those_of_the_local_clock(start: datetime, t: float) -> None:
    clock, now = clock_at(start), start + timedelta(seconds=t)
    begun = now.replace(minute=0, second=0, microsecond=0)
    first = start.replace(minute=0, second=0)
    hour = hour_of(clock, t)
    assert hour == (begun - first) // timedelta(hours=1)
    assert hour_start(clock, hour) == (begun - start).total_seconds()
    assert hour_of_week(clock, hour) == now.weekday() * 24 + now.hour


@SEVERAL
@given(STARTS, st.integers(0, 100_000))
def test_an_hour_begins_at_its_start_exactly(start: datetime, hour: int) -> None:
    clock = clock_at(start)
    begins = hour_start(clock, hour)
    assert hour_of(clock, begins) == hour
    assert hour_of(clock, math.nextafter(hour_start(clock, hour + 1), 0.0)) in (hour, hour + 1)
    assert hour_of(clock, begins + 3599.5) == hour


def test_the_week_begins_on_monday_at_midnight() -> None:
    clock = clock_at(datetime(2025, 3, 2, 23, 30))  # a Sunday
    assert hour_of_week(clock, 0) == 167
    assert hour_of_week(clock, 1) == 0
    assert hour_start(clock, 1) == 1800.0


# --- weekly schedules -----------------------------------------------------------------------------


@st.composite
def schedules(draw: st.DrawFn) -> list[float]:
    """Return the seconds of the week at which a schedule changes: even, uneven, or just one."""
    count = draw(st.integers(1, 12))
    if draw(st.booleans()):
        return [i * WEEK_S / 168.0 for i in range(168)]
    changes = draw(st.sets(st.integers(0, 604_799), min_size=count, max_size=count))
    return [float(second) for second in sorted(changes)]


def slow_changes(schedule: list[float], phase: float, weeks: int) -> list[tuple[float, int]]:
    """Return (time, number) of all changes from the week before the start on, one by one."""
    return [
        (week * WEEK_S + at - phase, week * len(schedule) + i)
        for week in range(-1, weeks)
        for i, at in enumerate(schedule)
    ]


def table(schedule: list[float]) -> Table[Step]:
    """Return the steps behind two of another schedule; step i has the value 10 i."""
    other = [(0.0, -1.0), (5.0, -2.0)]
    return rows(Step, other + [(at, 10.0 * i) for i, at in enumerate(schedule)])


@SEVERAL
@given(schedules(), STARTS, SECONDS.filter(lambda t: t < 3.0 * WEEK_S))
def test_the_step_in_force_is_the_last_change(
    schedule: list[float], start: datetime, t: float
) -> None:
    clock, steps, count = clock_at(start), table(schedule), len(schedule)
    phase = (start - EPOCH - timedelta(days=4)).total_seconds() % WEEK_S
    time, number = max(c for c in slow_changes(schedule, phase, 5) if c[0] <= t)
    k = step_at(steps, 2, count, clock, t)
    assert k == number
    assert step_time(steps, 2, count, clock, k) == time <= t
    assert step_time(steps, 2, count, clock, k + 1) > t
    assert step_value(steps, 2, count, k) == 10.0 * (number % count)


@SEVERAL
@given(schedules(), STARTS, st.integers(0, 400))
def test_a_change_at_exactly_t_has_happened(
    schedule: list[float], start: datetime, ahead: int
) -> None:
    clock, steps, count = clock_at(start), table(schedule), len(schedule)
    k = step_at(steps, 2, count, clock, 0.0) + 1 + ahead
    change = step_time(steps, 2, count, clock, k)
    assert step_at(steps, 2, count, clock, change) == k
    assert step_at(steps, 2, count, clock, math.nextafter(change, -1.0)) == k - 1


def test_a_change_at_the_very_start_has_happened() -> None:
    clock = clock_at(datetime(2025, 3, 3, 6, 0))  # a Monday
    steps = table([6 * 3600.0, 22 * 3600.0])
    assert step_at(steps, 2, 2, clock, 0.0) == 0
    assert step_time(steps, 2, 2, clock, 1) == 16 * 3600.0


def test_before_the_first_step_of_the_week_the_last_one_holds() -> None:
    clock = clock_at(datetime(2025, 3, 3, 5, 0))
    steps = table([6 * 3600.0, 22 * 3600.0])
    k = step_at(steps, 2, 2, clock, 0.0)
    assert k == -1
    assert step_value(steps, 2, 2, k) == 10.0
    assert step_time(steps, 2, 2, clock, k) == 17 * 3600.0 - WEEK_S


def test_a_schedule_of_one_step_changes_once_a_week() -> None:
    clock = clock_at(datetime(2025, 3, 5))
    steps = table([0.0])
    assert step_at(steps, 2, 1, clock, 0.0) == 0
    assert step_at(steps, 2, 1, clock, 5.0 * 86400.0) == 1
    assert step_value(steps, 2, 1, 7) == 0.0
