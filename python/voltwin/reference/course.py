"""How the SoC of a charge goes on: on the ladder of its charger, or held at a set-point below."""

import math

from voltwin.reference.battery import Battery
from voltwin.reference.run import Run
from voltwin_core.charging import Knot
from voltwin_core.ladder import drawn_at, peak_from, seconds_at, soc_at
from voltwin_core.record import Table
from voltwin_core.set_point import held_seconds, held_soc


class Course:
    """The course of one charge.

    A battery of less than its nominal capacity charges quicker, and one with derated power slower;
    `pace` is how many seconds of a new battery at full power go by in each.
    """

    __slots__ = ("_derating", "_held_kw", "_knots", "_ladder", "_pace", "_ready_soc", "_stretch")

    def __init__(self, run: Run, charger: int, battery: Battery, derating: float) -> None:
        kind = battery.type
        self._ladder = run.ladder(charger, battery.number)
        self._knots = run.parameters.knots, kind.first_knot, kind.knots
        self._ready_soc = kind.ready_soc
        self._derating = derating
        self._pace = derating / battery.soh
        self._stretch = battery.soh / derating
        self._held_kw = math.inf

    def hold_at(self, set_point_kw: float) -> None:
        """Let it draw no more than this [kW]; infinite where the charger's power is all."""
        self._held_kw = set_point_kw

    def soc(self, soc: float, seconds: float, target: float) -> float:
        """Return the SoC that is reached from `soc` after `seconds`."""
        if self._held_kw < math.inf:
            return held_soc(*self._holding(), soc, seconds, target)
        steps = self._ladder.steps
        return soc_at(*steps, seconds_at(*steps, soc) + seconds * self._pace)

    def seconds(self, soc: float, target: float) -> float:
        """Return how long it takes from `soc` to `target`, which is ready or full [s]."""
        if self._held_kw < math.inf:
            return held_seconds(*self._holding(), soc, target)
        ladder = self._ladder
        target_s = ladder.ready_s if target == self._ready_soc else ladder.full_s
        return max(0.0, target_s - seconds_at(*ladder.steps, soc)) * self._stretch

    def drawn_kw(self, soc: float) -> float:
        """Return the power drawn at `soc`, grid side [kW]."""
        return min(drawn_at(*self._ladder.steps, soc) * self._derating, self._held_kw)

    def peak_kw(self, soc: float) -> float:
        """Return the largest power that would be drawn from `soc` on, grid side [kW]."""
        return peak_from(*self._ladder.steps, soc) * self._derating

    def _holding(self) -> tuple[Table[Knot], int, int, float, float, float, float]:
        return *self._knots, self._ladder.kwh, self._held_kw, self._derating, self._pace
