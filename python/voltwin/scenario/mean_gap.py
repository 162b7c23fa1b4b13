"""The mean time between the arrivals of a renewal stream."""

import math
from functools import lru_cache

from voltwin.scenario.cut_off import kept_values, share
from voltwin.scenario.distributions import AnyLaw, Empirical, Fixed

_STEP = 0.25  # [octaves] between the gaps at which a law is asked
_STEPS = 480  # down to 1e-36 of the horizon


@lru_cache(maxsize=10_000)
def mean_gap(law: AnyLaw, horizon: float) -> float:
    """Return about the mean of min(gap, horizon) [s]: a gap beyond the run ends it, however long.

    A gap is drawn from what is 0 or more and within the law's cut-offs. The mean is the integral of
    P(gap > t) over t from 0 to the horizon; it is exact for values, and to a tenth for the rest.

    Args:
        law: of the gap [s]; some of it is 0 or more.
        horizon: of the run [s].
    """
    if isinstance(law, Empirical):
        values = kept_values(law, 0.0, math.inf)
        return sum(min(value, horizon) for value in values) / len(values)
    if isinstance(law, Fixed):
        return min(law.shift + law.scale * law.value, horizon)
    whole = share(law, 0.0, math.inf)
    mean, upper, above = 0.0, horizon, share(law, horizon, math.inf)
    for step in range(1, _STEPS + 1):
        lower = horizon * 2.0 ** (-_STEP * step)
        above_lower = share(law, lower, math.inf)
        mean += (upper - lower) * (above + above_lower) / 2.0
        upper, above = lower, above_lower
        if above >= whole * (1.0 - 1e-6):  # all shorter gaps together hardly count
            break
    return mean / whole + upper
