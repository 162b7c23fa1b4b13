"""Energy is the integral of power: by the slot, in a run, by small steps over the logged power."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from voltwin.validation.physics_checks.deviations import apart, largest
from voltwin.validation.physics_checks.shared_run import (
    CAPACITY_KWH,
    CHARGER_KW,
    CURVE,
    EFFICIENCY,
    SEED,
    Stretch,
    shared_run,
    stretches,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Verdict

SLOT_S = 900.0
_STEP_S = {Effort.QUICK: 2.0, Effort.FULL: 0.2}
_SOCS, _POWERS = zip(*CURVE, strict=True)


def energies(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on a run of half a day at a limit that is shared and changes."""
    run = shared_run()
    found, slots = list(stretches(run.log.to_pylist())), np.zeros(run.cells.grid_kwh.shape[1])
    off = [abs(quadrature(one, slots, _STEP_S[effort]) - one.soc_after) for one in found]
    sample = Sample(SEED, f"{len(found)} stretches between set-points")
    yield largest("SoC at the next row", off, 1e-5, sample)
    told, sample = run.cells.grid_kwh[0], Sample(SEED, f"{np.count_nonzero(slots)} slots")
    off = [abs(got - expected) for got, expected in zip(told, slots, strict=True)]
    yield largest("energy of a slot", off, 1e-3, sample, unit="kWh")
    total = [apart(float(told.sum()), float(slots.sum()))]
    yield largest("energy of the run", total, 1e-5, sample)


def quadrature(of: Stretch, slots: npt.NDArray[np.float64], step_s: float) -> float:
    """Add the energy of a stretch to slots of 15 minutes, by the midpoint rule in small steps that
    end where slots do, and return the SoC that it leads to."""
    soc, begin = of.soc, of.begin
    while begin < of.end:
        slot = int(begin // SLOT_S)
        end = min(of.end, (slot + 1) * SLOT_S)
        steps = max(1, math.ceil((end - begin) / step_s))
        hours = (end - begin) / steps / 3600.0
        gained = hours * EFFICIENCY / (CAPACITY_KWH * of.soh)  # SoC per kW
        for _ in range(steps):
            kw = drawn(of, soc + 0.5 * gained * drawn(of, soc))
            soc += gained * kw
            slots[slot] += kw * hours
        begin = end
    return soc


def drawn(of: Stretch, soc: float) -> float:
    """Return the power at a SoC [kW]."""
    return min(of.most_kw, of.derating * min(CHARGER_KW, _linear(_SOCS, _POWERS, soc)))


def _linear(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    i = min(max(bisect_right(xs, x), 1), len(xs) - 1)
    return ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1])


CHECK = Check(
    "energy",
    "physics",
    "energy by 15-minute slot and state of charge, in a run with a shared limit",
    "small steps over the logged set-points",
    energies,
    seconds=2.0,
)
