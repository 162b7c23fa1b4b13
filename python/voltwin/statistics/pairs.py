"""Differences between two sets of runs that share their random numbers, replication by replication.

Paired by replication number, the difference has a variance of its own: what common random numbers
do to both sides alike is gone from it. Law (2015), Simulation Modeling and Analysis, 5th ed.,
sections 10.2.1 (paired t) and 11.2 (common random numbers).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.statistics.levels import LEVEL, checked, shared_among, two_sided
from voltwin.statistics.moments import Floats, Integers, divided, moments, over_replications

ROUNDING = 4.0 * np.finfo(np.float64).eps  # of a difference, as a share of what is subtracted


@dataclass(frozen=True)
class Differences:
    """Of each column, over the replications in which both sides are defined."""

    n: Integers  # pairs
    base: Floats  # mean of the base
    value: Floats  # mean of what is compared with it
    difference: Floats  # value - base
    low: Floats  # bounds of the difference that hold for all comparisons at once
    high: Floats
    low_alone: Floats  # bounds that hold for this comparison alone
    high_alone: Floats
    relative: Floats  # difference / |base|, of the means; NaN where the base is 0
    relative_low: Floats  # for all comparisons at once; NaN where the base may be 0
    relative_high: Floats
    variance_reduction: Floats  # (var base + var value) / var difference; NaN where neither varies
    correlation: Floats  # between base and value; NaN where one of them does not vary
    sd: Floats  # of the difference between replications, divisor n - 1


@dataclass(frozen=True)
class _Spread:
    """Variances of the two sides, and of their difference, between replications."""

    base: Floats
    value: Floats
    difference: Floats

    @property
    def base_with_difference(self) -> Floats:
        """The covariance of base and difference, from var value = var (base + difference)."""
        return (self.value - self.base - self.difference) / 2.0

    @property
    def base_with_value(self) -> Floats:
        """The covariance of base and value."""
        return (self.base + self.value - self.difference) / 2.0


def paired(
    base: npt.ArrayLike, value: npt.ArrayLike, level: float = LEVEL, comparisons: int = 1
) -> Differences:
    """Return differences value - base with paired t intervals, alone and simultaneous.

    Simultaneous over `comparisons` with the same base by Bonferroni, not by Dunnett: his
    intervals are for variants that are independent of each other and vary alike, and common random
    numbers make neither true. Bonferroni holds whatever the dependence, and is hardly wider for
    the few variants of a comparison.

    The variance reduction is that of the difference against the same runs on random numbers of
    their own: so many times as many runs would be needed without pairing.

    Args:
        base: (replications, ...), NaN where undefined.
        value: the same columns of the same replications; shapes may broadcast.
        level: of confidence, between 0 and 1.
        comparisons: with the base whose intervals shall hold at once.

    Raises:
        ValueError: Replications differ in number, or level or comparisons are not allowed.
    """
    first, second = _both(base, value)
    one, other = moments(first), moments(second)
    with np.errstate(invalid="ignore"):  # infinite on both sides: no difference
        change = moments(second - first)
    sd = _without_rounding(change.sd, first, second)
    error = sd / np.sqrt(np.maximum(change.n, 1))
    alone = two_sided(checked(level), change.n - 1) * error
    reach = two_sided(shared_among(level, comparisons), change.n - 1)
    spread = _Spread(one.sd**2, other.sd**2, sd**2)
    relative_low, relative_high = _fieller(one.mean, change.mean, spread, reach**2, change.n)
    return Differences(
        n=change.n,
        base=one.mean,
        value=other.mean,
        difference=change.mean,
        low=change.mean - reach * error,
        high=change.mean + reach * error,
        low_alone=change.mean - alone,
        high_alone=change.mean + alone,
        relative=divided(change.mean, np.abs(one.mean)),
        relative_low=relative_low,
        relative_high=relative_high,
        variance_reduction=_reduction(spread),
        correlation=_correlation(spread),
        sd=sd,
    )


def _both(base: npt.ArrayLike, value: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return both sides, undefined in whichever replication one of them is."""
    first, second = over_replications(base), over_replications(value)
    if len(first) != len(second):
        raise ValueError(
            f"base has {len(first)} replications and value {len(second)}: pairs need the same ones"
        )
    first, second = np.broadcast_arrays(first, second)
    defined = ~(np.isnan(first) | np.isnan(second))
    return np.where(defined, first, np.nan), np.where(defined, second, np.nan)


def _without_rounding(sd: Floats, first: Floats, second: Floats) -> Floats:
    """Return deviations, 0 where no more than the rounding of the subtraction is in them."""
    if len(first) == 0:
        return sd
    size = np.fmax.reduce(np.fmax(np.abs(first), np.abs(second)), axis=0)
    return np.where(sd <= ROUNDING * size, 0.0, sd)


def _fieller(
    base: Floats, difference: Floats, spread: _Spread, reach_squared: Floats, n: Integers
) -> tuple[Floats, Floats]:
    """Return the interval of difference / |base|, two means of paired, normally distributed values.

    All ratios r that a t test of mean (difference - r · base) = 0 does not reject: exact, where the
    delta method is not if the base's own mean is uncertain. The set is an interval only if the
    base differs from 0 by the same test. Fieller (1954), Journal of the Royal Statistical Society
    B 16(2), doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    q = divided(reach_squared, n)
    variance, covariance = spread.base, np.sign(base) * spread.base_with_difference
    size = np.abs(base)
    with np.errstate(invalid="ignore"):  # infinite values: no interval
        square = base * base - q * variance
        middle = size * difference - q * covariance
        of_ratio = base * base * spread.difference - 2.0 * size * difference * covariance
        of_ratio += difference * difference * variance
        both = variance * spread.difference - covariance * covariance
        root = np.sqrt(np.maximum(q * (of_ratio - q * both), 0.0))
        return divided(middle - root, square), divided(middle + root, square)


def _reduction(spread: _Spread) -> Floats:
    unpaired = spread.base + spread.value
    found = divided(unpaired, spread.difference)
    return np.where((spread.difference == 0.0) & (unpaired > 0.0), np.inf, found)


def _correlation(spread: _Spread) -> Floats:
    found = divided(spread.base_with_value, np.sqrt(spread.base) * np.sqrt(spread.value))
    return np.clip(found, -1.0, 1.0)
