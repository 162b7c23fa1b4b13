"""Distributions of a scenario into rows of the core's `Distribution` table."""

import math
from typing import Any, TypeAlias

from voltwin.scenario.cut_off import kept_quantiles, kept_values
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

Row: TypeAlias = tuple[int, int, int, float, float, float, float, float, float, float]


class Laws:
    """The distributions of a scenario, each compiled once."""

    def __init__(self, numbers: Shelf[float]) -> None:
        self._numbers = numbers
        self._rows: Shelf[Row] = Shelf()

    def put(self, law: AnyLaw, low: float = 0.0, high: float = math.inf) -> int:
        """Return the number of a law, drawn given that its value lies from `low` to `high`.

        Raises:
            ValueError: (nearly) none of its values does.
        """
        name = (law, low, high)
        found = self._rows.find(name)
        return self._rows.put([self._row(law, low, high)], name) if found is None else found

    def fill(self) -> Any:
        """Return all rows."""
        return self._rows.fill(core.Distribution.dtype)

    def _row(self, law: AnyLaw, low: float, high: float) -> Row:
        if isinstance(law, Empirical):
            values = kept_values(law, low, high)
            first = self._numbers.put(values)
            return core.EMPIRICAL, len(values), first, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0
        quantile, span = kept_quantiles(law, low, high)
        if isinstance(law, Fixed):
            value = law.shift + law.scale * law.value
            return core.FIXED, 0, 0, value, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0
        cut = quantile, span, law.shift, law.scale
        if isinstance(law, Beta | Gamma):
            return core.TABLE, 2 * core.TABLE_PAIRS, self._table(law), 0.0, 0.0, 0.0, *cut
        kind, a, b, c = _closed_form(law)
        return kind, 0, 0, a, b, c, *cut

    def _table(self, law: Beta | Gamma) -> int:
        """Return where the numbers of a law's quantile table begin."""
        if isinstance(law, Beta):
            a, b = law.forms()
            name = ("beta", a, b)
        else:
            a, b = law.form(), law.mean / law.form()
            name = ("gamma", a, b)
        found = self._numbers.find(name)
        if found is None:
            pairs = beta_table(a, b) if isinstance(law, Beta) else gamma_table(a, b)
            found = self._numbers.put(pairs.ravel().tolist(), name)
        return found


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
