"""Demand of a scenario into streams of arrivals, one per station."""

import math
from collections.abc import Sequence
from typing import Any

from voltwin.scenario.demand import Demand, Surge
from voltwin.scenario.distributions import Gamma
from voltwin.scenario.profiles import NAMES, named_profile
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.weekly import hourly_values
from voltwin_core.demand import POISSON, RENEWAL, TRACE
from voltwin_core.distributions import NEVER
from voltwin_core.draws import entity_key

_SHAPE_STEPS = 100  # a gamma's shape is rounded to 1 %, so that stations share quantile tables


class Sources:
    """Rows of the core's `Source` and `Surge` tables."""

    def __init__(self, scenario: Scenario, laws: Laws, numbers: Shelf[float]) -> None:
        self._demand = scenario.demand
        self._laws = laws
        self._numbers = numbers
        self.surges: Shelf[tuple[float, float]] = Shelf()

    def row(self, station: Station) -> tuple[Any, ...]:
        """Return the stream of a station."""
        key = entity_key("station", station.id)
        if station.trace is not None:
            first = self._numbers.put(station.trace)
            return _row(key, TRACE, first_trace=first, traced=len(station.trace))
        if station.gap is not None:
            return _row(key, RENEWAL, gap=self._laws.put(station.gap))
        return self._poisson(station, key)

    def _poisson(self, station: Station, key: int) -> tuple[Any, ...]:
        demand, profile = self._demand, _profile(station, self._demand)
        multiplier = demand.multiplier * station.multiplier
        multiplier *= demand.region_multipliers.get(station.region, 1.0)
        mean_factor = sum(profile) / len(profile)
        if station.swaps_per_day is not None:
            base = station.swaps_per_day / 86400.0 / mean_factor if mean_factor else 0.0
        else:
            base = (station.rate_per_hour or 0.0) / 3600.0
        rate = base * multiplier  # [1/s]
        steps = _surge_steps([surge for surge in demand.surges if _applies(surge, station)])
        return _row(
            key,
            POISSON,
            profile=self._numbers.put(profile),
            base_per_s=rate,
            day_factor=self._day_factor(rate * mean_factor * 86400.0),
            hour_jitter=self._hour_jitter(),
            first_surge=self.surges.put(steps),
            surges=len(steps),
        )

    def _day_factor(self, day_total: float) -> int:
        day_factor = self._demand.day_factor
        if day_factor is None or day_total == 0.0:
            return NEVER
        variance = day_factor.variance
        if variance is None:
            assert day_factor.dispersion is not None
            variance = min((day_factor.dispersion - 1.0) / day_total, 10.0)
        return self._gamma(variance)

    def _hour_jitter(self) -> int:
        jitter = self._demand.hour_jitter
        return NEVER if jitter is None else self._gamma(jitter.variance)

    def _gamma(self, variance: float) -> int:
        """Return the gamma law with mean 1 and about this variance."""
        shape = math.exp(round(-math.log(variance) * _SHAPE_STEPS) / _SHAPE_STEPS)
        return self._laws.put(Gamma(mean=1.0, shape=min(max(shape, 0.1), 1e7)))


def _row(  # noqa: PLR0913 - the columns of a row
    key: int,
    kind: int,
    *,
    profile: int = 0,
    base_per_s: float = 0.0,
    day_factor: int = NEVER,
    hour_jitter: int = NEVER,
    first_surge: int = 0,
    surges: int = 0,
    first_trace: int = 0,
    traced: int = 0,
    gap: int = NEVER,
) -> tuple[Any, ...]:
    return (
        key,
        kind,
        profile,
        base_per_s,
        day_factor,
        hour_jitter,
        first_surge,
        surges,
        first_trace,
        traced,
        gap,
    )


def _profile(station: Station, demand: Demand) -> tuple[float, ...]:
    profile = demand.profile if station.profile is None else station.profile
    if not isinstance(profile, str):
        return hourly_values(profile)
    if profile in demand.profiles:
        return hourly_values(demand.profiles[profile])
    assert profile in NAMES
    return named_profile(profile)


def _applies(surge: Surge, station: Station) -> bool:
    if surge.regions is None and surge.stations is None:
        return True
    return station.region in (surge.regions or ()) or station.id in (surge.stations or ())


def _surge_steps(surges: Sequence[Surge]) -> list[tuple[float, float]]:
    """Return the product of all surges as (from, factor) steps."""
    times = sorted({time for surge in surges for time in (surge.start, surge.end)})
    return [
        (time, math.prod(surge.factor for surge in surges if surge.start <= time < surge.end))
        for time in times
    ]
