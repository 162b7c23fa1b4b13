"""Distributions in plain values, corners included that no scenario file needs."""

import math
from dataclasses import dataclass

from voltwin_core.distributions import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    NORMAL,
    TABLE,
    TABLE_LOW,
    TABLE_PAIRS,
    TABLE_STEP,
    TRIANGULAR,
    UNIFORM,
)


@dataclass(frozen=True)
class Law:
    """A distribution: shift + scale * X, as `voltwin_core.distributions.Distribution` has it."""

    kind: int
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    shift: float = 0.0
    scale: float = 1.0
    low: float = 0.0  # quantile at which it is cut off below
    span: float = 1.0  # quantiles kept
    numbers: tuple[float, ...] = ()


def fixed(value: float) -> Law:
    """Return the law of a constant."""
    return Law(FIXED, value)


def uniform(low: float, high: float) -> Law:
    """Return the law of what lies evenly between two values."""
    return Law(UNIFORM, low, high)


def exponential(mean: float) -> Law:
    """Return the memoryless law."""
    return Law(EXPONENTIAL, mean)


def normal(mean: float, sd: float) -> Law:
    """Return the normal law."""
    return Law(NORMAL, mean, sd)


def lognormal(median: float, sigma: float) -> Law:
    """Return the law whose logarithm is normal, with this standard deviation."""
    return Law(LOGNORMAL, math.log(median), sigma)


def triangular(low: float, mode: float, high: float) -> Law:
    """Return the triangular law."""
    return Law(TRIANGULAR, low, mode, high)


def empirical(*values: float) -> Law:
    """Return the law that has each of the values equally often."""
    return Law(EMPIRICAL, numbers=tuple(sorted(values)))


def logit_normal(median: float, sigma: float) -> Law:
    """Return a law on (0, 1) by its table: the logistic function of a normal variable."""
    middle, numbers = math.log(median / (1.0 - median)), []
    for i in range(TABLE_PAIRS):
        value = 1.0 / (1.0 + math.exp(-middle - sigma * (TABLE_LOW + i * TABLE_STEP)))
        numbers += [value, sigma * TABLE_STEP * value * (1.0 - value)]
    return Law(TABLE, numbers=tuple(numbers))
