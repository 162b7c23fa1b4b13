"""What must hold at a station whenever time goes on, whatever row was its last at an instant."""

import math
from collections.abc import Iterator

from voltwin.validation.features import TIES
from voltwin.validation.replay.load import Load
from voltwin.validation.replay.sharing import Sharing
from voltwin.validation.replay.told import Station, Told
from voltwin_core.station.parameters import Parameters

_SLACK = 1.0 + 1e-12  # of the rule `admit`
_ROUNDING = 1.0 + 1e-14  # of sums and interpolations done anew here
_SHARE_ANEW = ("cooled", "full", "unplugged", "cut off", "limit", "soc_seen")


class Instants:
    """The rules that no single row breaks."""

    def __init__(self, parameters: Parameters, told: Told) -> None:
        self._sharing = Sharing(parameters)
        self._told = told
        self.load = Load()

    def problems(self, s: Station) -> Iterator[str]:
        """Yield what is wrong with a station as the rows up to now have left it."""
        self.load.note(s)
        yield from self._set_points(s) if s.shares else self._reservations(s)
        if len(s.waiting) > s.most_waiting:
            yield f"{len(s.waiting)} vehicles on {s.places} queue places"
        s.most_waiting = max(s.places, len(s.waiting))  # until more are seen
        if any(charge.simulated or charge.held_back for charge in s.charges.values()):
            yield "a SoC was not told, or a charge is held back without a row"
        yield from self._idle_chargers(s)
        self._note_ties(s)

    def _reservations(self, s: Station) -> Iterator[str]:
        """Yield if what is drawn, or what may be drawn, exceeds the limit.

        A charge that is not suspended may draw min(charger power, largest P(s') of the rest of the
        charge), derated, at any time before the next event: nothing but events changes who charges.
        """
        drawn = bound = 0.0
        for c in range(s.first_charger, s.first_charger + s.chargers):
            charge = s.charges.get(c)
            if charge is None or charge.suspended:
                continue
            drawn += charge.power_kw
            peak = self._told.curve_of(charge.battery).peak_kw(charge.soc)
            bound += min(self._told.charger_kw[c], peak) * charge.derating
        if drawn > s.limit_kw * _SLACK:
            yield f"{drawn!r} kW drawn, the limit is {s.limit_kw!r} kW"
        if bound > s.limit_kw * _SLACK * _ROUNDING:
            yield f"{bound!r} kW may be drawn, the limit is {s.limit_kw!r} kW"

    def _set_points(self, s: Station) -> Iterator[str]:
        """Yield what is wrong with set-points, where power has just been shared out anew."""
        told, cool = self._told, {c: charge for c, charge in s.charges.items() if charge.cooled}
        told.features["held without power"] += any(x.set_point_kw == 0.0 for x in cool.values())
        if any(kind in s.at_once for kind in _SHARE_ANEW):
            held = (x.set_point_kw < told.charger_kw[c] * x.derating for c, x in cool.items())
            told.features["power shared out"] += any(held)
            problem = self._sharing.problem(cool, told.soh, s.now, s.limit_kw)
            if problem:
                yield problem

    def _idle_chargers(self, s: Station) -> Iterator[str]:
        """Yield if a charger is idle beside a queue without a cause."""
        if not s.queued or len(s.charges) + len(s.out.chargers) >= s.chargers:
            return
        cause = "limit" if s.may_start else "price"
        self._told.features[f"{cause} blocks the queue"] += 1
        if s.may_start and (s.shares or s.limit_kw == math.inf):
            yield "a charger is idle, a battery queued, and nothing is in its way"

    def _note_ties(self, s: Station) -> None:
        for feature, (kind, others) in TIES.items():
            if kind in s.at_once and any(other in s.at_once for other in others):
                self._told.features[feature] += 1
        if s.at_once["arrival"] > 1:
            self._told.features["arrivals at one instant"] += 1
