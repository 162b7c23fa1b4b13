"""Numbers that belong together, written in one unit and with digits that their error allows."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from voltwin.wording.quantities import NONE

SHARE = "1"  # the unit of fractions
POINTS = "points"  # percentage points: what shares differ by
_LEADING = 3.55  # half-widths that begin with less are given two digits, as by the PDG
_MOST = 6  # digits after the point, and digits that are not zeros in front


class Scale(NamedTuple):
    """What a value is multiplied by to be shown, and the unit then."""

    factor: float
    unit: str


def scale_of(unit: str, largest: float, *, of_differences: bool = False) -> Scale:
    """Return how values of a unit are shown whose largest is this, in the unit itself.

    Shares are shown in percent, their differences in percentage points.
    """
    if unit == SHARE:
        return Scale(100.0, POINTS if of_differences else "%")
    if unit == "s":
        return _time(largest)
    if unit in {"kWh", "kW"}:
        prefix = next((i for i in range(3) if largest < 9999.5 * 1000.0**i), 3)
        return Scale(1000.0**-prefix, ("k", "M", "G", "T")[prefix] + unit[1:])
    return Scale(1.0, unit)


def _time(largest: float) -> Scale:
    if largest < 99.5:
        return Scale(1.0, "s")
    if largest < 99.5 * 60.0:
        return Scale(1.0 / 60.0, "min")
    if largest < 47.95 * 3600.0:
        return Scale(1.0 / 3600.0, "h")
    return Scale(1.0 / 86400.0, "days")


@dataclass(frozen=True)
class Shown:
    """How numbers of one quantity are written: all in one unit, with as many digits."""

    scale: Scale
    decimals: int

    @classmethod
    def of(
        cls,
        unit: str,
        values: Iterable[float | None],
        half_width: float | None = None,
        *,
        of_differences: bool = False,
    ) -> "Shown":
        """Return how some values are written.

        Args:
            unit: of the values.
            values: that the unit shown must suit; None where there is none.
            half_width: of the interval that decides the digits; without one there are three.
            of_differences: they are differences of values of this unit.
        """
        sizes = [abs(value) for value in values if value is not None and math.isfinite(value)]
        largest = max(sizes, default=0.0)
        scale = scale_of(unit, largest, of_differences=of_differences)
        digits = _of_size(largest * scale.factor, 3)
        if half_width is not None and half_width > 0.0 and math.isfinite(half_width):
            most = _of_size(largest * scale.factor, _MOST)
            digits = min(_of_error(half_width * scale.factor), most)
        return cls(scale, digits)

    def for_error(self, half_width: float | None) -> "Shown":
        """Return how differences with this half-width are written in the same unit."""
        if not half_width or not math.isfinite(half_width):
            return self
        return Shown(self.scale, _of_error(half_width * self.scale.factor))

    @property
    def unit(self) -> str:
        """The unit of the numbers."""
        return self.scale.unit

    def number(self, value: float | None, *, signed: bool = False) -> str:
        """Return a value without its unit: `4.12`, `+0.30`."""
        if value is None or math.isnan(value):
            return NONE
        if math.isinf(value):
            return "infinite" if value > 0.0 else "-infinite"
        text = f"{value * self.scale.factor:{'+' if signed else ''},.{self.decimals}f}"
        return text if any(digit in text for digit in "123456789") else text.lstrip("+-")

    def text(self, value: float | None, *, signed: bool = False) -> str:
        """Return a value with its unit: `4.12 %`."""
        number = self.number(value, signed=signed)
        return number if number == NONE else f"{number} {self.unit}".rstrip()

    def interval(self, low: float | None, high: float | None, *, signed: bool = False) -> str:
        """Return an interval with its unit: `4.05 to 4.19 %`."""
        numbers = [self.number(end, signed=signed) for end in (low, high)]
        return NONE if NONE in numbers else f"{' to '.join(numbers)} {self.unit}".rstrip()


def with_half_width(mean: float | None, half_width: float | None, unit: str) -> str:
    """Return a mean and half the width of its interval: `0.82 % ± 0.03`."""
    shown = Shown.of(unit, [mean], half_width)
    text = shown.text(mean)
    if mean is None or half_width is None or math.isnan(half_width):
        return text
    return f"{text} ± {shown.number(half_width)}"


def _of_error(half_width: float) -> int:
    """Return the digits after the point that leave one or two digits of an error."""
    place = math.floor(math.log10(half_width))
    leading = half_width / 10.0**place
    return min(_MOST, max(0, -place + (leading < _LEADING)))


def _of_size(largest: float, digits: int) -> int:
    """Return the digits after the point that leave so many digits in all."""
    if largest <= 0.0:
        return 0
    return min(_MOST, max(0, digits - 1 - math.floor(math.log10(largest))))
