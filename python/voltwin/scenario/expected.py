"""How many arrivals stations expect, roughly: enough to refuse runs that would never end."""

import math
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from voltwin.scenario.demand import Demand
from voltwin.scenario.derived import base_per_s, factors
from voltwin.scenario.durations import SECONDS
from voltwin.scenario.mean_gap import mean_gap
from voltwin.scenario.station import Station
from voltwin.scenario.surges import NO_STEPS, Steps, SurgesByPlace

_HOUR_S = float(SECONDS["h"])


def expected_arrivals(stations: Iterable[Station], demand: Demand, horizon: float) -> list[float]:
    """Return about how many vehicles arrive at each of some stations: by the mean week, day factors
    and jitter aside.

    Args:
        stations: each with one way of arriving.
        demand: of the network; the stations' profiles are known there.
        horizon: of the run [s].
    """
    surging = _Surging(demand)
    return [_expected(station, demand, horizon, surging) for station in stations]


def arrivals_between(
    stations: Iterable[Station], demand: Demand, begin: float, end: float, since_monday_s: float
) -> list[float]:
    """Return about how many vehicles arrive at each of some stations in a part of a run: by the
    hours of its week, day factors and jitter aside.

    Args:
        stations: each with one way of arriving.
        demand: of the network; the stations' profiles are known there.
        begin: of the part [s], from the start of the run.
        end: of the part [s].
        since_monday_s: from the begin of the week to the start of the run [s].
    """
    surging = _Surging(demand)
    part = begin, end, since_monday_s
    return [_expected_between(station, demand, part, surging) for station in stations]


def _expected(station: Station, demand: Demand, horizon: float, surging: "_Surging") -> float:
    if station.trace is not None:
        return len(station.trace)
    if station.gap is not None:
        mean = mean_gap(station.gap, horizon)
        return horizon / mean if mean > horizon / 1e300 else math.inf
    profile = _profile(station, demand)
    mean_factor = math.fsum(profile) / len(profile)
    if mean_factor == 0.0:  # a profile of 0, or too small for its mean to be a number
        return math.inf if station.swaps_per_day else 0.0
    rate = base_per_s(station, demand, mean_factor) * mean_factor
    expected = rate * surging.seconds(station, (1.0,), 0.0, horizon, 0.0)
    return math.inf if math.isnan(expected) else expected  # factors beyond all numbers, times 0


def _expected_between(
    station: Station, demand: Demand, part: tuple[float, float, float], surging: "_Surging"
) -> float:
    begin, end, since_monday_s = part
    if station.trace is not None:
        return bisect_left(station.trace, end) - bisect_left(station.trace, begin)
    profile = () if station.gap is not None else _profile(station, demand)
    mean_factor = math.fsum(profile) / len(profile) if profile else 0.0
    if mean_factor == 0.0:
        return _expected(station, demand, end - begin, surging)
    weighed_s = surging.seconds(station, profile, begin, end, since_monday_s)
    expected = base_per_s(station, demand, mean_factor) * weighed_s
    return math.inf if math.isnan(expected) else expected


def _profile(station: Station, demand: Demand) -> tuple[float, ...]:
    return factors(demand.profile if station.profile is None else station.profile, demand)


class _Surging:
    """The surges of a demand that bring more than usual: without the others the result errs to
    more arrivals. What stations have in common is found once."""

    def __init__(self, demand: Demand) -> None:
        self._where = SurgesByPlace(surge for surge in demand.surges if surge.factor > 1.0)
        self._steps: dict[tuple[int, ...], Steps] = {}
        self._seconds: dict[tuple[object, ...], float] = {}

    def seconds(
        self,
        station: Station,
        profile: tuple[float, ...],
        begin: float,
        end: float,
        since_monday_s: float,
    ) -> float:
        """Return `surged_s` of a station."""
        numbers = self._where.numbers(station)
        if numbers not in self._steps:
            self._steps[numbers] = NO_STEPS.times(self._where.at(numbers))
        key = numbers, profile, begin, end, since_monday_s
        if key not in self._seconds:
            self._seconds[key] = surged_s(self._steps[numbers], profile, begin, end, since_monday_s)
        return self._seconds[key]


def surged_s(
    steps: Steps, profile: tuple[float, ...], begin: float, end: float, since_monday_s: float
) -> float:
    """Return the integral over a part of a run of the profile's factor and the product of surges
    [s].

    Args:
        steps: the product.
        profile: a factor, or one for each hour of the week.
        begin: of the part [s].
        end: of the part [s].
        since_monday_s: from the begin of the week to the start of the run [s].
    """
    edges = [np.array([begin, end]), steps.at_s]
    if len(profile) > 1:
        first, last = (math.floor((since_monday_s + at) / _HOUR_S) for at in (begin, end))
        edges.append(np.arange(first, last + 1) * _HOUR_S - since_monday_s)
    at_s = np.unique(np.clip(np.concatenate(edges), begin, end))
    middle_s = since_monday_s + (at_s[:-1] + at_s[1:]) / 2.0
    hours = np.floor(middle_s / _HOUR_S).astype(np.int64) % len(profile)
    with np.errstate(over="ignore", invalid="ignore"):  # factors beyond all numbers
        return float(np.sum(np.diff(at_s) * np.array(profile)[hours] * steps.after(at_s[:-1])))
