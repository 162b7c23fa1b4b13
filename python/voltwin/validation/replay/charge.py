"""A battery on a charger, as far as the log tells, and the power of its curve."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
