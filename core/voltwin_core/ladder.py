"""Charge ladders: a charge from empty to full at one set-point, worked out before the run.

For a battery type on a charger the power drawn is min(set-point, P(s)), linear between rungs. With
the seconds from empty to each rung known, "how long from here to there" is a difference, and "what
SoC by then" one step on one rung: no loop over pieces, no division. Rungs stand at the knots of the
curve, where it crosses the set-point, at `ready_soc` and at `full_soc`. On a rung

    seconds(s) = at_s + span_s * (s - soc)                 power constant
    seconds(s) = at_s + span_s * log1p(bend * (s - soc))   power falling or rising

`charging.py` has the same by closed forms piece by piece, for any set-point; it is the slow twin
that tests hold this against.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.charging import Knot
from voltwin_core.elementary import expm1, log1p
from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I32, Record, Table, as_array


class Rung(Record):
    """One rung of a ladder, up to the next."""

    soc: F64
    power_kw: F64  # drawn at `soc`, grid side [kW]
    slope_kw: F64  # power per unit of SoC from here on [kW]
    peak_kw: F64  # largest power from here to full [kW]
    peak_soc: F64  # up to this SoC that power is still to come
    at_s: F64  # from empty [s]
    span_s: F64  # see above [s]
    per_s: F64  # 1 / span_s [1/s]
    bend: F64  # slope over power; 0 for constant power
    unbend: F64  # 1 / bend


_SOC, _POWER_KW, _AT_S = (
    list(Rung.__annotations__).index(name) for name in ("soc", "power_kw", "at_s")
)

# A thousand times what rounding amounts to, of times within a year and of SoCs.
_ROUNDING_S = 1e-5
_ROUNDING_SOC = 1e-12


class Ladder(Record):
    """The rungs of a battery type on a charger of one power and efficiency."""

    first: I32
    rungs: I32  # the last one stands at full_soc
    kwh: F64  # grid energy per unit of SoC [kWh]
    ready_soc: F64
    ready_s: F64  # from empty to ready [s]
    full_s: F64  # from empty to full [s]
    apart_s: F64  # from ready on SoCs that lie further apart than this differ [s]


class Ladders(NamedTuple):
    """Ladders of a network: that of type `k` on charger `c` is `of_charger[c] + k`."""

    ladders: Table[Ladder]
    rungs: Table[Rung]
    of_charger: npt.NDArray[np.int32]


@inlined
def seconds_at(rungs: Table[Rung], first: int, count: int, soc: float) -> float:
    """Return how long charging from empty to `soc` takes [s]."""
    i = _rung_below(rungs, first, count, soc)
    rung = rungs[i]
    if rung.bend == 0.0:
        return rung.at_s + rung.span_s * (soc - rung.soc)
    return rung.at_s + rung.span_s * log1p(rung.bend * (soc - rung.soc))


@inlined
def soc_at(rungs: Table[Rung], first: int, count: int, seconds: float) -> float:
    """Return the SoC that is reached `seconds` after empty."""
    return soc_on(rungs[rung_at(rungs, first, first + count, seconds)], seconds)


@inlined
def rung_at(rungs: Table[Rung], i: int, end: int, seconds: float) -> int:
    """Return the rung on which a charge is `seconds` after empty, searched upwards from rung `i` of
    a ladder whose rungs end before `end`."""
    while i + 1 < end and rungs[i + 1].at_s <= seconds:
        i += 1
    return i


@inlined
def soc_on(rung: Rung, seconds: float) -> float:
    """Return the SoC that is reached on a rung `seconds` after empty."""
    part = (seconds - rung.at_s) * rung.per_s
    return rung.soc + (part if rung.bend == 0.0 else expm1(part) * rung.unbend)


@kernel
def drawn_at(rungs: Table[Rung], first: int, count: int, soc: float) -> float:
    """Return the power drawn at `soc`, grid side [kW]."""
    rung = rungs[_rung_below(rungs, first, count, soc)]
    return rung.power_kw + rung.slope_kw * (soc - rung.soc)


@kernel
def peak_from(rungs: Table[Rung], first: int, count: int, soc: float) -> float:
    """Return the largest power of a charge from `soc` to full, grid side [kW]."""
    if soc <= rungs[first].peak_soc:  # as most charges begin: the peak is still to come
        return rungs[first].peak_kw
    i = _rung_below(rungs, first, count, soc)
    power = rungs[i].power_kw + rungs[i].slope_kw * (soc - rungs[i].soc)
    return max(power, rungs[i + 1].peak_kw) if i + 1 < first + count else power


@kernel
def _rung_below(rungs: Table[Rung], first: int, count: int, soc: float) -> int:
    i = first
    while i + 1 < first + count and rungs[i + 1].soc <= soc:
        i += 1
    return i


class Curve(NamedTuple):
    """What a ladder is built of."""

    knots: tuple[tuple[float, float], ...]  # (SoC, P [kW])
    capacity_kwh: float
    ready_soc: float
    full_soc: float


def build_ladders(
    knots: Table[Knot],
    battery_types: npt.NDArray[np.void],
    chargers: npt.NDArray[np.void],
) -> Ladders:
    """Return the ladders of every battery type on every charger.

    Args:
        knots: all charge curves.
        battery_types: rows with first_knot, knots, capacity_kwh, ready_soc, full_soc.
        chargers: rows with power_kw and efficiency.
    """
    points = as_array(knots)
    curves = [
        Curve(
            tuple((float(p["soc"]), float(p["power_kw"])) for p in points[a : a + n]),
            e,
            ready,
            full,
        )
        for a, n, e, ready, full in battery_types[
            ["first_knot", "knots", "capacity_kwh", "ready_soc", "full_soc"]
        ].tolist()
    ]
    classes: dict[tuple[float, float], int] = {}
    of_charger = np.zeros(len(chargers), np.int32)
    heads: list[tuple[float, ...]] = []
    rungs: list[tuple[float, ...]] = []
    for c, (power_kw, efficiency) in enumerate(chargers[["power_kw", "efficiency"]].tolist()):
        if (power_kw, efficiency) not in classes:
            classes[power_kw, efficiency] = len(heads)
            for curve in curves:
                kwh = curve.capacity_kwh / efficiency
                steps = _rungs(curve, power_kw, kwh)
                ready_s = next(step[_AT_S] for step in steps if step[_SOC] == curve.ready_soc)
                full_s = steps[-1][_AT_S]
                heads.append(
                    (
                        len(rungs),
                        len(steps),
                        kwh,
                        curve.ready_soc,
                        ready_s,
                        full_s,
                        _apart_s(steps, curve, kwh),
                    )
                )
                rungs += steps
        of_charger[c] = classes[power_kw, efficiency]
    return Ladders(
        Ladder.adopt(np.array(heads, Ladder.dtype) if heads else np.zeros(1, Ladder.dtype)),
        Rung.adopt(np.array(rungs, Rung.dtype) if rungs else np.zeros(1, Rung.dtype)),
        of_charger,
    )


def _rungs(curve: Curve, set_point_kw: float, kwh: float) -> list[tuple[float, ...]]:
    socs = _rung_socs(curve, set_point_kw)
    x, y = zip(*curve.knots, strict=True)
    powers = [min(set_point_kw, float(np.interp(soc, x, y))) for soc in socs]
    rows: list[tuple[float, ...]] = []
    at_s = 0.0
    for i, (soc, power) in enumerate(zip(socs, powers, strict=True)):
        last = i + 1 == len(socs)
        width = 1.0 if last else socs[i + 1] - soc
        rise = 0.0 if last else powers[i + 1] - power
        slope = rise / width
        # A rise too small to show in the SoC's own rounding is none.
        bend = slope / power if abs(rise) > 1e-9 * power else 0.0
        span_s = 3600.0 * kwh / (slope if bend else power)
        rows.append(
            (
                soc,
                power,
                slope,
                max(powers[i:]),
                max(s for s, p in zip(socs[i:], powers[i:], strict=True) if p == max(powers[i:])),
                at_s,
                span_s,
                1.0 / span_s,
                bend,
                1.0 / bend if bend else 0.0,
            )
        )
        at_s += span_s * (log1p(bend * width) if bend else width)
    return rows


def _apart_s(steps: list[tuple[float, ...]], curve: Curve, kwh: float) -> float:
    """Return how long charging from ready on takes at most for more than rounding amounts to."""
    least_kw = min(step[_POWER_KW] for step in steps if step[_SOC] >= curve.ready_soc)
    return max(_ROUNDING_S, 3600.0 * kwh / least_kw * _ROUNDING_SOC)


def _rung_socs(curve: Curve, set_point_kw: float) -> list[float]:
    """Return where rungs stand, from 0 to full."""
    socs = {0.0, curve.ready_soc, curve.full_soc}
    socs.update(soc for soc, _ in curve.knots)
    for (s0, p0), (s1, p1) in zip(curve.knots[:-1], curve.knots[1:], strict=True):
        if min(p0, p1) < set_point_kw < max(p0, p1):
            socs.add(s0 + (s1 - s0) * ((set_point_kw - p0) / (p1 - p0)))
    return sorted(soc for soc in socs if 0.0 <= soc <= curve.full_soc)
