"""Local time: hours since the epoch, hours of the week, and values that change by the week.

A run starts at second 0. `first_hour` is the local hour, counted from 1970-01-01T00:00 local time,
in which it starts, and `phase_s` the seconds of that hour already gone; both are whole, so the
start of each hour is an exact float.
"""

import math

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I64, Record, Table

HOUR_S = 3600.0
WEEK_S = 604800.0
MARGIN_S = 1.0  # this close to the end of an hour `hour_of` may round up, farther away it cannot
HOURS_PER_WEEK = 168
_EPOCH_HOUR_OF_WEEK = 72  # 1970-01-01 was a Thursday; hour 0 of the week is Monday 00:00


class Clock(Record):
    """One row: where in local time the run starts and how far it reaches."""

    first_hour: I64  # local hour of the start, since 1970-01-01T00:00 local
    phase_s: F64  # seconds of that hour already gone at the start, whole [s]
    week_phase_s: F64  # seconds since Monday 00:00 local at the start, whole [s]
    horizon_s: F64  # end of the run [s]


class Step(Record):
    """One breakpoint of a weekly schedule: `value` holds from `at_s` until the next step."""

    at_s: F64  # seconds since Monday 00:00 local [s]
    value: F64


@kernel
def hour_of(clock: Table[Clock], t: float) -> int:
    """Return the local hour, counted from the hour in which the run starts, that holds `t` [s]."""
    return int(math.floor((clock[0].phase_s + t) / HOUR_S))


@kernel
def hour_start(clock: Table[Clock], hour: int) -> float:
    """Return when an hour, counted as by `hour_of`, begins [s]."""
    return hour * HOUR_S - clock[0].phase_s


@kernel
def hour_of_week(clock: Table[Clock], hour: int) -> int:
    """Return the hour of the week, 0 is Monday 00:00, of an hour counted as by `hour_of`."""
    return (clock[0].first_hour + hour + _EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK


@kernel
def step_at(steps: Table[Step], first: int, count: int, clock: Table[Clock], t: float) -> int:
    """Return the number of the schedule's last change at or before `t`, weeks counted on.

    Change `k` is step `k % count` of week `k // count`, week 0 being that of the run's start.
    A change at exactly `t` has happened. `count` must be at least 1.
    """
    weeks = (clock[0].week_phase_s + t) / WEEK_S
    k = int(math.floor(weeks * count))  # exact for evenly spaced steps, near for others
    while step_time(steps, first, count, clock, k) > t:
        k -= 1
    while step_time(steps, first, count, clock, k + 1) <= t:
        k += 1
    return k


@kernel
def step_time(steps: Table[Step], first: int, count: int, clock: Table[Clock], k: int) -> float:
    """Return when change `k` of a weekly schedule takes place [s]; see `step_at`."""
    return (k // count) * WEEK_S + steps[first + k % count].at_s - clock[0].week_phase_s


@kernel
def step_value(steps: Table[Step], first: int, count: int, k: int) -> float:
    """Return the value that holds from change `k` on; see `step_at`."""
    return steps[first + k % count].value
