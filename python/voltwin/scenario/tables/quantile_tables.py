"""Tables of quantile functions without a closed form, for `voltwin_core.distributions`.

A node holds the value at a normal quantile z and its slope there, times the step, so that a cubic
Hermite interpolates between nodes. Slopes are limited as in Fritsch and Carlson, "Monotone
piecewise cubic interpolation", SIAM J. Numer. Anal. 17 (1980), so that the table never falls.

Stated error, tested: F being the law and x the value read for a uniform u, |F(x) - u| is at most
2e-9 for shapes from 1 to 1,000, 1e-7 from 0.3 to 1e6, and 3e-6 down to 0.1. Where a beta's b is
below 1 its density has no bound at 1, and doubles near 1 cannot hold x that well; x itself is
within 2e-6 for any beta law, and within 2e-8 if both shapes are at least 0.5.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voltwin_core.distributions import TABLE_LOW, TABLE_PAIRS, TABLE_STEP

Floats = npt.NDArray[np.float64]

# A city has some hundred tables of 9 kB, and many networks are made of its stations.
_KEPT = 1000
_MIDDLE = TABLE_PAIRS // 2  # the node at z = 0, where the law's upper half begins


def nodes() -> Floats:
    """Return the normal quantiles of the nodes."""
    return np.asarray(TABLE_LOW + TABLE_STEP * np.arange(TABLE_PAIRS), np.float64)


@lru_cache(maxsize=_KEPT)
def gamma_table(shape: float, scale: float) -> Floats:
    """Return (value, slope) pairs of a gamma law, shape (TABLE_PAIRS, 2)."""
    from scipy import special

    z = nodes()
    lower = special.gammaincinv(shape, special.ndtr(z[:_MIDDLE]))
    upper = special.gammainccinv(shape, special.ndtr(-z[_MIDDLE:]))
    x = np.append(lower, upper).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_density = (shape - 1.0) * np.log(x) - x - special.gammaln(shape)
    return _frozen(_pairs(z, x, log_density) * scale)


@lru_cache(maxsize=_KEPT)
def beta_table(a: float, b: float) -> Floats:
    """Return (value, slope) pairs of a beta law, shape (TABLE_PAIRS, 2)."""
    from scipy import special

    z = nodes()
    lower = special.betaincinv(a, b, special.ndtr(z[:_MIDDLE]))
    rest = special.betaincinv(b, a, special.ndtr(-z[_MIDDLE:]))  # 1 - x, exact near x = 1 too
    x, beyond = np.append(lower, 1.0 - rest), np.append(1.0 - lower, rest)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_density = (a - 1.0) * np.log(x) + (b - 1.0) * np.log(beyond) - special.betaln(a, b)
    return _frozen(_pairs(z, x, log_density))


def _frozen(pairs: Floats) -> Floats:
    """Return a table that nobody can write to, as all who ask for it get the same one."""
    pairs.flags.writeable = False
    return pairs


def _pairs(z: Floats, x: Floats, log_density: Floats) -> Floats:
    """Return values and slopes: dx/dz is the normal density over the law's own."""
    with np.errstate(over="ignore", invalid="ignore"):
        slope = np.exp(-0.5 * z * z - 0.5 * np.log(2.0 * np.pi) - log_density) * TABLE_STEP
    rise = np.diff(x)
    steepest = 3.0 * np.minimum(np.append(rise, rise[-1]), np.insert(rise, 0, rise[0]))
    limited = np.where(np.isfinite(slope), np.clip(slope, 0.0, steepest), steepest / 3.0)
    return np.column_stack([x, limited])
