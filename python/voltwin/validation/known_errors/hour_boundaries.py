"""Arrivals across full hours at which the rate jumps: none is drawn from the hour before.

A gap drawn with the rate of the hour in which it begins is wrong as soon as it ends in another: out
of a quiet hour nobody comes for long, out of a busy one they go on coming into a quiet one. The
first arrival after a jump is exponential with the new rate, whatever was before.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import rows, run
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.calendar import HOUR_S, HOURS_PER_WEEK

SEED = 905
STATIONS = 64
WEEKS = 2  # of a run: the rows of more take much memory
_JUMPS = WEEKS * HOURS_PER_WEEK // 2  # upwards, at a station in a run
_RUNS = {Effort.QUICK: 1, Effort.FULL: 16}
_WIDTH = {Effort.QUICK: 0.1, Effort.FULL: 0.025}
_WHY = "one gap for each jump"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Jump:
    """A rate that is low in even hours of the week, and high in odd ones."""

    low: float  # [1/h]
    high: float  # [1/h]

    def __str__(self) -> str:
        """Return it in a few words."""
        return f"{self.low:g} and {self.high:g} an hour in turn"


JUMPS = (Jump(0.0, 20.0), Jump(2.0, 30.0))


class Seen(NamedTuple):
    """What is seen of arrivals, by station."""

    low: Floats  # arrivals in hours of the low rate
    high: Floats
    after_s: Floats  # sum, over hours of the high rate with arrivals, of the time to the first [s]
    jumps: Floats  # such hours


def alternating(jump: Jump) -> Network:
    """Return stations that are closed, so that who comes is lost at once."""
    profile = (jump.low, jump.high) * (HOURS_PER_WEEK // 2)
    site = Site(
        inventory=((0.9,),),
        ring=(2,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=1.0 / HOUR_S, profile=profile),
        hours=((0.0, 0.0),),
    )
    return Network((Type(),), (site,) * STATIONS, horizon_s=WEEKS * HOURS_PER_WEEK * HOUR_S)


def seen(log: Columns) -> Seen:
    """Return what a log says. A run begins with an even hour of the week."""
    came = rows(log, "arrival")
    times, station = log["time"][came], log["station"][came].astype(np.int64)
    hours = WEEKS * HOURS_PER_WEEK
    hour = np.floor(times / HOUR_S).astype(np.int64)
    cell = station * hours + hour
    counts = np.bincount(cell, minlength=STATIONS * hours).reshape(STATIONS, hours)
    _, first = np.unique(cell, return_index=True)  # rows of a station are in the order of time
    first = first[hour[first] % 2 == 1]
    after_s = times[first] - hour[first] * HOUR_S
    return Seen(
        counts[:, 0::2].sum(axis=1).astype(float),
        counts[:, 1::2].sum(axis=1).astype(float),
        np.bincount(station[first], weights=after_s, minlength=STATIONS).astype(float),
        np.bincount(station[first], minlength=STATIONS).astype(float),
    )


def mean_gap_s(per_hour: float) -> float:
    """Return the mean of an exponential gap that ends within the hour in which it begins [s]."""
    return HOUR_S / per_hour - HOUR_S / math.expm1(per_hour)


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on all jumps."""
    for jump in JUMPS:
        network, runs = alternating(jump), _RUNS[effort]
        each = [seen(run(network, SEED, replication).log) for replication in range(runs)]
        total = Seen(*(np.sum(column, axis=0) for column in zip(*each, strict=True)))
        yield from verdicts_on(jump, total, runs * _JUMPS, effort)


def verdicts_on(jump: Jump, total: Seen, jumps: int, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on what was seen after so many jumps at each station."""
    gaps_s = total.after_s / total.jumps
    measured = [
        ("first arrival after the rate has risen", mean_gap_s(jump.high), "s", gaps_s),
        ("arrivals in an hour of the high rate", jump.high, "", total.high / jumps),
    ]
    if jump.low > 0.0:
        measured.append(("arrivals in an hour of the low rate", jump.low, "", total.low / jumps))
    for what, expected, unit, values in measured:
        yield statistical(
            what,
            expected,
            Estimate.of(values),
            Sample(SEED, f"{STATIONS} x {jumps:,} jumps"),
            case=str(jump),
            unit=unit,
            width=_WIDTH[effort],
            why_wide=_WHY,
        )
    if jump.low == 0.0:
        yield none_of(
            "arrivals in hours without demand",
            float(total.low.sum()),
            STATIONS * jumps,
            case=str(jump),
            seed=SEED,
            of_what="such hours",
        )


CHECK = Check(
    "hour-boundaries",
    "errors",
    "arrivals across full hours at which their rate jumps",
    "inversion of the cumulated rate: Cinlar (1975), ch. 4; the error: gaps of the hour before",
    found,
    seconds=15.0,
)
