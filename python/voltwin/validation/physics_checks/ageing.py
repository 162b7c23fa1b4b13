"""Loss of capacity: the laws by their papers, along their slopes, against BLAST-Lite, in a run."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.scenario.ageing import Lfp250Ah, Schmalstieg2014
from voltwin.validation.physics_checks import slow_ageing
from voltwin.validation.physics_checks.ageing_run import in_a_run
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import skipped
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.ageing import (
    LFP_250AH,
    SCHMALSTIEG,
    calendar_loss,
    cycling_loss,
    graphite_v,
    grown,
    soh_after,
)

FILE = "validation/reference_values.json"
FIRST = 1  # laws stand behind another number
_SEED = 351
_CLOSED = 1e-12  # relative
_SLOPES = 1e-7
_POWERS = 0.5, 0.526, 0.75, 0.828

Numbers = npt.NDArray[np.float64]


def ageing(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on both laws."""
    many = cases(effort, 20_000, quick=1000)
    sample = Sample(_SEED, f"{many:,} cells: temperature, use, time")
    yield largest("loss as published", _off_the_papers(many), _CLOSED, sample)
    few = cases(effort, 500, quick=50)
    sample = Sample(_SEED + 1, f"{few:,} losses, each at 3 rates in turn")
    yield largest("loss along its slope", _off_the_slopes(few), _SLOPES, sample)
    yield from against_blast_lite()
    yield from in_a_run(effort)


def lfp(celsius: float = 25.0) -> Numbers:
    """Return the law of LFP cells as primitives take it."""
    return np.array([math.nan, LFP_250AH, *Lfp250Ah(temperature_c=celsius).numbers()])


def nmc(volts: float, kelvin: float = 298.15) -> Numbers:
    """Return the law of NMC cells as primitives take it."""
    law = Schmalstieg2014(voltage_v=volts, temperature_c=kelvin - 273.15)
    return np.array([math.nan, SCHMALSTIEG, *law.numbers()])


def _off_the_papers(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED)
    for _ in range(count):
        celsius, soc, days = of.uniform(0.0, 50.0), of.random(), of.uniform(0.1, 4000.0)
        cycles, depth, per_hour = of.uniform(0.1, 5000.0), of.random(), of.uniform(0.0, 2.0)
        kelvin, law = celsius + 273.15, lfp(celsius)
        rate = slow_ageing.lfp_calendar_rate(kelvin, soc)
        yield apart(calendar_loss(law, FIRST, 0.0, days, soc), rate * days**0.526)
        rate = slow_ageing.lfp_cycling_rate(kelvin, depth, per_hour)
        yield apart(cycling_loss(law, FIRST, 0.0, cycles, depth, per_hour), rate * cycles**0.828)
        volts = of.uniform(3.2, 4.1)
        law = nmc(volts, kelvin)
        expected = slow_ageing.nmc_calendar_loss(volts, kelvin, days)
        yield apart(calendar_loss(law, FIRST, 0.0, days, soc), expected)
        expected = slow_ageing.nmc_cycling_loss(volts, depth, 2.0 * 2.15 * cycles)
        yield apart(cycling_loss(law, FIRST, 0.0, cycles, depth, per_hour), expected)


def _off_the_slopes(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 1)
    for _ in range(count):
        power, loss = float(of.choice(_POWERS)), of.uniform(1e-3, 0.1)
        slow = loss
        for rate in 10.0 ** of.uniform(-4.0, -2.5, 3):
            amount = of.uniform(1.0, 100.0)
            slow = slow_ageing.by_slopes(rate, power, slow, amount, 1000)
            loss = grown(loss, rate, power, amount)
        yield apart(loss, slow)


# --- BLAST-Lite -----------------------------------------------------------------------------------

# Its slopes, taken at the begin of each step, overshoot by 2e-3 of the loss in a year. Its daily
# profile is cut at each step and loses what lies between two pieces: 0.3 to 0.8 % of time and use.
# Both together are up to 1 % of the loss, 1e-4 of the capacity.
_STORED = 2.5e-3
_CYCLED = 1.5e-4
_SOURCE = "NREL's BLAST-Lite, Lfp_Gr_250AhPrismatic, run by others"


def against_blast_lite() -> Iterator[Verdict]:
    """Yield the verdicts against runs of BLAST-Lite, where these are at hand."""
    file = shared_file(FILE)
    if file is None:
        yield skipped("against runs of BLAST-Lite", how_to_get(FILE), source=_SOURCE)
        return
    values = json.loads(file.read_text(encoding="utf-8"))["blast_lite_lfp250Ah"]
    stored, cycled = values["storage"], values["cycling"]
    sample = Sample(sizes=f"{len(stored)} cells at rest for a year")
    off = (apart(stored_loss(case), 1.0 - case["q"]) for case in stored)
    yield largest("loss at rest", off, _STORED, sample, source=_SOURCE)
    off = (apart(graphite_v(case["soc"]), case["Ua"]) for case in stored)
    yield largest("potential of graphite", off, 1e-12, sample, source=_SOURCE)
    years = ", ".join(str(case["years"]) for case in cycled)
    sample = Sample(sizes=f"a cycle a day, after {years} years")
    off = (abs(cycled_soh(case) - case["q"]) for case in cycled)
    yield largest("health in use", off, _CYCLED, sample, source=_SOURCE)


def stored_loss(case: dict[str, Any]) -> float:
    """Return the loss of a cell at rest."""
    return calendar_loss(lfp(case["T_C"]), FIRST, 0.0, case["t_days"], case["soc"])


def cycled_soh(case: dict[str, Any]) -> float:
    """Return the state of health of a cell in daily use."""
    return soh_after(cycled_loss_by_time(case), cycled_loss_by_use(case))


def cycled_loss_by_time(case: dict[str, Any]) -> float:
    """Return the part of time in it: at the mean of the day's rates."""
    law = lfp()
    rates: Sequence[float] = [calendar_loss(law, FIRST, 0.0, 1.0, soc) for soc in daily_soc()]
    return grown(0.0, float(np.mean(rates)), 0.526, 365.0 * case["years"])


def cycled_loss_by_use(case: dict[str, Any]) -> float:
    """Return the part of use in it."""
    return cycling_loss(lfp(), FIRST, 0.0, case["efc"], 0.8, 1.6 / 24.0)


def daily_soc() -> Numbers:
    """Return the SoC of the reference's day, every 600 s: 8 h down, 4 h up, 12 h of rest."""
    hours = np.arange(0.0, 24.0, 1.0 / 6.0)
    return np.asarray(np.interp(hours, [0.0, 8.0, 12.0, 24.0], [1.0, 0.2, 1.0, 1.0]))


CHECK = Check(
    "ageing",
    "physics",
    "loss of capacity by time and use, of LFP and NMC cells",
    "Gasper et al. (2023), Schmalstieg et al. (2014)",
    ageing,
    seconds=8.0,
)
