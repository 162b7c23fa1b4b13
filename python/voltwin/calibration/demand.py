"""Demand as a log shows it: profile, level of each station, factors of days and hours."""

from typing import NamedTuple

import numpy as np

from voltwin.calibration.counts import HOURS, Counts
from voltwin.calibration.day_factor import fit_day_factor
from voltwin.calibration.hour_jitter import Spreads, fit_spreads
from voltwin.calibration.likelihood import Spread
from voltwin.calibration.log import Floats, Integers
from voltwin.calibration.profile import Profile, fit_profile


class Demand(NamedTuple):
    """What was fitted to arrivals.

    The factors are those of a scenario: of each station and local date, of each station and local
    hour, all apart from each other.
    """

    profile: Profile
    stations: tuple[str, ...]
    share: Floats  # of each station in all arrivals
    day: Spread
    hour: Spread
    whole: Spread  # factor of days of all stations together

    @property
    def day_variance(self) -> float:
        """The variance of the factor of days that a scenario gets: 0 where chance suffices."""
        return self.day.variance if self.day.is_noticed else 0.0

    @property
    def hour_variance(self) -> float:
        """The variance of the factor of hours that a scenario gets: 0 where chance suffices."""
        return self.hour.variance if self.hour.is_noticed else 0.0

    def expected(self, counts: Counts) -> Floats:
        """Return the mean arrivals at all stations, shape (days, 24), of the hours covered."""
        return expected(self.profile.rate, counts)


def expected(rate: Floats, counts: Counts) -> Floats:
    """Return mean arrivals by day and hour from rates by hour of the week."""
    found: Floats = rate.reshape(7, HOURS)[counts.weekday] * counts.seen
    return found


def fit_demand(counts: Counts, *, with_intervals: bool = True) -> Demand:
    """Return the demand that a log shows.

    The profile is fitted, then the spread of days and hours around it, then the profile again with
    counts that weigh as that spread says.

    Args:
        counts: of at least one arrival.
        with_intervals: of the spread of hours, and of days beside it, which take the longest.
    """
    profile = fit_profile(counts)
    whole = _day_factor(counts.as_one(), profile, np.ones(1))
    together = whole.variance if whole.is_noticed else 0.0
    profile = fit_profile(counts, together)
    number = counts.n.sum(axis=(0, 1), dtype=np.int64)
    share = number / number.sum()
    day = whole if len(share) == 1 else _day_factor(counts, profile, share)
    spreads = _spreads(counts, profile, share, day, with_intervals=False)
    if spreads.hour.is_noticed:
        profile = fit_profile(counts, together + spreads.hour.variance)
    spreads = _spreads(counts, profile, share, day, with_intervals=with_intervals)
    return Demand(profile, counts.stations, share, spreads.day, spreads.hour, whole)


def _spreads(
    counts: Counts, profile: Profile, share: Floats, day: Spread, *, with_intervals: bool
) -> Spreads:
    mean = expected(profile.rate, counts)[:, :, None] * share
    number, freedom = counts.n.astype(np.int64), profile.freedom
    return fit_spreads(number, mean, counts.weekday, freedom, day, with_intervals=with_intervals)


def _day_factor(counts: Counts, profile: Profile, share: Floats) -> Spread:
    usual = expected(profile.rate, counts).sum(axis=1)
    totals: Integers = counts.n.sum(axis=1, dtype=np.int64)
    return fit_day_factor(totals, usual[:, None] * share, counts.weekday)
