"""How many arrivals a station expects, roughly: enough to refuse runs that would never end."""

import math
from functools import lru_cache
from itertools import pairwise

from voltwin.scenario.demand import Demand
from voltwin.scenario.derived import base_per_s, factors, surge_applies
from voltwin.scenario.mean_gap import mean_gap
from voltwin.scenario.station import Station


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
    surges = tuple(
        (surge.start, surge.end, surge.factor)
        for surge in demand.surges
        if surge.factor > 1.0 and surge_applies(surge, station)
    )
    rate = base_per_s(station, demand, mean_factor) * mean_factor
    expected = rate * surged_s(surges, horizon)
    return math.inf if math.isnan(expected) else expected  # factors beyond all numbers, times 0


@lru_cache(maxsize=16)  # most stations have those of others; those of the past are not kept
def surged_s(surges: tuple[tuple[float, float, float], ...], horizon: float) -> float:
    """Return the integral over the run of the product of surge factors [s].

    Args:
        surges: start and end [s], and factor. Those below 1 are left out, so that the result errs
            to more arrivals.
        horizon: of the run [s].
    """
    ends = {end for *times, _ in surges for end in times if end < horizon}
    return sum(
        (end - begin) * math.prod(factor for first, last, factor in surges if first <= begin < last)
        for begin, end in pairwise(sorted({0.0, horizon, *ends}))
    )
