"""What all fits of a spread have in common: the highest point of a likelihood, and its interval."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

LEAST, MOST = 1e-6, 10.0  # variances that are looked at; a scenario takes at most 10
_TOLERANCE = 1e-3  # of logarithms of variances
_IN_INTERVAL = 1.9207  # log likelihood that 95 % allow to lose: half of chi2(0.95, 1)
_NOTICED = 1.3528  # gained over no spread at all: once in twenty times by chance, as a variance
# cannot be below 0: half of chi2(0.90, 1), Self and Liang (1987), doi:10.2307/2289471


class Spread(NamedTuple):
    """The variance of a random factor with a mean of 1, and where it lies with 95 %."""

    variance: float  # 0 where the data show none
    low: float
    high: float
    gained: float  # log likelihood over that of no spread

    @property
    def is_noticed(self) -> bool:
        """Whether chance would show as much in less than one log in twenty."""
        return self.variance > 0.0 and self.gained > _NOTICED


NO_SPREAD = Spread(0.0, 0.0, math.nan, 0.0)  # that nothing is known of


def best_spread(
    likelihood: Callable[[float], float], none: float, *, with_interval: bool = True
) -> Spread:
    """Return the variance of the highest likelihood, with the interval that its ratio gives.

    Args:
        likelihood: logarithm of that of a variance above 0.
        none: logarithm of that of no spread.
        with_interval: look for its ends, too; else they are 0 and NaN.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_variance: float) -> float:
        return -likelihood(float(np.exp(log_variance)))

    bounds = np.log(LEAST), np.log(MOST)
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": _TOLERANCE})
    variance, highest = float(np.exp(found.x)), -float(found.fun)
    if highest <= none:
        variance, highest = 0.0, none
    low, high = 0.0, math.nan
    if with_interval:
        low, high = _interval(likelihood, none, variance, highest)
    return Spread(variance, low, high, highest - none)


def _interval(
    likelihood: Callable[[float], float], none: float, variance: float, highest: float
) -> tuple[float, float]:
    from scipy.optimize import brentq

    def above(log_variance: float) -> float:
        return likelihood(float(np.exp(log_variance))) - highest + _IN_INTERVAL

    middle = np.log(max(variance, LEAST))
    low, high = 0.0, MOST
    if highest - none > _IN_INTERVAL and above(np.log(LEAST)) < 0.0 < above(middle):
        low = float(np.exp(brentq(above, np.log(LEAST), middle, xtol=_TOLERANCE)))
    if above(np.log(MOST)) < 0.0 < above(middle):
        high = float(np.exp(brentq(above, middle, np.log(MOST), xtol=_TOLERANCE)))
    return low, high
