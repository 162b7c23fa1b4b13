"""Means over replications with the interval that Student's t gives them."""

from dataclasses import dataclass

import numpy.typing as npt

from voltwin.statistics.levels import LEVEL, two_sided
from voltwin.statistics.moments import Floats, Integers, moments


@dataclass(frozen=True)
class Intervals:
    """Of each column: the mean over replications and its confidence interval."""

    n: Integers  # replications that define the value
    mean: Floats  # NaN where n is 0
    low: Floats  # low, high and half_width: NaN where n is below 2
    high: Floats
    half_width: Floats
    sd: Floats  # between replications, divisor n - 1


def mean_interval(values: npt.ArrayLike, level: float = LEVEL) -> Intervals:
    """Return means with their t intervals: mean ± t(1 - (1 - level)/2, n - 1) · sd / sqrt(n).

    Exact for independent, normally distributed replications. A KPI of a whole run is a sum over
    many vehicles and mostly near enough; with skewed values an interval from few replications
    covers less often than its level says. Law (2015), Simulation Modeling and Analysis, 5th ed.,
    sections 4.5 and 9.4.

    Args:
        values: (replications, ...), NaN where undefined.
        level: of confidence, between 0 and 1.

    Returns:
        Arrays with one value for each column, in the columns' shape and the values' unit.

    Raises:
        ValueError: The level is not between 0 and 1.
    """
    found = moments(values)
    half_width = two_sided(level, found.n - 1) * found.error
    low, high = found.mean - half_width, found.mean + half_width
    return Intervals(found.n, found.mean, low, high, half_width, found.sd)
