"""A bare compiled event loop of swap stations: the floor under the kernel.

The same arrivals, lines, bays and chargers, and every event is scheduled; but no identities, KPIs
or log, and random numbers as they come. A battery handed out keeps its charger until it would be
full. Pending events of a station stand in a small sorted array,
the soonest last.
"""

import math
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

import numba
import numpy as np
import numpy.typing as npt

from voltwin.bench.plain_stations import VALUES, PlainStation, plain_stations
from voltwin_core.station.parameters import Parameters

ARRIVAL, SWAP_END, READY, FULL, PATIENCE = range(5)
_LINE = 1000  # most vehicles that wait

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile; the type checker sees the function unchanged."""
    result: Callable[P, R] = numba.njit(nogil=True, error_model="numpy")(function)
    return result


@compiled
def push(times: Floats, kinds: Ints, count: int, t: float, kind: int) -> int:
    """Insert a pending event; return how many there are."""
    i = count
    while i > 0 and times[i - 1] < t:
        times[i], kinds[i] = times[i - 1], kinds[i - 1]
        i -= 1
    times[i], kinds[i] = t, kind
    return count + 1


@compiled
def cancel(times: Floats, kinds: Ints, count: int, t: float) -> int:
    """Take the end of a patience off the pending events; return how many are left."""
    i = count - 1
    while times[i] != t or kinds[i] != PATIENCE:
        i -= 1
    for k in range(i, count - 1):
        times[k], kinds[k] = times[k + 1], kinds[k + 1]
    return count - 1


@compiled
def leave(line: Floats, waiting: int, t: float) -> int:
    """Take the vehicle whose patience ends at `t` out of the line; return how many still wait."""
    i = 0
    while line[i] != t:
        i += 1
    for k in range(i, waiting - 1):
        line[k] = line[k + 1]
    return waiting - 1


@compiled
def next_arrival(per_s: Floats, t: float, until_s: float) -> float:
    """Return the next arrival after `t` [s], or infinity."""
    exponential = np.random.exponential()
    while t < until_s:
        hour = int(t / 3600.0)
        rate, end = per_s[hour % 168], (hour + 1) * 3600.0
        if rate * (end - t) > exponential:
            return float(t + exponential / rate)
        exponential -= rate * (end - t)
        t = end
    return math.inf


@compiled
def simulate_one(  # noqa: C901, PLR0912, PLR0915 - one loop: calls would blur the floor
    numbers: Ints,
    per_s: Floats,
    swap_s: Floats,
    patience_s: Floats,
    to_ready_s: Floats,
    to_full_s: float,
    until_s: float,
) -> tuple[int, int]:
    """Simulate a station from its numbers (bays, chargers, ...); return (arrivals, lost)."""
    bays, chargers, places, loses, ready, queued = numbers
    size = bays + chargers + _LINE + 2
    times, kinds = np.empty(size), np.empty(size, np.int64)
    line = np.empty(_LINE)
    waiting = arrived = lost = 0
    count = push(times, kinds, 0, next_arrival(per_s, 0.0, until_s), ARRIVAL)
    t = 0.0
    while True:
        while waiting > 0 and ready > 0 and bays > 0:  # the head of the line begins its swap
            if line[0] < math.inf:
                count = cancel(times, kinds, count, line[0])
            waiting = leave(line, waiting, line[0])
            ready, bays = ready - 1, bays - 1
            swap_end = t + swap_s[np.random.randint(VALUES)]
            count = push(times, kinds, count, swap_end, SWAP_END)
        while queued > 0 and chargers > 0:
            queued, chargers = queued - 1, chargers - 1
            count = push(times, kinds, count, t + to_ready_s[np.random.randint(VALUES)], READY)
        count -= 1
        t, kind = times[count], kinds[count]
        if t >= until_s:
            return arrived, lost
        if kind == ARRIVAL:
            arrived += 1
            count = push(times, kinds, count, next_arrival(per_s, t, until_s), ARRIVAL)
            unclaimed = ready - waiting
            if unclaimed > 0 and bays > 0:
                ready, bays = ready - 1, bays - 1
                swap_end = t + swap_s[np.random.randint(VALUES)]
                count = push(times, kinds, count, swap_end, SWAP_END)
            elif waiting >= places or (loses and unclaimed <= 0):
                lost += 1
            else:
                patience_end = t + patience_s[np.random.randint(VALUES)]
                if patience_end < math.inf:
                    count = push(times, kinds, count, patience_end, PATIENCE)
                line[waiting] = patience_end
                waiting += 1
        elif kind == SWAP_END:
            bays, queued = bays + 1, queued + 1
        elif kind == READY:
            ready += 1
            count = push(times, kinds, count, t + to_full_s, FULL)
        elif kind == FULL:
            chargers += 1
        else:
            waiting = leave(line, waiting, t)
            lost += 1


@compiled
def simulate_all(
    numbers: Ints,
    per_s: Floats,
    swap_s: Floats,
    patience_s: Floats,
    to_ready_s: Floats,
    to_full_s: Floats,
    until_s: float,
    seed: int,
) -> tuple[int, int]:
    """Simulate stations one after another; return (arrivals, lost)."""
    np.random.seed(seed)
    arrived = lost = 0
    for i in range(len(numbers)):
        here = simulate_one(
            numbers[i], per_s[i], swap_s[i], patience_s[i], to_ready_s[i], to_full_s[i], until_s
        )
        arrived, lost = arrived + here[0], lost + here[1]
    return arrived, lost


class BareLoop:
    """A network as the loop's tables."""

    def __init__(self, stations: Iterable[PlainStation]) -> None:
        of = list(stations)
        numbers = [
            (s.bays, s.chargers, min(s.queue_places, _LINE), s.loses, s.ready, s.to_charge)
            for s in of
        ]
        self._tables = (
            np.array(numbers, np.int64),
            np.array([s.per_s for s in of]),
            np.array([s.swap_s for s in of]),
            np.array([s.patience_s for s in of]),
            np.array([s.to_ready_s for s in of]),
            np.array([s.to_full_s for s in of]),
        )

    def run(self, until_s: float, seed: int) -> tuple[int, int]:
        """Simulate and return (arrivals, lost)."""
        arrived, lost = simulate_all(*self._tables, until_s, seed)
        return int(arrived), int(lost)


def run_bare(parameters: Parameters, until_s: float, seed: int) -> tuple[int, int]:
    """Simulate all stations and return (arrivals, lost)."""
    return BareLoop(plain_stations(parameters)).run(until_s, seed)
