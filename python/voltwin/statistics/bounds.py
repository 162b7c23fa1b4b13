"""One-sided bounds of means: what a mean is at most, or at least, at a level of confidence."""

import numpy.typing as npt

from voltwin.statistics.levels import LEVEL, shared_among, t_quantile
from voltwin.statistics.moments import Floats, moments, over_replications


def upper_bound(values: npt.ArrayLike, level: float = LEVEL, candidates: int = 1) -> Floats:
    """Return what means are at most: mean + t(level, n - 1) · sd / sqrt(n).

    With m candidates the level is shared by Bonferroni's inequality, so that all m bounds hold at
    once: one may then choose among the candidates by their bounds. On replications that helped to
    choose the candidates no such bound holds: take fresh ones.

    Exact for normally distributed values. Those with a long tail to the right keep less than the
    level, since a sample without the tail looks both low and even: of 30 replications at 95 %,
    values of skewness 1 keep 93 %, exponential ones (skewness 2) 90 %. Equal values have their
    mean for a bound, however few they are. Law (2015), Simulation Modeling and Analysis, 5th ed.,
    sections 9.4 and 9.7.

    Args:
        values: (replications, ...), NaN where undefined.
        level: of confidence, between 0 and 1.
        candidates: whose bounds shall hold at once.

    Returns:
        One bound for each column; NaN where fewer than 2 replications define the value.

    Raises:
        ValueError: The level is not between 0 and 1, or there is no candidate.
    """
    found = moments(values)
    reach = t_quantile(shared_among(level, candidates), found.n - 1)
    return found.mean + reach * found.error


def lower_bound(values: npt.ArrayLike, level: float = LEVEL, candidates: int = 1) -> Floats:
    """Return what means are at least, as `upper_bound` says what they are at most.

    Args:
        values: (replications, ...), NaN where undefined.
        level: of confidence, between 0 and 1.
        candidates: whose bounds shall hold at once.

    Raises:
        ValueError: The level is not between 0 and 1, or there is no candidate.
    """
    return -upper_bound(-over_replications(values), level, candidates)
