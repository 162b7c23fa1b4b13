"""A battery on a charger, as far as the log tells, and the power of its curve."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass
class Charge:
    """A battery on a charger, as far as the log tells."""

    battery: int
    soc: float
    ready: bool
    placed_s: float
    cooled: bool = False
    suspended: bool = False
    power_kw: float = 0.0  # drawn after its last row
    derating: float = 1.0
    set_point_kw: float = math.inf
    since_s: float = 0.0  # of its last row
    simulated: bool = False  # its SoC is being replaced by one that was seen
    held_back: bool = False  # draws nothing any more, as a row is to say

    @property
    def doing(self) -> str:
        """What goes on, in a word."""
        if self.suspended:
            return "suspended"
        if not self.cooled:
            return "cooling"
        return "ready" if self.ready else "charging"


class Curve:
    """What a type of battery draws by its SoC [kW], read off its knots anew."""

    def __init__(self, knots: Sequence[tuple[float, float]], full_soc: float) -> None:
        self._knots, self._full = knots, full_soc
        self._socs, self._powers = zip(*knots, strict=True)

    def power_kw(self, soc: float) -> float:
        """Return the power at a SoC [kW]."""
        return float(np.interp(soc, self._socs, self._powers))

    def peak_kw(self, soc: float) -> float:
        """Return the largest power of the rest of a charge [kW]."""
        between = (kw for at, kw in self._knots if soc < at < self._full)
        return max(self.power_kw(soc), self.power_kw(self._full), *between, 0.0)

    def soc_after(self, kwh: float, held_kw: float, soc: float, seconds: float, to: float) -> float:
        """Return the SoC of a charge that goes on for some time, up to a SoC at most.

        What is drawn is linear in the SoC between knots and places where the curve crosses the
        set-point. On such a stretch d soc / dt = (p + k * (soc - start)) / (3600 * kwh), of which
        the solution is exponential.

        Args:
            kwh: grid energy per unit of SoC.
            held_kw: set-point, above 0.
            soc: at the begin.
            seconds: how long.
            to: at most.
        """
        left = seconds / (3600.0 * kwh)
        for start, end in pairwise(self._bends(held_kw, soc, to)):
            p, at_end = (min(held_kw, self.power_kw(at)) for at in (start, end))
            k, rise = (at_end - p) / (end - start), (at_end - p) / p
            whole = (end - start) / p * (math.log1p(rise) / rise if rise else 1.0)
            if left < whole:
                growth = k * left
                return start + p * left * (math.expm1(growth) / growth if growth else 1.0)
            left -= whole
        return max(soc, to)

    def _bends(self, held_kw: float, soc: float, to: float) -> list[float]:
        """Return where what is drawn bends between two SoCs, these included, in order."""
        bends = {soc, to, *self._socs}
        for (a, kw), (b, other_kw) in pairwise(self._knots):
            if min(kw, other_kw) < held_kw < max(kw, other_kw):
                bends.add(a + (b - a) * (held_kw - kw) / (other_kw - kw))
        return sorted(at for at in bends if soc <= at <= to)
