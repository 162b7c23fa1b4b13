"""Whether power is shared out max-min fair, and within the limit on any curve to come.

SoCs and powers are worked out anew along the curve (`charge.Curve`), by no code of the core.
"""

import math
from collections.abc import Mapping, Sequence

from voltwin.validation.replay.charge import Charge, Curve
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

_SLACK = 1.0 + 1e-12  # of the rule `share`
_NEAR = 1e-9  # relative: SoCs found by other formulas


class Sharing:
    """The chargers of a network, as far as they share power."""

    def __init__(self, parameters: Parameters) -> None:
        knots = as_array(parameters.knots).tolist()
        self._chargers = as_array(parameters.chargers)
        self._kinds = as_array(parameters.battery_types)
        self._kind_of = as_array(parameters.batteries)["battery_type"]
        self._curves = [
            Curve(knots[kind["first_knot"] :][: kind["knots"]], float(kind["full_soc"]))
            for kind in self._kinds
        ]

    def problem(
        self, charges: Mapping[int, Charge], soh: Sequence[float], now: float, limit_kw: float
    ) -> str:
        """Return what is wrong with the set-points of a place.

        Args:
            charges: that are cool, by charger.
            soh: of all batteries.
            now: time of the set-points [s].
            limit_kw: that they share [kW].
        """
        demand = {c: self._demand_kw(c, x, soh[x.battery], now) for c, x in charges.items()}
        most = {c: self._chargers["power_kw"][c] * x.derating for c, x in charges.items()}
        held = [c for c, x in charges.items() if x.set_point_kw < most[c]]
        levels = {charges[c].set_point_kw for c in held}
        bound = sum(min(demand[c], charges[c].set_point_kw) for c in charges)
        if bound > limit_kw * _SLACK * (1.0 + _NEAR * bool(len(held) < len(charges))):
            return f"{bound!r} kW may be drawn, the limit is {limit_kw!r} kW"
        if len(levels) > 1:
            return f"held at several levels: {sorted(levels)} kW"
        if not held:
            return ""
        level = levels.pop()
        if any(demand[c] > level * (1.0 + _NEAR) for c in charges if c not in held):
            return f"more than the level of {level!r} kW may be drawn by some"
        if any(demand[c] < level * (1.0 - _NEAR) for c in held):
            return f"held at {level!r} kW, but demands less"
        if not math.isclose(bound, limit_kw, rel_tol=_NEAR):
            return f"{bound!r} kW are given out of {limit_kw!r} kW, though more is demanded"
        return ""

    def _demand_kw(self, charger: int, charge: Charge, soh: float, now: float) -> float:
        """Return the largest power of the rest of a charge [kW]."""
        kind = self._kinds[self._kind_of[charge.battery]]
        curve = self._curves[self._kind_of[charge.battery]]
        power_kw = float(self._chargers["power_kw"][charger])
        soc = charge.soc
        if charge.set_point_kw > 0.0 and now > charge.since_s:
            kwh = float(kind["capacity_kwh"] * soh / self._chargers["efficiency"][charger])
            u = min(power_kw, charge.set_point_kw / charge.derating)
            seconds = (now - charge.since_s) * charge.derating
            target = float(kind["full_soc" if charge.ready else "ready_soc"])
            soc = curve.soc_after(kwh, u, soc, seconds, target)
        return float(min(power_kw, curve.peak_kw(soc)) * charge.derating)
