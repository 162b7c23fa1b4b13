"""Energy is the integral of power: of the power that rows tell, slot by slot, and of the SoC that
batteries gain."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from voltwin.validation.known_errors.runs import Run, in_order, run
from voltwin.validation.laws import exponential, uniform
from voltwin.validation.network import Arrivals, Curve, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.cells import SLOT_S

SEED = 909
CAPACITY_KWH, EFFICIENCY = 60.0, 0.94
FLAT: Curve = ((0.0, 55.0), (1.0, 55.0))
FALLING: Curve = ((0.0, 30.0), (0.2, 90.0), (0.6, 90.0), (1.0, 12.0))
_STATIONS = {Effort.QUICK: 6, Effort.FULL: 60}
_TOLERANCE = 1e-9  # relative

Floats = npt.NDArray[np.float64]


def plant(curve: Curve, stations: int) -> Network:
    """Return stations with a limit that changes every 25 minutes, and chargers that fail."""
    kind = Type(
        capacity_kwh=CAPACITY_KWH,
        curve=curve,
        arrival_soc=uniform(0.05, 0.4),
        cool_minimum_s=200.0,
    )
    site = Site(
        inventory=((0.3,) * 4 + (0.9,) * 8,),
        ring=(60,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=8.0 / HOUR_S),
        bays=2,
        chargers=((60.0, EFFICIENCY),) * 6,
        places=20,
        limit_kw=tuple((1500.0 * n, 100.0 + 80.0 * (n * 3 % 4)) for n in range(403)),
        charger_faults=(exponential(4 * HOUR_S), exponential(HOUR_S / 2)),
    )
    return Network((kind,), (site,) * stations, horizon_s=86_000.0)


def drawn_by_rows(done: Run, stations: int, slots: int) -> Floats:
    """Return the energy by (station, slot) from the power of rows, which holds up to the next row
    of that charger [kWh]."""
    drawn = np.zeros((stations, slots))
    state: dict[int, tuple[int, float, float]] = {}  # by charger: station, since [s], power [kW]
    for time, at, charger, power_kw in in_order(
        done.log, ("time", "station", "charger", "power_kw")
    ):
        if charger >= 0 and not math.isnan(power_kw):
            _add(drawn, state.get(charger), time)
            state[charger] = at, time, power_kw
    for last in state.values():
        _add(drawn, last, done.engine.now)
    return drawn


def _add(drawn: Floats, last: tuple[int, float, float] | None, until_s: float) -> None:
    """Add what a charger has drawn since its last row, cut at the borders of slots."""
    if last is None:
        return
    station, since_s, power_kw = last
    for slot in range(int(since_s // SLOT_S), math.ceil(until_s / SLOT_S)):
        seconds = min(until_s, (slot + 1) * SLOT_S) - max(since_s, slot * SLOT_S)
        drawn[station, slot] += power_kw * seconds / HOUR_S


def gained_by_rows(done: Run, stations: int) -> Floats:
    """Return what batteries have gained on the chargers of each station [kWh]."""
    gained = np.zeros(stations)
    on: dict[int, tuple[int, int, float]] = {}  # by charger: station, battery, SoC at its placement
    for kind, at, charger, battery, soc in in_order(
        done.log, ("kind", "station", "charger", "battery", "soc")
    ):
        if kind == "placed":
            on[charger] = at, battery, soc
        elif kind in ("full", "unplugged", "charger_out") and charger in on:
            gained[at] += soc - on.pop(charger)[2]
    now = done.engine.batteries()["soc"]
    for at, battery, soc in on.values():
        gained[at] += float(now[battery]) - soc
    return gained * CAPACITY_KWH


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield by how much energy differs from the integrals."""
    stations = _STATIONS[effort]
    for case, curve in (("flat curve", FLAT), ("falling curve", FALLING)):
        done = run(plant(curve, stations), SEED)
        grid_kwh = done.cells().grid_kwh
        sample = Sample(SEED, f"{stations} stations, {grid_kwh.sum():,.0f} kWh")
        if curve is FLAT:
            drawn = drawn_by_rows(done, *grid_kwh.shape)
            yield at_most(
                "difference of a slot's energy from power x time",
                _relative(grid_kwh, drawn),
                _TOLERANCE,
                case=case,
                sample=sample,
            )
        yield at_most(
            "difference of energy from the charge gained",
            _relative(grid_kwh.sum(axis=1) * EFFICIENCY, gained_by_rows(done, stations)),
            _TOLERANCE,
            case=case,
            sample=sample,
        )


def _relative(ours: Floats, theirs: Floats) -> float:
    """Return the largest difference as a share of the largest value; none of nothing."""
    largest = float(np.max(theirs))
    return float(np.max(np.abs(ours - theirs))) / largest if largest > 0.0 else math.nan


CHECK = Check(
    "energy-integral",
    "errors",
    "energy is the integral of power",
    "power x time; docs/model.md, charging; the error: energy that is no integral",
    found,
)
