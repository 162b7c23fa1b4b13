"""The distributions that a scenario may have: their quantiles, and what vehicles draw of them in a
run."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from pydantic import TypeAdapter
from scipy.stats import beta, expon, gamma, lognorm, norm, triang, uniform

from voltwin.scenario import Scenario
from voltwin.scenario.distributions import Distribution as AnyDistribution
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin.simulation import Simulation
from voltwin.validation.demand_checks.asked import HOUR_S, Floats
from voltwin.validation.demand_checks.goodness import of_law
from voltwin.validation.demand_checks.runs import DAY_S, Row, Rows, rows_of, scenario_of
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most, exact
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core.distributions import Distribution, sample
from voltwin_core.station.events import KINDS

# --- quantiles ------------------------------------------------------------------------------------

_TOLERANCE = 1e-8  # of a share: what the tables of beta and gamma laws state, and some rounding
_SHARES = (np.arange(4000) + 0.5) / 4000.0
_SIGMA = math.sqrt(math.log1p(0.25))  # of a lognormal law whose deviation is half its mean


class Told(NamedTuple):
    """A law as a scenario has it, and by SciPy."""

    written: Row
    law: Any  # a frozen distribution of SciPy
    kept: tuple[float, float] = (0.0, 1.0)  # shares of it between which it is cut off

    def shares(self, values: Floats) -> Floats:
        """Return the cumulated shares of values."""
        low, high = self.kept
        return np.asarray((self.law.cdf(values) - low) / (high - low))


def _cut(written: Row, law: Any, low: float, high: float) -> Told:
    return Told({**written, "min": low, "max": high}, law, (law.cdf(low), law.cdf(high)))


QUANTILES = {
    "uniform": Told({"kind": "uniform", "low": 60, "high": 90}, uniform(60.0, 30.0)),
    "exponential": Told({"kind": "exponential", "mean": 300}, expon(scale=300.0)),
    "normal, cut off": _cut({"kind": "normal", "mean": 90, "sd": 30}, norm(90, 30), 40.0, 110.0),
    "lognormal": Told(
        {"kind": "lognormal", "mean": 90, "sd": 45},
        lognorm(_SIGMA, scale=90.0 * math.exp(-_SIGMA * _SIGMA / 2.0)),
    ),
    "gamma": Told({"kind": "gamma", "mean": 1, "shape": 3.5}, gamma(3.5, scale=1.0 / 3.5)),
    "beta": Told({"kind": "beta", "mean": 0.2, "concentration": 10}, beta(2.0, 8.0)),
    "triangular": Told(
        {"kind": "triangular", "low": 60, "mode": 70, "high": 120}, triang(1.0 / 6.0, 60.0, 60.0)
    ),
    "mirrored beta": Told(
        {"kind": "beta", "a": 2, "b": 8, "scale": -2, "shift": 3},
        beta(8.0, 2.0, loc=1.0, scale=2.0),
    ),
}
EMPIRICAL = (70.0, 75.0, 75.0, 82.5, 90.0, 240.0)


def values_of(written: Row) -> Floats:
    """Return the values of a law at evenly spread uniforms, by the tables of a scenario."""
    numbers: Shelf[float] = Shelf()
    laws = Laws(numbers)
    law = TypeAdapter[Any](AnyDistribution).validate_python(written)
    i = laws.put(law, low=-math.inf)
    rows, values = Distribution.adopt(laws.fill()), numbers.fill(np.float64)
    return np.array([sample(rows, values, i, u) for u in _SHARES.tolist()])


def _quantiles() -> Iterator[Verdict]:
    for name, told in QUANTILES.items():
        values = values_of(told.written)
        shares = told.shares(values)
        mirrored = 1.0 - _SHARES if told.written.get("scale", 1) < 0 else _SHARES
        off = float(np.abs(shares - mirrored).max())
        yield at_most("share off", off, _TOLERANCE, case=name)
    found = values_of({"kind": "empirical", "values": list(EMPIRICAL)})
    each = len(_SHARES) / len(EMPIRICAL)
    off = worst(abs(np.count_nonzero(found == x) - each * EMPIRICAL.count(x)) for x in EMPIRICAL)
    yield at_most("draws off", float(off), 1.0, case="empirical")


# --- in a run -------------------------------------------------------------------------------------

SEED = 651
DAYS = {Effort.QUICK: 7, Effort.FULL: 112}
_PER_HOUR = 30.0
_LONGEST_S = 3.0 * HOUR_S  # by far, of a swap or a wait: who comes later may not have ended it
_READY_SOC = 0.95

_BETA = QUANTILES["beta"]
SOC = Told(_BETA.written, _BETA.law, (0.0, _BETA.law.cdf(_READY_SOC)))  # of a type unless given
SWAPS = (QUANTILES["lognormal"], QUANTILES["triangular"])
PATIENCE = (
    Told({"kind": "gamma", "mean": 600, "sd": 300}, gamma(4.0, scale=150.0)),
    _cut({"kind": "exponential", "mean": 600}, expon(scale=600.0), 30.0, 1800.0),
)


def scenario(days: int) -> Scenario:
    """Return stations at which everybody swaps at once, and ones at which all wait in vain."""
    served = [
        {
            **{"id": f"swaps{number}", "rate_per_hour": _PER_HOUR, "bays": 12, "batteries": 40},
            **{"chargers": {"count": 40, "power_kw": 80}, "swap_time": told.written},
        }
        for number, told in enumerate(SWAPS)
    ]
    waiting = [
        {
            **{"id": f"waits{number}", "rate_per_hour": _PER_HOUR, "batteries": 0, "chargers": 0},
            **{"policy": "wait", "queue_places": 100, "patience": told.written},
        }
        for number, told in enumerate(PATIENCE)
    ]
    return scenario_of([*served, *waiting], horizon=days * DAY_S)


def _in_a_run(effort: Effort) -> Iterator[Verdict]:
    of = scenario(DAYS[effort])
    kinds = ("arrival", "swap_begin", "swap_end", "reneged", "lost_stockout", "lost_queue_full")
    columns = ("time", "station", "vehicle", "soc", "wait_s")
    yield from verdicts_on(rows_of(Simulation(of, seed=SEED), kinds, columns), effort)


def verdicts_on(rows: Rows, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the rows of a run."""
    kind, last_s = rows["kind"], DAYS[effort] * DAY_S - _LONGEST_S
    lost = np.isin(kind, [KINDS.index("lost_stockout"), KINDS.index("lost_queue_full")])
    sample = Sample(SEED, f"4 stations x {DAYS[effort]} days", "nothing")
    yield exact("lost vehicles", 0.0, float(lost.sum()), 0.0, sample=sample)
    socs = rows["soc"][kind == KINDS.index("arrival")]
    found = {
        "SoC on arrival, distance": SOC.shares(socs),
        "swap times, distance": _swaps(rows, last_s),
        "patience, distance": _waits(rows, last_s),
    }
    for what, shares in found.items():
        of = sample._replace(sizes=f"{sample.sizes}, {len(shares):,} draws")
        yield of_law(what, shares, uniform.cdf, of)


def _swaps(rows: Rows, last_s: float) -> Floats:
    """Return the shares of swap times that began before a time [s], of each station by its own law:
    begin and end of a vehicle's swap follow each other."""
    shares, is_end = [], rows["kind"] == KINDS.index("swap_end")
    of_swap = is_end | (rows["kind"] == KINDS.index("swap_begin"))
    for station, told in enumerate(SWAPS):
        here = np.flatnonzero(of_swap & (rows["station"] == station))
        here = here[np.argsort(rows["vehicle"][here], kind="stable")]
        ends = np.flatnonzero(is_end[here])
        began, ended = rows["time"][here[ends - 1]], rows["time"][here[ends]]
        shares.append(told.shares((ended - began)[began < last_s]))
    return np.concatenate(shares)


def _waits(rows: Rows, last_s: float) -> Floats:
    """Return the shares of the waits of those who came before a time [s] and gave up, of each
    station by its own law."""
    gave_up = rows["kind"] == KINDS.index("reneged")
    kept = gave_up & (rows["time"] - rows["wait_s"] < last_s)
    return np.concatenate(
        [
            told.shares(rows["wait_s"][kept & (rows["station"] == number)])
            for number, told in enumerate(PATIENCE, len(SWAPS))
        ]
    )


def distributions(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on all laws by themselves, and on some in a run."""
    yield from _quantiles()
    yield from _in_a_run(effort)


CHECK = Check(
    "distributions",
    "demand",
    "all laws of a scenario, and SoCs, swap times and patience in a run",
    "SciPy's distributions; bound on the distance: Massart (1990)",
    distributions,
    seconds=1.0,
)
