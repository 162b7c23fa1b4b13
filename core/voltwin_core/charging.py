"""Charging along a piecewise-linear power curve, in closed form and without a time step.

The curve P(s) is the grid-side power [kW] over the state of charge s, linear between knots. A
charger with set-point u draws min(u, P(s)). With `kwh` the grid energy per unit of SoC (capacity
over efficiency), a piece on which the power goes from P0 to P1 over a span of SoC takes

    3600 * kwh * span / rise * log1p(rise / P0),    rise = P1 - P0

seconds, and 3600 * kwh * span / P0 where it is flat. Nearly flat pieces do not cancel: `rise`
stands twice in it, as the same float.
"""

import math

from voltwin_core.elementary import expm1, log1p
from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, Record, Table

_MARGIN = 1e-9  # relative, and of SoC: a million times what rounding amounts to
_NO_FALL = 1e12  # SoC per kW of power that falls


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
        elapsed += _seconds(kwh, end - soc, power, rise)
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
    """Return the SoC after charging for `seconds` from `soc`, clamped at `target`."""
    i = _piece(knots, first, count, first, soc)
    while soc < target and seconds > 0.0 and u > 0.0:
        end, power, rise = _stretch(knots, first, count, i, u, soc, target)
        whole = _seconds(kwh, end - soc, power, rise)
        if seconds < whole:
            return min(soc + _gained(kwh, end - soc, power, rise, seconds), end)
        seconds -= whole
        soc = end
        i = _piece(knots, first, count, i, soc)
    return min(soc, target) if soc < target else soc


@kernel
def piece_ahead(
    knots: Table[Knot], first: int, count: int, soc: float, target: float
) -> tuple[float, float, float, float]:
    """Return (start, end, power, per_kw) of the piece of a curve that holds `soc`, as far as
    `target`, which is above it: what `held_until` needs of a curve, whatever the set-point.

    Args: as of `time_to`.
    """
    i = _piece(knots, first, count, first, soc)
    left, right = knots[i], knots[i + 1]
    if soc >= right.soc:
        return soc, target - _MARGIN, right.power_kw, _NO_FALL
    if soc < left.soc:
        return soc, min(target, left.soc) - _MARGIN, left.power_kw, _NO_FALL
    fall = left.power_kw - right.power_kw
    per_kw = (right.soc - left.soc) / fall if fall > 0.0 else _NO_FALL
    return left.soc - _MARGIN, min(target, right.soc) - _MARGIN, left.power_kw, per_kw


@inlined
def held_until(start: float, end: float, power: float, per_kw: float, u: float) -> float:
    """Return a SoC on a piece before which P is surely above `u`: up to there a charge goes by
    `soc_held`, which is then `soc_after`, bit for bit; far below `start`, if that is nowhere sure.

    It stays clear of the end and of where P falls to `u`, by more than all rounding amounts to.

    Args:
        start, end, power, per_kw: of `piece_ahead`, for the SoC at which the charge is anchored or
            one before it on the same piece.
        u: set-point [kW].
    """
    return min(end, start + (power - u * (1.0 + _MARGIN)) * per_kw)


@inlined
def soc_held(kws: float, u: float, soc: float, seconds: float) -> float:
    """Return the SoC after charging for `seconds` from `soc`, all of it at the set-point.

    Args:
        kws: grid energy per unit of SoC, 3600 * kwh [kWs].
        u: set-point [kW].
        soc: state of charge.
        seconds: how long, none included [s].
    """
    return soc + u * seconds / kws


@inlined
def may_reach(kws: float, u: float, soc: float, seconds: float, target: float) -> bool:
    """Return whether a charge at a set-point might have reached `target` after `seconds`.

    It has not if this says so, to the last bit of `time_to`: power is never above the set-point.

    Args: as of `soc_held`.
    """
    return u * seconds >= kws * (target - soc) * (1.0 - _MARGIN)


@inlined
def least_time_to(kws: float, u: float, soc: float, target: float) -> float:
    """Return a time that charging from `soc` to `target` at a set-point above 0 surely takes [s],
    by the same.

    Args: as of `soc_held`.
    """
    return kws * (target - soc) / u * (1.0 - _MARGIN)


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
    p0 = p1 = left.power_kw
    if left.power_kw != right.power_kw:
        p0 = _interpolate(left.soc, left.power_kw, right.soc, right.power_kw, soc)
        p1 = _interpolate(left.soc, left.power_kw, right.soc, right.power_kw, end)
    if p0 >= u and p1 >= u:
        return end, u, 0.0
    if p0 <= u and p1 <= u:
        return end, p0, p1 - p0
    falls = p0 > p1
    crossing = soc + (end - soc) * ((u - p0) / (p1 - p0))
    if crossing <= soc:  # rounding: it is here, and the rest of the piece lies behind it
        return end, u, p1 - u if falls else 0.0
    if crossing >= end:  # rounding: it is at the end, and all of the piece lies before it
        return end, min(u, p0), 0.0 if falls else u - p0
    return crossing, min(u, p0), 0.0 if falls else u - p0


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
def _seconds(kwh: float, span: float, power: float, rise: float) -> float:
    """Return how long a stretch takes on which the power goes from `power` to `power + rise`."""
    if rise == 0.0:
        return 3600.0 * kwh * span / power
    return 3600.0 * kwh * (span / rise) * log1p(rise / power)


@kernel
def _gained(kwh: float, span: float, power: float, rise: float, seconds: float) -> float:
    """Return the SoC gained in the first `seconds` of such a stretch."""
    if rise == 0.0:
        return power * seconds / (3600.0 * kwh)
    return power * (span / rise) * expm1(seconds / (3600.0 * kwh) * (rise / span))
