"""How many arrivals a station expects, roughly: enough to refuse runs that would never end."""

import math
from itertools import pairwise

from voltwin.scenario.demand import Demand
from voltwin.scenario.derived import factors
from voltwin.scenario.distributions import (
    AnyLaw,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from voltwin.scenario.station import Station


def expected_arrivals(station: Station, demand: Demand, busy_s: float, horizon: float) -> float:
    """Return about how many vehicles arrive, day factors and jitter aside.

    Args:
        station: with one way of arriving.
        demand: of the network; the station's profile is known there.
        busy_s: the horizon with surges counted by their factors, see `surged_s` [s].
        horizon: of the run [s].
    """
    if station.trace is not None:
        return len(station.trace)
    if station.gap is not None:
        return horizon / max(mean(station.gap), math.ulp(0.0))
    region = demand.region_multipliers.get(station.region, 1.0)
    multiplier = demand.multiplier * region * station.multiplier
    if station.swaps_per_day is not None:
        return station.swaps_per_day / 86400.0 * multiplier * busy_s
    profile = factors(demand.profile if station.profile is None else station.profile, demand)
    mean_factor = math.fsum(profile) / len(profile)
    return (station.rate_per_hour or 0.0) / 3600.0 * mean_factor * multiplier * busy_s


def surged_s(demand: Demand, horizon: float) -> float:
    """Return the integral over the run of the product of all surge factors above 1 [s]."""
    strong = [surge for surge in demand.surges if surge.factor > 1.0]
    ends = {end for surge in strong for end in (surge.start, surge.end) if end < horizon}
    return math.fsum(
        (end - begin) * math.prod(s.factor for s in strong if s.start <= begin < s.end)
        for begin, end in pairwise(sorted({0.0, horizon, *ends}))
    )


def mean(law: AnyLaw) -> float:
    """Return the mean of a law; of one that is cut off, that of the whole moved into its range."""
    value = law.shift + law.scale * _plain_mean(law)
    value = value if law.min is None else max(value, law.min)
    return value if law.max is None else min(value, law.max)


def _plain_mean(law: AnyLaw) -> float:
    if isinstance(law, Fixed):
        return law.value
    if isinstance(law, Uniform):
        return (law.low + law.high) / 2.0
    if isinstance(law, Triangular):
        return (law.low + law.mode + law.high) / 3.0
    if isinstance(law, Exponential | Normal | Gamma):
        return law.mean
    if isinstance(law, Lognormal):
        log_mean, log_sd = law.log_mean_and_sd()
        return math.exp(min(log_mean + log_sd * log_sd / 2.0, 700.0))
    if isinstance(law, Beta):
        a, b = law.forms()
        return a / (a + b)
    assert isinstance(law, Empirical)
    return math.fsum(law.values) / len(law.values)
