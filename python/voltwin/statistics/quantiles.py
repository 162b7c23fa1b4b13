"""Quantiles over replications, and intervals of them that assume no distribution."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.statistics.levels import LEVEL, checked
from voltwin.statistics.moments import Floats, Integers, over_replications


@dataclass(frozen=True)
class QuantileIntervals:
    """Of each column: a quantile of the distribution that replications come from."""

    n: Integers  # replications that define the value
    value: Floats  # the sample quantile
    low: Floats  # NaN where n is too small for a lower bound at this level
    high: Floats  # NaN where n is too small for an upper bound
    coverage: Floats  # probability that it holds, at least; NaN where there is neither bound


def quantiles(values: npt.ArrayLike, probabilities: npt.ArrayLike) -> Floats:
    """Return sample quantiles, type 8 of Hyndman and Fan: at rank p (n + 1/3) + 1/3, interpolated.

    Type 8 is close to median-unbiased whatever the distribution, which is why they recommend it:
    Hyndman and Fan (1996), The American Statistician 50(4), doi:10.1080/00031305.1996.10473566.
    NumPy calls it `median_unbiased`, and its own default is type 7. Below the first rank and above
    the last, the least and the greatest value stand: quantiles 5 % and 95 % do so up to n = 13.

    Args:
        values: (replications, ...), NaN where undefined.
        probabilities: (m,) from 0 to 1, or a single one.

    Returns:
        (m, ...), or (...) for a single probability; NaN where no replication defines the value.

    Raises:
        ValueError: A probability is not between 0 and 1.
    """
    wanted = np.asarray(probabilities, dtype=np.float64)
    if not np.all((wanted >= 0.0) & (wanted <= 1.0)):
        raise ValueError(f"probabilities: {probabilities!r}, allowed: from 0 to 1")
    ordered, n = _ordered(values)
    p = wanted.reshape(wanted.shape + (1,) * n.ndim)
    rank = np.clip(p * (n + 1.0 / 3.0) + 1.0 / 3.0, 1.0, np.maximum(n, 1))
    below = np.floor(rank).astype(np.int64)
    low = _at_rank(ordered, n, below)
    high = _at_rank(ordered, n, np.minimum(below + 1, n))
    with np.errstate(invalid="ignore"):  # infinite values
        between = low + (rank - below) * (high - low)
    return np.where(rank == below, low, between)


def quantile_interval(
    values: npt.ArrayLike, probability: float, level: float = LEVEL
) -> QuantileIntervals:
    """Return a quantile with the interval between two order statistics.

    The quantile lies from the l-th to the u-th smallest value with probability P(l <= B < u),
    B binomial (n, p), or more where values may be equal. Of each tail as much is given up as
    (1 - level)/2 allows, so the coverage is at least the level and mostly more: ranks are whole.
    Few replications give no bound far out: the upper one of the 95 % quantile takes 72 of them
    at the level 0.95. Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.2.

    Args:
        values: (replications, ...), NaN where undefined.
        probability: of the quantile, between 0 and 1.
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: Probability or level is not between 0 and 1.
    """
    if not 0.0 < probability < 1.0:
        raise ValueError(f"probability: {probability!r}, allowed: 0 < probability < 1")
    tail = (1.0 - checked(level)) / 2.0
    ordered, n = _ordered(values)
    lowest = _each(n, lambda size: _given_up(size, probability, tail))
    above = _each(n, lambda size: _given_up(size, 1.0 - probability, tail))
    highest = np.where(above > 0, n + 1 - above, 0)
    return QuantileIntervals(
        n,
        quantiles(values, probability),
        _at_rank(ordered, n, lowest),
        _at_rank(ordered, n, highest),
        _coverage(n, probability, lowest, highest),
    )


def _ordered(values: npt.ArrayLike) -> tuple[Floats, Integers]:
    """Return columns in ascending order, undefined values last, and how many are defined."""
    table = over_replications(values)
    return np.sort(table, axis=0), (~np.isnan(table)).sum(axis=0)


def _at_rank(ordered: Floats, n: Integers, rank: Integers) -> Floats:
    """Return the values at ranks 1 to n of each column; NaN at any other rank."""
    exists = (rank >= 1) & (rank <= n)
    if len(ordered) == 0:
        return np.full(exists.shape, np.nan)
    place = np.where(exists, rank - 1, 0)
    columns = ordered.reshape(ordered.shape[:1] + (1,) * (exists.ndim - n.ndim) + n.shape)
    found = np.take_along_axis(columns, place[np.newaxis], axis=0)[0]
    return np.where(exists, found, np.nan)


def _each(n: Integers, of: Callable[[int], int]) -> Integers:
    """Return a number for each count, worked out once for counts that are equal."""
    counts, place = np.unique(n, return_inverse=True)
    return np.array([of(int(count)) for count in counts], dtype=np.int64)[place].reshape(n.shape)


def _given_up(n: int, probability: float, tail: float) -> int:
    """Return the highest rank that the quantile is below with no more probability than `tail`."""
    from scipy.special import bdtr  # late: `voltwin --help` stays fast

    return int(np.count_nonzero(bdtr(np.arange(n, dtype=np.float64), n, probability) <= tail))


def _coverage(n: Integers, probability: float, lowest: Integers, highest: Integers) -> Floats:
    from scipy.special import bdtr

    size = np.maximum(n, 1)  # of columns without a value, which have no bound either
    below = np.where(lowest > 0, bdtr(np.maximum(lowest - 1.0, 0.0), size, probability), 0.0)
    not_above = np.where(highest > 0, bdtr(np.maximum(highest - 1.0, 0.0), size, probability), 1.0)
    return np.where((lowest > 0) | (highest > 0), not_above - below, np.nan)
