"""Arrivals at independent sources: Poisson streams by inversion, traces, and renewal streams.

A non-homogeneous Poisson stream is drawn by inverting its cumulated rate, which is piecewise
linear (Çinlar, "Introduction to Stochastic Processes", 1975): the unit exponential of the next
arrival is walked from breakpoint to breakpoint, each taking rate x seconds from it. A breakpoint is
the start of a local hour or a step of a surge.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock, hour_of, hour_of_week, hour_start
from voltwin_core.distributions import NEVER, Distribution, draw
from voltwin_core.draws import AHEAD, ARRIVAL_GAP, DAY_FACTOR, HOUR_JITTER, uniforms_ahead
from voltwin_core.elementary import log
from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I32, I64, U64, Record, Table
from voltwin_core.several import rounds

POISSON = 0
TRACE = 1
RENEWAL = 2

NO_DATE = -(2**62)  # no date is drawn for yet


class Source(Record):
    """One stream of arrivals."""

    key: U64  # of the entity that the draws belong to
    kind: I32  # POISSON, TRACE or RENEWAL
    profile: I32  # first of 168 factors in the shared numbers, by hour of the week
    base_per_s: F64  # rate before all factors, multipliers included [1/s]
    day_factor: I32  # distribution of the factor of each local date, or NEVER
    hour_jitter: I32  # distribution of the factor of each local hour, or NEVER
    first_surge: I32  # surge steps of this source
    surges: I32
    first_trace: I32  # arrival times of a TRACE in the shared numbers, rising [s]
    traced: I32
    gap: I32  # distribution of the gaps of a RENEWAL stream [s]


class Surge(Record):
    """From `at_s` until the source's next step the rate is multiplied by `factor`."""

    at_s: F64  # [s] from the start of the run
    factor: F64


class SourceState(Record):
    """Where a stream stands."""

    next_at: F64  # the next arrival, infinite when none is left [s]
    ordinal: I64  # its number, from 0
    hour: I64  # hour of the walk, counted from the hour of the start
    hour_end: F64  # [s]
    hour_per_s: F64  # rate of that hour without surge [1/s]
    date: I64  # local date of the factor below, or NO_DATE
    day_factor: F64
    surge: I64  # surge steps already passed
    walked_from: F64  # the arrival before the next one, or 0 [s]


class Demand(NamedTuple):
    """All that the streams of a run are made of."""

    clock: Table[Clock]
    sources: Table[Source]
    states: Table[SourceState]
    surges: Table[Surge]
    distributions: Table[Distribution]
    numbers: npt.NDArray[np.float64]
    gaps: npt.NDArray[np.float64]  # by source: AHEAD unit exponentials to come, and scratch


def room_for_gaps(sources: int) -> npt.NDArray[np.float64]:
    """Return `gaps` of a demand with that many sources."""
    return np.zeros(2 * AHEAD * sources)


@kernel
def first_arrival(demand: Demand, key: int, i: int) -> float:
    """Set source `i` to its first arrival and return when that is [s]; infinite for none."""
    state = demand.states[i]
    state.next_at = 0.0
    state.ordinal = 0
    state.surge = 0
    state.date = NO_DATE
    if demand.sources[i].kind == POISSON:
        _enter_hour(demand, key, i, 0)
    return _schedule(demand, key, i)


@inlined
def next_arrival(demand: Demand, key: int, i: int) -> float:
    """Move source `i` on to its next arrival and return when that is [s]; infinite for none."""
    demand.states[i].ordinal += 1
    return _schedule(demand, key, i)


@kernel
def walk_again(demand: Demand, key: int, i: int) -> float:
    """Return when the next arrival of source `i` is [s], after its surges have changed.

    Nothing is drawn anew: its unit exponential is walked again from the arrival before it.
    """
    if demand.sources[i].kind != POISSON:
        return demand.states[i].next_at
    return _walk_on(demand, key, i, demand.states[i].walked_from)


@kernel
def draw_arrival_again(demand: Demand, key: int, i: int, now: float) -> float:
    """Return when the next arrival of source `i` is [s], drawn anew at `now` by the key of other
    draws. How long a Poisson stream has been waited for tells nothing of its next arrival. Times of
    a trace are given, and the gap of a renewal that is under way stays.
    """
    state = demand.states[i]
    if demand.sources[i].kind != POISSON:
        return state.next_at
    if state.ordinal % AHEAD > 0:  # else they are drawn when they are asked for
        _draw_gaps(demand, key, i, state.ordinal - state.ordinal % AHEAD)
    return _walk_on(demand, key, i, now)


@kernel
def _walk_on(demand: Demand, key: int, i: int, t: float) -> float:
    """Return when the next arrival of a Poisson stream is [s], its unit exponential walked from
    `t`, the hour and surge of which are found first."""
    state, hour = demand.states[i], hour_of(demand.clock, t)
    while hour_start(demand.clock, hour) > t:  # `hour_of` rounds up
        hour -= 1
    state.surge = 0
    state.next_at = t
    state.date = NO_DATE  # the key may be another one
    _enter_hour(demand, key, i, hour)
    return _schedule(demand, key, i)


@inlined
def _schedule(demand: Demand, key: int, i: int) -> float:
    source, state = demand.sources[i], demand.states[i]
    n = state.ordinal
    if source.kind == TRACE:
        state.next_at = demand.numbers[source.first_trace + n] if n < source.traced else math.inf
        return state.next_at
    if source.kind == RENEWAL:
        gap = draw(
            demand.distributions, demand.numbers, source.gap, key, ARRIVAL_GAP, source.key, n
        )
        state.next_at += max(0.0, gap)
        return state.next_at
    first = 2 * AHEAD * i
    if n % AHEAD == 0:
        _draw_gaps(demand, key, i, n)
    exponential = float(demand.gaps[first + n % AHEAD])
    state.walked_from = state.next_at
    state.next_at = _walk(demand, key, i, state.next_at, exponential)
    return state.next_at


@kernel
def _draw_gaps(demand: Demand, key: int, i: int, n: int) -> None:
    """Draw the unit exponentials of arrival `n` of source `i` and of those after it."""
    first = 2 * AHEAD * i
    uniforms_ahead(key, ARRIVAL_GAP >> 1, demand.sources[i].key, n, demand.gaps, first)
    for k in range(first, first + rounds(AHEAD)):
        demand.gaps[k] = -log(demand.gaps[k])


@inlined
def _walk(demand: Demand, key: int, i: int, t: float, exponential: float) -> float:
    """Return when the cumulated rate from `t` on has used up the unit exponential [s]."""
    source, state = demand.sources[i], demand.states[i]
    while t < demand.clock[0].horizon_s:
        end, factor = state.hour_end, 1.0
        if source.surges > 0:
            end, factor = _surge(demand, i, t, end)
        rate = state.hour_per_s * factor
        used = rate * (end - t)
        if exponential <= used:
            return min(t + exponential / rate, end)
        exponential -= used
        t = end
        if t >= state.hour_end:
            _enter_hour(demand, key, i, state.hour + 1)
    return math.inf


@kernel
def _surge(demand: Demand, i: int, t: float, end: float) -> tuple[float, float]:
    """Return (end of the stretch, surge factor on it) from `t` on, not beyond `end`."""
    source, state = demand.sources[i], demand.states[i]
    first = source.first_surge
    while state.surge < source.surges and demand.surges[first + state.surge].at_s <= t:
        state.surge += 1
    factor = demand.surges[first + state.surge - 1].factor if state.surge > 0 else 1.0
    if state.surge < source.surges:
        end = min(end, demand.surges[first + state.surge].at_s)
    return end, factor


@kernel
def _enter_hour(demand: Demand, key: int, i: int, hour: int) -> None:
    """Set the hour of the walk, with its rate: base x profile x day factor x hour jitter."""
    source, state, clock = demand.sources[i], demand.states[i], demand.clock
    local_hour = clock[0].first_hour + hour
    rate = source.base_per_s * demand.numbers[source.profile + hour_of_week(clock, hour)]
    if source.day_factor != NEVER:
        rate *= _day_factor(demand, key, i, local_hour // 24)
    if source.hour_jitter != NEVER:
        rate *= draw(
            demand.distributions,
            demand.numbers,
            source.hour_jitter,
            key,
            HOUR_JITTER,
            source.key,
            local_hour,
        )
    state.hour = hour
    state.hour_end = hour_start(clock, hour + 1)
    state.hour_per_s = rate


@kernel
def _day_factor(demand: Demand, key: int, i: int, date: int) -> float:
    """Return the factor of a local date, drawn once for all of its hours."""
    source, state = demand.sources[i], demand.states[i]
    if state.date != date:
        state.date = date
        state.day_factor = draw(
            demand.distributions,
            demand.numbers,
            source.day_factor,
            key,
            DAY_FACTOR,
            source.key,
            date,
        )
    return state.day_factor
