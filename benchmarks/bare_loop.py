"""A bare compiled event loop of swap stations: the floor under the kernel.

The same arrivals, lines, bays and chargers, but no identities, KPIs or log, and random numbers as
they come. One station at a time. A battery handed out keeps its charger until it would be full.

Only what can change something for others is an event. While nobody waits for a battery and no
battery for a charger, nothing depends on when a charge is done: charges that were done meanwhile
are counted when a vehicle arrives or a swap ends. Losses are the same as with every event.
"""

import math
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

import numba
import numpy as np
import numpy.typing as npt

from voltwin.bench.plain_stations import VALUES, PlainStation, plain_stations
from voltwin_core.station.parameters import Parameters

_LINE = 1000  # most vehicles that wait
_TO_INDEX = np.uint64(64 - (VALUES.bit_length() - 1))  # VALUES is a power of two

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile; the type checker sees the function unchanged."""
    result: Callable[P, R] = numba.njit(nogil=True, error_model="numpy")(function)
    return result


@compiled
def word(state: Words) -> int:
    """Draw 64 bits: splitmix64."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: int = z ^ (z >> np.uint64(31))
    return result


@compiled
def uniform(state: Words) -> float:
    """Draw from (0, 1)."""
    return float((np.int64(word(state) >> np.uint64(12)) + 0.5) * 2.0**-52)


@compiled
def pick(values: Floats, state: Words) -> float:
    """Draw one of equally likely values."""
    return float(values[np.int64(word(state) >> _TO_INDEX)])


@compiled
def next_arrival(per_s: Floats, t: float, until_s: float, state: Words) -> float:
    """Return the next arrival after `t` [s], or infinity."""
    exponential = -math.log(uniform(state))
    while t < until_s:
        hour = int(t / 3600.0)
        rate, end = per_s[hour % 168], (hour + 1) * 3600.0
        if rate * (end - t) > exponential:
            return float(t + exponential / rate)
        exponential -= rate * (end - t)
        t = end
    return math.inf


@compiled
def insert(ring: Floats, first: int, count: int, t: float) -> None:
    """Insert into a sorted ring, its size a power of two: new times are mostly the latest."""
    mask, i = len(ring) - 1, first + count
    while i > first and ring[(i - 1) & mask] > t:
        ring[i & mask] = ring[(i - 1) & mask]
        i -= 1
    ring[i & mask] = t


@compiled
def leave(line: Floats, i: int, waiting: int) -> None:
    """Close up the line, of ends of patience, behind vehicle `i`; as many as `waiting` stay."""
    for k in range(i, waiting):
        line[k] = line[k + 1]


@compiled
def soonest(line: Floats, waiting: int) -> float:
    """Return when patience next runs out [s], or infinity."""
    least = math.inf
    for i in range(waiting):
        least = min(least, line[i])
    return least


@compiled
def simulate_one(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop: calls would blur the floor
    numbers: Ints,
    per_s: Floats,
    swap_s: Floats,
    patience_s: Floats,
    to_ready_s: Floats,
    to_full_s: float,
    until_s: float,
    rings: tuple[Floats, Floats, Floats],
    line: Floats,
    state: Words,
) -> tuple[int, int]:
    """Simulate a station from its numbers (bays, chargers, ...); return (arrivals, lost)."""
    bays, chargers, places, loses, ready, queued = numbers
    swaps, charges, tops = rings  # sorted times of swap end, ready and full
    mask = len(charges) - 1
    first_swap = n_swaps = first_charge = n_charges = first_top = n_tops = 0
    waiting = arrived = lost = 0
    patience = math.inf
    arrival = next_arrival(per_s, 0.0, until_s, state)
    t = 0.0
    while True:
        while queued > 0 and chargers > 0:
            queued, chargers = queued - 1, chargers - 1
            insert(charges, first_charge, n_charges, t + pick(to_ready_s, state))
            n_charges += 1
        swap_end = swaps[first_swap & mask] if n_swaps > 0 else math.inf
        awaited = queued > 0 or waiting > 0
        charged = charges[first_charge & mask] if awaited and n_charges > 0 else math.inf
        full = tops[first_top & mask] if queued > 0 and n_tops > 0 else math.inf
        t = min(arrival, swap_end, charged, full, patience)
        if t >= until_s:
            return arrived, lost
        while n_charges > 0 and charges[first_charge & mask] <= t:
            tops[(first_top + n_tops) & mask] = charges[first_charge & mask] + to_full_s
            first_charge, n_charges, n_tops = first_charge + 1, n_charges - 1, n_tops + 1
            ready += 1
        begins = False
        if t == arrival:
            arrived += 1
            arrival = next_arrival(per_s, t, until_s, state)
            if ready > waiting and bays > 0:
                begins = True
            elif waiting >= places or (loses and ready <= waiting):
                lost += 1
            else:
                line[waiting] = t + pick(patience_s, state)
                patience = min(patience, line[waiting])
                waiting += 1
        elif t == swap_end:
            first_swap, n_swaps = first_swap + 1, n_swaps - 1
            bays, queued = bays + 1, queued + 1
        elif t == patience:
            i = 0
            while line[i] != t:
                i += 1
            waiting, lost = waiting - 1, lost + 1
            leave(line, i, waiting)
            patience = soonest(line, waiting)
        if queued > 0:
            while n_tops > 0 and tops[first_top & mask] <= t:
                first_top, n_tops, chargers = first_top + 1, n_tops - 1, chargers + 1
        if not begins and waiting > 0 and ready > 0 and bays > 0:  # the head of the line
            begins, waiting = True, waiting - 1
            leave(line, 0, waiting)
            patience = soonest(line, waiting)
        if begins:
            ready, bays = ready - 1, bays - 1
            insert(swaps, first_swap, n_swaps, t + pick(swap_s, state))
            n_swaps += 1


@compiled
def simulate_all(
    numbers: Ints,
    per_s: Floats,
    values: Floats,
    rows: Ints,
    to_full_s: Floats,
    rings: tuple[Floats, Floats, Floats],
    until_s: float,
    seed: int,
) -> tuple[int, int]:
    """Simulate stations one after another; return (arrivals, lost)."""
    line, state = np.empty(_LINE + 1), np.empty(1, np.uint64)
    state[0] = seed
    arrived = lost = 0
    for i in range(len(numbers)):
        here = simulate_one(
            numbers[i],
            per_s[i],
            values[rows[i, 0]],
            values[rows[i, 1]],
            values[rows[i, 2]],
            to_full_s[i],
            until_s,
            rings,
            line,
            state,
        )
        arrived, lost = arrived + here[0], lost + here[1]
    return arrived, lost


class BareLoop:
    """A network as the loop's tables; stations with the same lists of values share them."""

    def __init__(self, stations: Iterable[PlainStation]) -> None:
        of = list(stations)
        numbers = [
            (s.bays, s.chargers, min(s.queue_places, _LINE), s.loses, s.ready, s.to_charge)
            for s in of
        ]
        lists = [(s.swap_s, s.patience_s, s.to_ready_s) for s in of]
        shared = {values.tobytes(): values for row in lists for values in row}
        number = {content: i for i, content in enumerate(shared)}
        size = 1 << max(max(s.bays, s.chargers) for s in of).bit_length()
        self._tables = (
            np.array(numbers, np.int64),
            np.array([s.per_s for s in of]),
            np.array(list(shared.values())),
            np.array([[number[values.tobytes()] for values in row] for row in lists]),
            np.array([s.to_full_s for s in of]),
            (np.empty(size), np.empty(size), np.empty(size)),
        )

    def run(self, until_s: float, seed: int) -> tuple[int, int]:
        """Simulate and return (arrivals, lost)."""
        arrived, lost = simulate_all(*self._tables, until_s, seed)
        return int(arrived), int(lost)


def run_bare(parameters: Parameters, until_s: float, seed: int) -> tuple[int, int]:
    """Simulate all stations and return (arrivals, lost)."""
    return BareLoop(plain_stations(parameters)).run(until_s, seed)
