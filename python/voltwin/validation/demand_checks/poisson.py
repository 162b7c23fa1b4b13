"""Stations at which vehicles arrive at a rate: through the whole engine, by its log.

The rate jumps from hour to hour, is 0 for a part of the night, and is multiplied by surges that
begin and end within hours, overlap, and stop all arrivals; some are a part of the demand, others
interventions. The run begins within an hour, far from UTC.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

import numpy as np

from voltwin.scenario import Scenario
from voltwin.scenario.moments import seconds_after
from voltwin.simulation import Simulation
from voltwin.validation.demand_checks.asked import HOUR_S, Asked, Floats, gaps_in_changed_time
from voltwin.validation.demand_checks.goodness import of_counts, of_unit_gaps
from voltwin.validation.demand_checks.runs import (
    DAY_S,
    Row,
    Streams,
    arrivals,
    arrivals_in,
    scenario_of,
    turned_away,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

START = datetime.fromisoformat("2026-03-04T16:20:00+05:30")  # a Wednesday
PER_HOUR = 2.0
MULTIPLIERS = {"north": 1.5, "south": 1.0}
_WEEK_S = 7.0 * DAY_S
_LEAST = 5.0  # arrivals expected in a class of counts
_WORKING = (2.0, *(0.0,) * 4, *(0.5,) * 2, 1.0, 3.0, *(1.0,) * 8, 2.5, 2.0, *(1.0,) * 3, 0.7, 0.5)
_FREE = (1.5, *(0.0,) * 5, *(0.5,) * 4, *(1.2,) * 12, 0.5, 2.0)
PROFILE = _WORKING * 5 + _FREE * 2

SEED, SEED_LIVE = 601, 602
STATIONS = {Effort.QUICK: 64, Effort.FULL: 1200}
WEEKS = {Effort.QUICK: 5, Effort.FULL: 10}
_WIDER = 6.0  # intervals of a quick run, with few arrivals


class Surging(NamedTuple):
    """A surge in each week, where it is, and how it is told."""

    begin_s: float  # from the start of the run's week [s]
    end_s: float
    factor: float
    region: str | None = None  # everywhere, if not given
    is_intervention: bool = False


SURGES = (
    Surging(0.70 * HOUR_S, 3.05 * HOUR_S, 2.5),
    Surging(28.4 * HOUR_S, 30.3 * HOUR_S, 0.0, "south"),
    Surging(66.0 * HOUR_S, 77.25 * HOUR_S, 0.4, "north", is_intervention=True),
    Surging(71.5 * HOUR_S, 74.0 * HOUR_S, 3.0, is_intervention=True),
    Surging(115.9 * HOUR_S, 118.1 * HOUR_S, 0.0, is_intervention=True),
    Surging(150.2 * HOUR_S, 168.0 * HOUR_S, 1.7, "south"),
)


@dataclass(frozen=True)
class Network:
    """Equal stations in two regions."""

    stations: int  # even
    weeks: int

    @property
    def regions(self) -> list[str]:
        """The region of each station."""
        return list(MULTIPLIERS) * (self.stations // 2)

    def scenario(self) -> Scenario:
        """Return what is run."""
        told = [row for surge in SURGES for row in self._rows(surge)]
        return scenario_of(
            [
                turned_away(number, region=region, rate_per_hour=PER_HOUR)
                for number, region in enumerate(self.regions)
            ],
            start=START,
            horizon=self.weeks * _WEEK_S,
            demand={
                "profile": list(PROFILE),
                "region_multipliers": MULTIPLIERS,
                "surges": [row for row in told if "at" not in row],
            },
            interventions=[row for row in told if "at" in row],
        )

    def _rows(self, surge: Surging) -> Iterator[Row]:
        """Yield a surge of each week as it is written."""
        where = {} if surge.region is None else {"regions": [surge.region]}
        for week in range(self.weeks):
            begin, end = (week * _WEEK_S + time for time in (surge.begin_s, surge.end_s))
            if surge.is_intervention:
                of_kind = {"kind": "surge", "at": begin, "for": end - begin}
            else:
                of_kind = {"from": begin, "to": end}
            yield {**of_kind, "factor": surge.factor, **where}

    def asked(self) -> list[Asked]:
        """Return what is asked of each station."""
        of_region = {
            region: Asked(
                START,
                self.weeks * _WEEK_S,
                PER_HOUR * multiplier,
                PROFILE,
                tuple(
                    (week * _WEEK_S + surge.begin_s, week * _WEEK_S + surge.end_s, surge.factor)
                    for surge in SURGES
                    if surge.region in (None, region)
                    for week in range(self.weeks)
                ),
            )
            for region, multiplier in MULTIPLIERS.items()
        }
        return [of_region[region] for region in self.regions]


def network(effort: Effort) -> Network:
    """Return the stations that are run."""
    return Network(STATIONS[effort], WEEKS[effort])


def poisson_arrivals(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on a run, and on one that is told of its surges while it goes on."""
    of = network(effort)
    found = arrivals(of.scenario(), SEED)
    yield from verdicts_on(found, of.asked(), effort)
    live = Network(8, 2)
    yield exact(
        "live surges: differing",
        0.0,
        differing(arrivals(live.scenario(), SEED_LIVE), told_live(live.scenario(), SEED_LIVE)),
        0.0,
        sample=Sample(SEED_LIVE, f"{live.stations} stations x {live.weeks} weeks"),
    )


def verdicts_on(found: Streams, asked: Sequence[Asked], effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on streams of arrivals, by what was asked of each."""
    days = asked[0].horizon_s / DAY_S
    sample = Sample(SEED, f"{len(asked)} stations x {days:g} days", "nothing")
    cells = [_Cells.of(found, asked, of) for of in dict.fromkeys(asked)]
    during = np.concatenate([cell.counted[:, cell.expected == 0.0].ravel() for cell in cells])
    yield exact("arrivals at a rate of 0", 0.0, float(during.sum()), 0.0, sample=sample)
    gaps = gaps_in_changed_time(found, asked)
    beside = _products(gaps, len(asked))
    means = np.concatenate([cell.ratios for cell in cells])
    dispersions = np.concatenate([cell.dispersions for cell in cells])
    width, why_wide = _width(effort)
    for what, mean, values in (
        ("arrivals / expected", 1.0, means),
        ("variance / mean of hours", 1.0, dispersions),
        ("gaps in a row, correlation", 0.0, beside),
    ):
        estimate = Estimate.of(values)
        yield statistical(what, mean, estimate, sample, width=width, why_wide=why_wide, scale=1.0)
    counted = np.concatenate([cell.counted.sum(axis=0)[cell.is_class] for cell in cells])
    expected = np.concatenate([cell.of_class for cell in cells])
    yield of_counts("counts of hours, chi-square", counted, expected, sample, sums=0)
    yield of_unit_gaps("gaps, distance of law", gaps, sample)


def _width(effort: Effort) -> tuple[float, str]:
    if effort is Effort.FULL:
        return 0.01, ""
    return 0.01 * _WIDER, "a quick run has few arrivals"


class _Cells:
    """Counts of the hours, or parts of hours, of stations of which the same is asked."""

    def __init__(self, counted: Floats, expected: Floats) -> None:
        self.counted, self.expected = counted, expected
        self.is_class = expected * len(counted) >= _LEAST
        self.of_class = expected[self.is_class] * len(counted)

    @classmethod
    def of(cls, found: Streams, asked: Sequence[Asked], of: Asked) -> "_Cells":
        """Return the cells of the stations that are asked for this."""
        edges, expected = of.expected()
        here = [other == of for other in asked]
        return cls(found.counts(len(asked), edges)[here], expected)

    @property
    def ratios(self) -> Floats:
        """Arrivals by those expected, of each station."""
        return np.asarray(self.counted.sum(axis=1) / self.expected.sum())

    @property
    def dispersions(self) -> Floats:
        """Mean of (count - expected)^2 / expected, of each station: 1 for a Poisson process."""
        open_ = self.expected > 0.0
        off = self.counted[:, open_] - self.expected[open_]
        return np.asarray((off * off / self.expected[open_]).mean(axis=1))


def _products(gaps: Floats, parts: int) -> Floats:
    """Return the mean of (gap - 1)(next gap - 1) in parts of equal length: 0 for independent gaps
    of rate 1, whose variance is 1."""
    products = (gaps[1:] - 1.0) * (gaps[:-1] - 1.0)
    length = len(products) // parts
    return np.asarray(products[: parts * length].reshape(parts, length).mean(axis=1))


def told_live(scenario: Scenario, seed: int) -> Streams:
    """Return the arrivals of a run that is told of each intervention when it happens."""
    simulation = Simulation(scenario.model_copy(update={"interventions": ()}), seed=seed)
    at = partial(seconds_after, scenario.start)
    for what in sorted(scenario.interventions, key=lambda one: at(one.at)):
        simulation.advance(at(what.at))
        simulation.intervene(what)
    return arrivals_in(simulation)


def differing(one: Streams, other: Streams) -> float:
    """Return how many arrivals are at one station or time in one run alone, bit by bit."""
    ours, theirs = (set(zip(*(part.tolist() for part in of), strict=True)) for of in (one, other))
    return float(len(ours ^ theirs) + abs(len(one.time) - len(other.time)))


CHECK = Check(
    "poisson-arrivals",
    "demand",
    "arrivals at a rate that jumps, is 0 by night, and surges",
    "Poisson process in changed time: Çinlar (1975); bound on the distance: Massart (1990)",
    poisson_arrivals,
    seconds=3.0,
)
