"""What a case of the benchmark is, and what it yields."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """A figure of this machine."""

    name: str
    value: float
    unit: str
    bar: str  # such as ">= 150"; empty for a rival's figure, which has none
    ok: bool  # the bar is met
    detail: str  # what was measured, in words
    aim: str = ""  # such as ">= 250": what the bar may once become


@dataclass(frozen=True)
class Case:
    """A figure that can be measured; `measure` returns the value and how it came about, or NaN and
    why it cannot be measured here.

    Attributes:
        long: measures the same over a longer time; None where that makes no difference.
        together: cases with the same word here are figures of one measurement: who asks for one of
            them gets all.
    """

    name: str
    what: str
    unit: str
    bar: float | None  # None for a rival's
    at_least: bool  # else the bar is an upper one
    measure: Callable[[], tuple[float, str]]
    aim: float | None = None
    long: Callable[[], tuple[float, str]] | None = None
    together: str = ""

    def run(self, *, long: bool = False) -> Measurement:
        """Measure now, for long if that is wanted and makes a difference."""
        value, seen = self.long() if long and self.long is not None else self.measure()
        detail = f"{self.what}; {seen}"
        bar, aim = self._bound(self.bar), self._bound(self.aim)
        return Measurement(self.name, value, self.unit, bar, self._is_met(value), detail, aim)

    def _is_met(self, value: float) -> bool:
        if self.bar is None or math.isnan(value):
            return True
        return value >= self.bar if self.at_least else value <= self.bar

    def _bound(self, bound: float | None) -> str:
        return "" if bound is None else f"{'>=' if self.at_least else '<='} {bound:g}"
