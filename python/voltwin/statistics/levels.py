"""Levels of confidence, and the quantiles of Student's t that belong to them."""

import numpy as np
import numpy.typing as npt

from voltwin.statistics.moments import Floats

LEVEL = 0.95  # of confidence, where none is given


def checked(level: float) -> float:
    """Return a level of confidence.

    Raises:
        ValueError: It is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level: {level!r} is no level of confidence, allowed: 0 < level < 1")
    return level


def shared_among(level: float, statements: int) -> float:
    """Return the level that each of several statements needs for all to hold at `level`.

    Bonferroni's inequality: 1 - (1 - level) / statements. It holds however the statements depend
    on each other; Law (2015), Simulation Modeling and Analysis, 5th ed., section 9.7.

    Raises:
        ValueError: The level is not between 0 and 1, or there is no statement.
    """
    if statements < 1:
        raise ValueError(f"statements: {statements!r} is too few, allowed: 1 or more")
    return 1.0 - (1.0 - checked(level)) / statements


def t_quantile(probability: float, degrees: npt.ArrayLike) -> Floats:
    """Return quantiles of Student's t; NaN where there are no degrees of freedom."""
    from scipy.special import stdtrit  # late: `voltwin --help` stays fast

    degrees = np.asarray(degrees, dtype=np.float64)
    found = stdtrit(np.maximum(degrees, 1.0), probability)
    return np.asarray(np.where(degrees >= 1.0, found, np.nan))


def two_sided(level: float, degrees: npt.ArrayLike) -> Floats:
    """Return by how many standard errors an interval of this level reaches to either side."""
    return t_quantile(0.5 + checked(level) / 2.0, degrees)
