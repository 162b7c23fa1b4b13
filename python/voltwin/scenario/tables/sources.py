"""Demand of a scenario into streams of arrivals, one per station."""

import math
from typing import Any

from voltwin.scenario import derived
from voltwin.scenario.demand import Demand
from voltwin.scenario.distributions import MAX_SHAPE, MIN_SHAPE, Gamma
from voltwin.scenario.station import Station
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core.demand import POISSON, RENEWAL, TRACE
from voltwin_core.distributions import NEVER
from voltwin_core.draws import entity_key

# Variances that follow from a dispersion are rounded to the nearest power of 1.02, by at most one
# percent, so that stations of about the same size share a quantile table.
_ROUNDING = math.log(1.02)


class Sources:
    """Rows of the core's `Source` table, without surges."""

    def __init__(self, demand: Demand, laws: Laws, numbers: Shelf[float]) -> None:
        self._demand = demand
        self._laws = laws
        self._numbers = numbers

    def row(self, station: Station) -> tuple[Any, ...]:
        """Return the stream of a station."""
        key = entity_key("station", station.id)
        if station.trace is not None:
            first = self._numbers.put(station.trace)
            return _row(key, TRACE, first_trace=first, traced=len(station.trace))
        if station.gap is not None:
            return _row(key, RENEWAL, gap=self._laws.put(station.gap))
        if not derived.has_arrivals(station):
            return _row(key, TRACE)
        return self._poisson(station, key)

    def _poisson(self, station: Station, key: int) -> tuple[Any, ...]:
        demand = self._demand
        profile = derived.factors(
            demand.profile if station.profile is None else station.profile, demand
        )
        mean_factor = math.fsum(profile) / len(profile)
        rate = derived.base_per_s(station, demand, mean_factor)
        return _row(
            key,
            POISSON,
            profile=self._numbers.put(profile),
            base_per_s=rate,
            day_factor=self._day_factor(rate * mean_factor * 86400.0),
            hour_jitter=self._hour_jitter(),
        )

    def _day_factor(self, day_total: float) -> int:
        """Return the law of the day factor at a station with this mean day total."""
        day_factor = self._demand.day_factor
        if day_factor is None or day_total == 0.0:
            return NEVER
        if day_factor.variance is not None:
            return self._gamma(day_factor.variance)
        assert day_factor.dispersion is not None
        variance = (day_factor.dispersion - 1.0) / day_total
        return self._gamma(math.exp(round(math.log(variance) / _ROUNDING) * _ROUNDING))

    def _hour_jitter(self) -> int:
        jitter = self._demand.hour_jitter
        return NEVER if jitter is None else self._gamma(jitter.variance)

    def _gamma(self, variance: float) -> int:
        """Return the gamma law with mean 1 and this variance, as far as the law reaches."""
        return self._laws.put(Gamma(mean=1.0, shape=min(max(1.0 / variance, MIN_SHAPE), MAX_SHAPE)))


def _row(  # noqa: PLR0913 - the columns of a row
    key: int,
    kind: int,
    *,
    profile: int = 0,
    base_per_s: float = 0.0,
    day_factor: int = NEVER,
    hour_jitter: int = NEVER,
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
        0,
        0,
        first_trace,
        traced,
        gap,
    )
