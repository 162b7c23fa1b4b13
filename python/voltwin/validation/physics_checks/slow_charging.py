"""The slow twin of charging: what a battery takes is the integral of min(set-point, P(s)).

By Gauss and Legendre's rule on small panels between knots, to 1e-12; no closed form of the engine
is used.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from voltwin.validation.network import Curve

_PANELS, _NODES = 64, 16  # of a piece; of a panel


def power(curve: Curve, u: float, soc: float) -> float:
    """Return what is drawn at a SoC [kW]; beyond its ends a curve keeps its end values."""
    socs, powers = zip(*curve, strict=True)
    return float(min(u, np.interp(soc, socs, powers)))


def crossings(curve: Curve, u: float) -> list[float]:
    """Return the states of charge at which the curve rises or falls through the set-point."""
    return [
        left + (right - left) * (u - p0) / (p1 - p0)
        for (left, p0), (right, p1) in pairwise(curve)
        if min(p0, p1) < u < max(p0, p1)
    ]


def seconds_between(curve: Curve, kwh: float, u: float, soc: float, target: float) -> float:
    """Return how long a charge takes [s]: the integral of 3600 kwh ds / min(u, P(s)).

    Args:
        curve: (SoC, grid-side power [kW]).
        kwh: grid energy per unit of SoC.
        u: set-point [kW].
        soc, target: states of charge, the first below the other.
    """
    knots, powers = zip(*curve, strict=True)
    between = (s for s in (*knots, *crossings(curve, u)) if soc < s < target)
    edges = np.array([soc, *sorted(between), target])
    nodes, weights = _rule()
    spans = np.diff(edges)[:, None]
    drawn = np.minimum(u, np.interp(edges[:-1, None] + spans * nodes, knots, powers))
    return 3600.0 * kwh * float(np.sum(spans * weights / drawn))


def soc_then(curve: Curve, kwh: float, u: float, soc: float, seconds: float) -> float:
    """Return the SoC after charging for so long, 1 at most: where the integral is the time."""
    from scipy.optimize import brentq

    if seconds >= seconds_between(curve, kwh, u, soc, 1.0):
        return 1.0

    def ahead(state: float) -> float:
        taken = seconds_between(curve, kwh, u, soc, state) if state > soc else 0.0
        return taken - seconds

    return float(brentq(ahead, soc, 1.0, xtol=1e-14, rtol=1e-14))


@cache
def _rule() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    at = (np.arange(_PANELS)[:, None] + (nodes + 1.0) / 2.0) / _PANELS
    return at.ravel(), np.tile(weights / (2.0 * _PANELS), _PANELS)
