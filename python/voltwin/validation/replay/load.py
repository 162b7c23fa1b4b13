"""What all chargers of a station draw together, as a share of its grid limit."""

import math
from dataclasses import dataclass

from voltwin.validation.replay.told import Station
from voltwin.validation.trust.worst import worst

_NEAR = 0.9


@dataclass
class Load:
    """The draws of all instants of stations with a limit, by the rows of the log."""

    instants: int = 0
    near: int = 0  # instants in which at least nine tenths of the limit are drawn
    largest: float = 0.0  # draw as a share of the limit

    def note(self, s: Station) -> None:
        """Note the draw of a station as the rows up to now have left it."""
        if s.limit_kw == math.inf:
            return
        drawn = sum(charge.power_kw for charge in s.charges.values() if not charge.suspended)
        share = drawn / s.limit_kw if s.limit_kw > 0.0 else (math.inf if drawn > 0.0 else 0.0)
        self.instants += 1
        self.near += share >= _NEAR
        self.largest = worst((self.largest, share))
