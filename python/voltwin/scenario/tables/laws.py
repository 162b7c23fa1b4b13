"""Distributions of a scenario into rows of the core's `Distribution` table."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.scenario.distributions import (
    AnyLaw,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from voltwin.scenario.tables.quantile_tables import beta_table, gamma_table
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core import distributions as core

Floats = npt.NDArray[np.float64]


class Laws:
    """The distributions of a scenario, each compiled once."""

    def __init__(self, numbers: Shelf[float]) -> None:
        self._numbers = numbers
        self._rows: Shelf[tuple[Any, ...]] = Shelf()

    def put(self, law: AnyLaw, low: float = -math.inf, high: float = math.inf) -> int:
        """Return the number of a law, drawn given that the value lies from `low` to `high`."""
        name = (law, low, high)
        found = self._rows.find(name)
        return self._rows.put([self._row(law, low, high)], name) if found is None else found

    def fill(self) -> np.ndarray[Any, Any]:
        """Return all rows."""
        return self._rows.fill(core.Distribution.dtype)

    def _row(self, law: AnyLaw, low: float, high: float) -> tuple[Any, ...]:
        if isinstance(law, Fixed):
            return _row(core.FIXED, law.shift + law.scale * law.value)
        low, high = _of_x(law, low, high)
        if isinstance(law, Empirical):
            return self._empirical(law, low, high)
        begin, end = _quantile(law, low), _quantile(law, high)
        cut: Any = {"low": begin, "span": end - begin, "shift": law.shift, "scale": law.scale}
        if isinstance(law, Beta | Gamma):
            return _row(core.TABLE, first=self._table(law), count=2 * core.TABLE_PAIRS, **cut)
        return _row(*_closed_form(law), **cut)

    def _table(self, law: Beta | Gamma) -> int:
        name = (type(law).__name__, *(law.forms() if isinstance(law, Beta) else (law.form(),)))
        if isinstance(law, Gamma):
            name = (*name, law.mean)
        found = self._numbers.find(name)
        if found is not None:
            return found
        if isinstance(law, Beta):
            pairs = beta_table(*law.forms())
        else:
            pairs = gamma_table(law.form(), law.mean / law.form())
        return self._numbers.put(pairs.ravel().tolist(), name)

    def _empirical(self, law: Empirical, low: float, high: float) -> tuple[Any, ...]:
        values = sorted(value for value in law.values if low <= value <= high)
        first = self._numbers.put(values)
        return _row(
            core.EMPIRICAL, first=first, count=len(values), shift=law.shift, scale=law.scale
        )


def _row(  # noqa: PLR0913 - the columns of a row
    kind: int,
    a: float = 0.0,
    b: float = 0.0,
    c: float = 0.0,
    *,
    first: int = 0,
    count: int = 0,
    low: float = 0.0,
    span: float = 1.0,
    shift: float = 0.0,
    scale: float = 1.0,
) -> tuple[Any, ...]:
    return kind, count, first, a, b, c, low, span, shift, scale


def _closed_form(law: AnyLaw) -> tuple[int, float, float, float]:
    if isinstance(law, Uniform):
        return core.UNIFORM, law.low, law.high, 0.0
    if isinstance(law, Exponential):
        return core.EXPONENTIAL, law.mean, 0.0, 0.0
    if isinstance(law, Normal):
        return core.NORMAL, law.mean, law.sd, 0.0
    if isinstance(law, Lognormal):
        return core.LOGNORMAL, *law.log_mean_and_sd(), 0.0
    assert isinstance(law, Triangular)
    return core.TRIANGULAR, law.low, law.mode, law.high


def _of_x(law: AnyLaw, low: float, high: float) -> tuple[float, float]:
    """Return the bounds of X itself for bounds of shift + scale * X, the law's own included."""
    low = low if law.min is None else max(low, law.min)
    high = high if law.max is None else min(high, law.max)
    if law.scale == 0.0:
        return -math.inf, math.inf
    ends = (low - law.shift) / law.scale, (high - law.shift) / law.scale
    return min(ends), max(ends)


def mass(law: AnyLaw, low: float, high: float) -> float:
    """Return the probability that a value of the law lies from `low` to `high`."""
    low_x, high_x = _of_x(law, low, high)
    if isinstance(law, Fixed):
        return float(low_x <= law.value <= high_x)
    if isinstance(law, Empirical):
        return sum(low_x <= value <= high_x for value in law.values) / len(law.values)
    return _quantile(law, high_x) - _quantile(law, low_x)


def _quantile(law: AnyLaw, x: float) -> float:  # noqa: PLR0911 - a return for each law
    """Return P(X <= x)."""
    if math.isinf(x):
        return float(x > 0.0)
    if isinstance(law, Uniform):
        return min(max((x - law.low) / (law.high - law.low), 0.0), 1.0)
    if isinstance(law, Exponential):
        return -math.expm1(-max(x, 0.0) / law.mean)
    if isinstance(law, Triangular):
        return _triangular(law, x)
    from scipy import special

    if isinstance(law, Normal):
        return float(special.ndtr((x - law.mean) / law.sd))
    if isinstance(law, Beta):
        return float(special.betainc(*law.forms(), min(max(x, 0.0), 1.0)))
    if x <= 0.0:
        return 0.0
    if isinstance(law, Gamma):
        return float(special.gammainc(law.form(), x * law.form() / law.mean))
    assert isinstance(law, Lognormal)
    mean, sd = law.log_mean_and_sd()
    return float(special.ndtr((math.log(x) - mean) / sd))


def _triangular(law: Triangular, x: float) -> float:
    x, width = min(max(x, law.low), law.high), law.high - law.low
    if x < law.mode:
        return (x - law.low) ** 2 / (width * (law.mode - law.low))
    if law.mode == law.high:
        return (x - law.low) ** 2 / (width * width)
    return 1.0 - (law.high - x) ** 2 / (width * (law.high - law.mode))
