"""How many arrivals a station expects, roughly: enough to refuse runs that would never end."""

import math
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise

from voltwin.scenario.demand import Demand
from voltwin.scenario.derived import base_per_s, factors, surge_applies
from voltwin.scenario.mean_gap import mean_gap
from voltwin.scenario.station import Station
from voltwin_core.calendar import HOUR_S

Surges = tuple[tuple[float, float, float], ...]  # start and end [s], and factor


def expected_arrivals(station: Station, demand: Demand, horizon: float) -> float:
    """Return about how many vehicles arrive: by the mean week, day factors and jitter aside.

    Args:
        station: with one way of arriving.
        demand: of the network; the station's profile is known there.
        horizon: of the run [s].
    """
    if station.trace is not None:
        return len(station.trace)
    if station.gap is not None:
        mean = mean_gap(station.gap, horizon)
        return horizon / mean if mean > horizon / 1e300 else math.inf
    profile = factors(demand.profile if station.profile is None else station.profile, demand)
    mean_factor = math.fsum(profile) / len(profile)
    if mean_factor == 0.0:  # a profile of 0, or too small for its mean to be a number
        return math.inf if station.swaps_per_day else 0.0
    surges = _strong_surges(station, demand)
    rate = base_per_s(station, demand, mean_factor) * mean_factor
    expected = rate * surged_s(surges, horizon)
    return math.inf if math.isnan(expected) else expected  # factors beyond all numbers, times 0


def arrivals_between(
    station: Station, demand: Demand, begin: float, end: float, since_monday_s: float
) -> float:
    """Return about how many vehicles arrive in a part of a run: by the hours of its week, day
    factors and jitter aside.

    Args:
        station: with one way of arriving.
        demand: of the network; the station's profile is known there.
        begin: of the part [s], from the start of the run.
        end: of the part [s].
        since_monday_s: from the begin of the week to the start of the run [s].
    """
    if station.trace is not None:
        return bisect_left(station.trace, end) - bisect_left(station.trace, begin)
    if station.gap is not None:
        return expected_arrivals(station, demand, end - begin)
    profile = factors(demand.profile if station.profile is None else station.profile, demand)
    mean_factor = math.fsum(profile) / len(profile)
    if mean_factor == 0.0:
        return expected_arrivals(station, demand, end - begin)
    surges = _strong_surges(station, demand)
    weighed_s = _weighed_s(tuple(profile), surges, begin, end, since_monday_s)
    expected = base_per_s(station, demand, mean_factor) * weighed_s
    return math.inf if math.isnan(expected) else expected


def _strong_surges(station: Station, demand: Demand) -> Surges:
    """Return the surges of a station that bring more than usual."""
    return tuple(
        (surge.start, surge.end, surge.factor)
        for surge in demand.surges
        if surge.factor > 1.0 and surge_applies(surge, station)
    )


@lru_cache(maxsize=16)
def _weighed_s(
    profile: tuple[float, ...],
    surges: Surges,
    begin: float,
    end: float,
    since_monday_s: float,
) -> float:
    """Return the integral over a part of a run of the profile's factor and of those of surges, as
    far as these are above 1 [s]."""
    first, last = (math.floor((since_monday_s + at) / HOUR_S) for at in (begin, end))
    hours = (hour * HOUR_S - since_monday_s for hour in range(first, last + 1))
    edges = sorted({begin, end, *(at for at in hours if begin < at < end)})
    factors_of = (
        profile[math.floor((since_monday_s + (a + b) / 2.0) / HOUR_S) % len(profile)]
        * _surged_between(surges, a, b)
        for a, b in pairwise(edges)
    )
    return math.fsum(factors_of)


def _surged_between(surges: Surges, begin: float, end: float) -> float:
    """Return the integral of the product of surges over a part of a run [s]; see `surged_s`."""
    return surged_s(surges, end) - surged_s(surges, begin)


@lru_cache(maxsize=16)  # most stations have those of others; those of the past are not kept
def surged_s(surges: Surges, horizon: float) -> float:
    """Return the integral over the run of the product of surge factors [s].

    Args:
        surges: those above 1; without the others the result errs to more arrivals.
        horizon: of the run [s].
    """
    ends = {end for *times, _ in surges for end in times if end < horizon}
    return sum(
        (end - begin) * math.prod(factor for first, last, factor in surges if first <= begin < last)
        for begin, end in pairwise(sorted({0.0, horizon, *ends}))
    )
