"""Charging along a piecewise-linear power curve, in closed form and without a time step.

The curve P(s) is the grid-side power [kW] over the state of charge s, linear between knots. A
charger with set-point u draws min(u, P(s)). With `kwh` the grid energy per unit of SoC (capacity
over efficiency), a piece on which the power goes from P0 to P1 over a span of SoC takes

    3600 * kwh * span / P0 * log1p(x) / x,    x = (P1 - P0) / P0

seconds, which tends to 3600 * kwh * span / P0 as the piece gets flat, without cancellation.
"""

import math

from voltwin_core.jit import kernel
from voltwin_core.record import F64, Record, Table


class Knot(Record):
    """One knot of a charge curve."""

    soc: F64  # state of charge, strictly rising along a curve
    power_kw: F64  # grid side, above 0 up to full_soc [kW]


@kernel
def power_at(knots: Table[Knot], first: int, count: int, soc: float) -> float:
    """Return P(soc) [kW]; beyond its ends a curve keeps its end values."""
    i = _piece(knots, first, count, first, soc)
    left, right = knots[i], knots[i + 1]
    if soc >= right.soc:
        return right.power_kw
    if soc <= left.soc:
        return left.power_kw
    return _interpolate(left.soc, left.power_kw, right.soc, right.power_kw, soc)


@kernel
def peak_power(knots: Table[Knot], first: int, count: int, soc: float, until: float) -> float:
    """Return the largest P(s) for soc <= s <= until [kW]."""
    peak = max(power_at(knots, first, count, soc), power_at(knots, first, count, until))
    for i in range(first, first + count):
        if soc < knots[i].soc < until:
            peak = max(peak, knots[i].power_kw)
    return peak


@kernel
def time_to(
    knots: Table[Knot], first: int, count: int, kwh: float, u: float, soc: float, target: float
) -> float:
    """Return how long charging from `soc` to `target` takes [s].

    Args:
        knots, first, count: the curve, at least two knots.
        kwh: grid energy per unit of SoC: capacity [kWh] over efficiency.
        u: set-point [kW]; 0 never finishes: infinity, unless the target is reached already.
        soc, target: states of charge.
    """
    elapsed = 0.0
    i = _piece(knots, first, count, first, soc)
    while soc < target:
        if u <= 0.0:
            return math.inf
        end, power, rise = _stretch(knots, first, count, i, u, soc, target)
        elapsed += 3600.0 * kwh * (end - soc) / power * _log_ratio(rise / power)
        soc = end
        i = _piece(knots, first, count, i, soc)
    return elapsed


@kernel
def soc_after(
    knots: Table[Knot],
    first: int,
    count: int,
    kwh: float,
    u: float,
    soc: float,
    seconds: float,
    target: float,
) -> float:
    """Return the SoC after charging for `seconds` from `soc`, clamped at `target`; see `time_to`."""
    i = _piece(knots, first, count, first, soc)
    while soc < target and seconds > 0.0 and u > 0.0:
        end, power, rise = _stretch(knots, first, count, i, u, soc, target)
        slope = rise / power
        whole = 3600.0 * kwh * (end - soc) / power * _log_ratio(slope)
        if seconds < whole:
            y = slope * power * seconds / (3600.0 * kwh * (end - soc))
            gained = power * seconds / (3600.0 * kwh) * _exp_ratio(y)
            return min(soc + gained, end)
        seconds -= whole
        soc = end
        i = _piece(knots, first, count, i, soc)
    return min(soc, target) if soc < target else soc


@kernel
def _stretch(
    knots: Table[Knot], first: int, count: int, i: int, u: float, soc: float, target: float
) -> tuple[float, float, float]:
    """Return (end, P at soc, P at end - P at soc) of the longest stretch on which min(u, P) is
    linear, starting at `soc` in piece `i` and not going beyond `target`."""
    left, right = knots[i], knots[i + 1]
    if soc >= right.soc or soc < left.soc:  # beyond an end of the curve, where it keeps its value
        beyond = right.power_kw if soc >= right.soc else left.power_kw
        end = target if soc >= right.soc else min(target, left.soc)
        return end, min(u, beyond), 0.0
    end = min(target, right.soc)
    p0 = _interpolate(left.soc, left.power_kw, right.soc, right.power_kw, soc)
    p1 = _interpolate(left.soc, left.power_kw, right.soc, right.power_kw, end)
    if p0 >= u and p1 >= u:
        return end, u, 0.0
    if p0 <= u and p1 <= u:
        return end, p0, p1 - p0
    crossing = soc + (end - soc) * ((u - p0) / (p1 - p0))
    if not soc < crossing < end:  # the crossing rounds onto an end: the stretch is flat or whole
        return end, min(u, p0), 0.0 if p0 >= u else min(u, p1) - p0
    return crossing, min(u, p0), 0.0 if p0 >= u else u - p0


@kernel
def _piece(knots: Table[Knot], first: int, count: int, i: int, soc: float) -> int:
    """Return the left knot of the piece that holds `soc`, searched upwards from knot `i`."""
    while i + 2 < first + count and knots[i + 1].soc <= soc:
        i += 1
    return i


@kernel
def _interpolate(x0: float, y0: float, x1: float, y1: float, x: float) -> float:
    return y0 + (y1 - y0) * ((x - x0) / (x1 - x0))


@kernel
def _log_ratio(x: float) -> float:
    """Return log1p(x) / x, which is 1 at 0."""
    return 1.0 if x == 0.0 else math.log1p(x) / x


@kernel
def _exp_ratio(y: float) -> float:
    """Return expm1(y) / y, which is 1 at 0."""
    return 1.0 if y == 0.0 else math.expm1(y) / y
