"""How much days differ that should be alike: the variance of a Gamma factor of each day.

Given the profile, the total of a day with expected value m is negative binomial: Poisson, its mean
times a Gamma factor of mean 1 and variance v, so its variance is m + v m^2. The profile comes from
the same days, which hides a part of the spread; the likelihood is adjusted for the levels of the
days of the week and of the stations (Cox and Reid 1987, Journal of the Royal Statistical Society B
49(1), doi:10.1111/j.2517-6161.1987.tb01422.x).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.calibration.likelihood import NO_SPREAD, Spread, best_spread
from voltwin.calibration.log import Floats, Integers

LEAST_DAYS = 7  # whose totals can tell anything of how days differ


def fit_day_factor(totals: Integers, expected: Floats, weekday: Integers) -> Spread:
    """Return the variance of the factor of a station's day.

    Args:
        totals: arrivals, shape (days, stations).
        expected: what the profile says, of the same shape; days of 0 are left out.
        weekday: of each day.
    """
    if len(totals) < LEAST_DAYS:
        return NO_SPREAD
    from scipy.special import gammaln

    kept = expected > 0.0
    count, mean = totals[kept].astype(np.float64), expected[kept]
    day = np.broadcast_to(weekday[:, None], expected.shape)[kept]
    station = np.broadcast_to(np.arange(expected.shape[1]), expected.shape)[kept]

    def adjustment(variance: float) -> float:
        weight = mean / (1.0 + variance * mean)
        found = _logs(np.bincount(day, weight))
        if expected.shape[1] > 1:
            found += _logs(np.bincount(station, weight)) - float(np.log(weight.sum()))
        return 0.5 * found

    def likelihood(variance: float) -> float:
        shape = 1.0 / variance
        terms = (
            gammaln(count + shape)
            - gammaln(shape)
            - gammaln(count + 1.0)
            - shape * np.log1p(mean / shape)
            + count * (np.log(mean) - np.log(shape + mean))
        )
        return float(terms.sum()) - adjustment(variance)

    poisson = float((count * np.log(mean) - mean - gammaln(count + 1.0)).sum())
    return best_spread(likelihood, poisson - adjustment(0.0))


def _logs(weights: npt.NDArray[Any]) -> float:
    return float(np.log(weights[weights > 0.0]).sum())
