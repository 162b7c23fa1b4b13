"""Temperatures in a whole run: batteries come back warm, are warmed by charging, thrown out of
chargers by faults, and derated by what they then have. The log is told again in small steps."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voltwin.validation.laws import uniform
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters, week_phase_s
from voltwin.validation.physics_checks.charging_run import rows_of
from voltwin.validation.physics_checks.deviations import largest
from voltwin.validation.physics_checks.slow_cooling import celsius_then, changes_after
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core.calendar import HOUR_S

SEED = 331
_EFFICIENCY = 0.9
_KIND = Type(
    capacity_kwh=60.0,
    curve=((0.0, 80.0), (1.0, 80.0)),  # constant: there the heat is exact
    ready_soc=0.9,
    full_soc=0.95,
    cool_minimum_s=60.0,
    cool_tau_s=5400.0,
    cool_start_c=38.0,
    return_c=40.0,
    heat_c_per_kw2=0.004,
    derating=((15.0, 1.0), (45.0, 0.4)),
)
_AMBIENT = tuple((HOUR_S * h, 20.0 + 9.0 * math.sin((h - 9) * math.pi / 12.0)) for h in range(168))
NETWORK = Network(
    types=(_KIND,),
    sites=(
        Site(
            inventory=((0.3, 0.4, 0.6, 0.9, 0.9, 0.9),),
            ring=(40,),
            shares=(1.0,),
            arrivals=Arrivals(times=tuple(1200.0 * n for n in range(1, 70))),
            bays=2,
            chargers=((80.0, _EFFICIENCY),) * 4,
            ambient_c=_AMBIENT,
            charger_faults=(uniform(600.0, 4000.0), uniform(60.0, 900.0)),
        ),
    ),
    horizon_s=24.0 * HOUR_S,
)
_PHASE_S = week_phase_s(NETWORK.first_hour, NETWORK.phase_s)
_AMBIENT_AT_START = changes_after(_AMBIENT, _PHASE_S, 0.0, 0.0)[0][1]
_DRAWING = ("cooled", "ready", "resumed", "set_point")  # rows after which a battery is charged


@dataclass
class _Battery:
    celsius: float
    since: float = 0.0
    kw: float = 0.0  # charged with, at the battery
    placed: float = 0.0


@dataclass
class Off:
    """By how much factors [1] and cool-downs [K] are off."""

    factors: list[float] = field(default_factory=list)
    kelvin: list[float] = field(default_factory=list)


def in_a_run(_effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on a run of a day."""
    off = told_again(NETWORK)
    sample = Sample(SEED, f"{len(off.factors)} batteries placed, charger faults")
    yield largest("derating in a run", off.factors, 1e-7, sample)
    yield largest("temperature in a run", off.kelvin, 1e-5, sample, unit="K")


def told_again(network: Network, kind: Type | None = None) -> Off:
    """Return how a run differs from what small steps make of its log.

    Args:
        network: that is run.
        kind: of the batteries, as the steps take it; that of the network.
    """
    off, kind, batteries = Off(), kind or network.types[0], dict[int, _Battery]()
    rows = rows_of(parameters(network), SEED)
    for row, following in zip(rows, [*rows[1:], {"kind": ""}], strict=True):
        if row["battery"] >= 0:
            at_start = _Battery(_AMBIENT_AT_START)
            battery = batteries.setdefault(row["battery"], at_start)
            _go_on(battery, kind, row["time"])
            _note(off, battery, kind, row, following)
            battery.kw = _EFFICIENCY * row["power_kw"] if row["kind"] in _DRAWING else 0.0
    return off


def _go_on(battery: _Battery, kind: Type, now: float) -> None:
    """Let it cool and be warmed up to now."""
    rise = kind.heat_c_per_kw2 * battery.kw * battery.kw
    battery.celsius = celsius_then(
        _AMBIENT, _PHASE_S, kind.cool_tau_s, battery.since, battery.celsius, now, rise
    )
    battery.since = now


def _note(
    off: Off, battery: _Battery, kind: Type, row: dict[str, Any], following: dict[str, Any]
) -> None:
    """Note what a row of a battery says of its temperature."""
    if row["kind"] == "swap_end":
        battery.celsius = kind.return_c
    elif row["kind"] == "placed":
        battery.placed = row["time"]
        told = following["soc"] if following["kind"] == "derated" else 1.0
        points, factors = zip(*kind.derating, strict=True)
        off.factors.append(abs(told - float(np.interp(battery.celsius, points, factors))))
    elif row["kind"] == "cooled":
        waited = row["time"] > battery.placed + kind.cool_minimum_s
        above = battery.celsius - kind.cool_start_c
        off.kelvin.append(abs(above) if waited else worst((0.0, above)))
