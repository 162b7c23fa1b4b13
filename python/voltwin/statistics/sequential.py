"""When to stop adding replications: intervals narrow enough, looked at as rarely as will do.

What is known of such intervals. With ever narrower ones, and thus ever more replications, the
coverage tends to the level: Chow and Robbins (1965), Annals of Mathematical Statistics 36(2),
doi:10.1214/aoms/1177700156. With few it falls short, since one stops where the deviation happens to
look small; Law (2015), Simulation Modeling and Analysis, 5th ed., section 9.4.1. Three guards: the
first look is at 20 replications, further looks are planned and few, and equal values are not
believed before 60. Coverage that is left of 95 %, from 4,000 experiments each, by the mean number
of replications that they take (tests/statistics/test_sequential.py does some of them again):

| values | 23 | 45 | 170 | 630 |
|---|---|---|---|---|
| normal | 0.94 | 0.95 | 0.95 | 0.96 |
| gamma of shape 4 (skewness 1) | 0.94 | 0.93 | 0.94 | 0.95 |
| exponential (skewness 2) | 0.92 | 0.91 | 0.93 | 0.95 |
| lognormal, sigma 1 (skewness 6) | 0.87 | 0.86 | 0.83 | 0.92 |
| 0, and 1 in a tenth of all replications | 0.95 | 0.95 | 0.88 | 0.94 |

Sums and means over many vehicles come near the first two rows. For a measure that is high on rare
days alone, as in the last two, ask for a narrower interval than you need.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from voltwin.statistics.intervals import Intervals

FIRST = 20  # replications at the first look; from 10 on, exponential values keep 0.89 and 0.86
EQUAL = 60  # equal values say that less than 3 / 60 of all others differ, at 95 % (rule of three)
LEAST_GROWTH, MOST_GROWTH = 1.1, 2.0  # from look to look: few looks, and no leap on a first guess


@dataclass(frozen=True)
class Wanted:
    """How narrow the interval of one measure shall be.

    Raises:
        ValueError: The half-width is not a number above 0.
    """

    column: int  # of the measure
    half_width: float  # in the measure's unit, or as a share of |mean|
    relative: bool = False

    def __post_init__(self) -> None:
        if not 0.0 < self.half_width < math.inf:
            raise ValueError(f"half_width: {self.half_width!r}, allowed: a number above 0")

    def allowed(self, intervals: Intervals) -> float:
        """Return the half-width allowed, in the measure's unit; NaN where there is no mean.

        A relative one is a share of the mean found. Law's guarantee that the mean found be within
        a share g of the true one needs the half-width g / (1 + g).
        """
        if not self.relative:
            return self.half_width
        return self.half_width * abs(float(intervals.mean[self.column]))

    def is_reached(self, intervals: Intervals) -> bool:
        """Return whether the interval is narrow enough, or equal values are enough to believe."""
        half_width = float(intervals.half_width[self.column])
        if half_width == 0.0:
            return int(intervals.n[self.column]) >= EQUAL
        return half_width <= self.allowed(intervals)


def first_look(most: int, first: int = FIRST) -> int:
    """Return how many replications to begin with.

    Raises:
        ValueError: Fewer than 2 are allowed, of which there is no interval.
    """
    if min(most, first) < 2:
        raise ValueError(f"replications: at most {min(most, first)}, but an interval takes 2")
    return min(most, first)


def next_look(
    replications: int, intervals: Intervals, wanted: Sequence[Wanted], most: int
) -> int | None:
    """Return how many replications to have at the next look, or None to stop.

    As many as the narrowest interval takes at the present deviation, half-widths going by
    1 / sqrt(n), but 1.1 to 2 times as many as there are and no more than `most`. One stops at a
    look where all intervals are narrow enough, or at `most`.

    Args:
        replications: that there are.
        intervals: of the measures, of all these replications.
        wanted: of one measure each, or of several.
        most: replications at all.
    """
    missing = [one for one in wanted if not one.is_reached(intervals)]
    if not missing or replications >= most:
        return None
    plan = max(_planned(replications, intervals, one) for one in missing)
    least = math.floor(replications * LEAST_GROWTH) + 1
    return min(most, max(least, math.ceil(min(plan, replications * MOST_GROWTH))))


def _planned(replications: int, intervals: Intervals, wanted: Wanted) -> float:
    """Return how many replications would do if the deviation stayed as it is [inf: no idea]."""
    half_width, allowed = float(intervals.half_width[wanted.column]), wanted.allowed(intervals)
    if half_width == 0.0:
        return float(EQUAL)
    if math.isnan(half_width) or not allowed > 0.0:
        return math.inf
    return replications * (half_width / allowed) ** 2
