"""What a case of the benchmark is, and what it yields."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """A figure of this machine."""

    name: str
    value: float
    unit: str
    bar: str  # such as ">= 150"
    ok: bool  # the bar is met
    detail: str  # what was measured, in words


@dataclass(frozen=True)
class Case:
    """A figure that can be measured; `measure` returns the value and how it came about."""

    name: str
    what: str
    unit: str
    bar: float
    at_least: bool  # else the bar is an upper one
    measure: Callable[[], tuple[float, str]]

    def run(self) -> Measurement:
        """Measure now."""
        value, seen = self.measure()
        ok = value >= self.bar if self.at_least else value <= self.bar
        bar = f"{'>=' if self.at_least else '<='} {self.bar:g}"
        return Measurement(self.name, value, self.unit, bar, ok, f"{self.what}; {seen}")
