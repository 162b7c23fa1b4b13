"""Departures of a fleet: parked vehicles depart at a rate by the hour of the week, each class by
its own, through the whole engine and by its log.

A vehicle on its way departs from nowhere, so its process is that of the time for which it is
parked. In time changed to what was expected of it so far, that of all vehicles, one after the
other, is a Poisson process of rate 1 (Aalen 1978, Annals of Statistics 6, on counting processes:
how long a vehicle is exposed may depend on all that has happened).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

import numpy as np

from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.validation.demand_checks.asked import Asked, Floats
from voltwin.validation.demand_checks.goodness import of_unit_gaps
from voltwin.validation.demand_checks.runs import DAY_S, Rows, rows_of, scenario_of
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.fleet.cells import TRIPS

SEED = 661
START = datetime.fromisoformat("2026-03-06T22:35:00-03:00")  # a Friday
DAYS = 14
MULTIPLIER = 1.25
VEHICLES = {Effort.QUICK: 150, Effort.FULL: 2400}  # of each class
_WIDTHS = {Effort.QUICK: (0.05, "a quick run has a 16th of the vehicles"), Effort.FULL: (0.01, "")}


class Driving(NamedTuple):
    """A class of vehicles."""

    trips_per_day: float
    profile: tuple[float, ...]  # of a week

    def asked(self) -> Asked:
        """Return what is asked of a parked vehicle."""
        mean = sum(self.profile) / len(self.profile)
        per_hour = MULTIPLIER * self.trips_per_day / 24.0 / mean
        return Asked(START, DAYS * DAY_S, per_hour, self.profile)


_BY_DAY = (*(0.0,) * 6, 1.0, 4.0, 2.0, *(1.0,) * 7, 3.0, 3.0, 1.5, *(0.5,) * 5)
_LATE = (3.0, 2.0, *(0.0,) * 8, *(1.0,) * 8, 2.0, *(3.0,) * 5)
CLASSES = (
    Driving(30.0, _BY_DAY * 5 + _LATE * 2),
    Driving(6.0, _LATE * 4 + _BY_DAY * 3),
)


def scenario(vehicles: int) -> Scenario:
    """Return a town of three zones, a few minutes apart, in which no battery is ever empty."""
    zones = [
        {"id": "west", "lon": 10.0, "lat": 50.0},
        {"id": "east", "lon": 10.03, "lat": 50.0},
        {"id": "north", "lon": 10.01, "lat": 50.02},
    ]
    classes = [
        {
            **{"id": f"class{number}", "count": vehicles, "kwh_per_km": 1e-6},
            **{"trips_per_day": of.trips_per_day, "profile": list(of.profile)},
        }
        for number, of in enumerate(CLASSES)
    ]
    station = {"id": "only", "lon": 10.0, "lat": 50.0, "chargers": 0, "batteries": 1}
    fleet = {"classes": classes, "zones": zones, "multiplier": MULTIPLIER}
    return scenario_of([station], start=START, horizon=DAYS * DAY_S, fleet=fleet)


@dataclass(frozen=True)
class Exposed:
    """What was expected of each vehicle while it was parked, and what came."""

    gaps: Floats  # of all, in changed time, one vehicle after the other
    departed: Floats  # by vehicle
    expected: Floats  # by vehicle
    in_vain: int  # departures where the rate is 0


def exposed(rows: Rows, vehicles: int) -> Exposed:
    """Return how vehicles departed, by the rows of their trips.

    Args:
        rows: `trip`, with `time`, `vehicle` and `until`.
        vehicles: of each class, in the order of the classes.
    """
    order = np.lexsort((rows["time"], rows["vehicle"]))
    departs, arrives, who = (rows[name][order] for name in ("time", "until", "vehicle"))
    parts, departed, expected, in_vain, begin = [np.zeros(1)], [], [], 0, 0.0
    for vehicle in range(len(CLASSES) * vehicles):
        edges, total, between = _changed(vehicle // vehicles)
        first, end = np.searchsorted(who, [vehicle, vehicle + 1])
        since = np.append(0.0, arrives[first:end])  # parked; the last time to the end of the run
        until = np.append(departs[first:end], edges[-1])
        waited = np.interp(until, edges, total) - np.interp(since, edges, total)
        hours = np.searchsorted(edges, until[:-1], side="right") - 1
        in_vain += int((between[hours] == 0.0).sum())
        passed = begin + np.cumsum(waited)
        parts.append(passed[:-1])
        begin = float(passed[-1])
        departed.append(float(end - first))
        expected.append(float(waited.sum()))
    gaps = np.diff(np.concatenate(parts))
    return Exposed(gaps, np.array(departed), np.array(expected), in_vain)


@cache
def _changed(number: int) -> tuple[Floats, Floats, Floats]:
    """Return of a class the edges of hours [s], what is expected of a vehicle that is always parked
    up to each, and between them."""
    edges, expected = CLASSES[number].asked().expected()
    return edges, np.append(0.0, np.cumsum(expected)), expected


def fleet_departures(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on a run by its log, and on one without."""
    vehicles = VEHICLES[effort]
    of = scenario(vehicles)
    rows = rows_of(Simulation(of, seed=SEED), ["trip"], ["time", "vehicle", "until"])
    sample = Sample(SEED, f"{len(CLASSES)} classes of {vehicles:,} x {DAYS} days", "nothing")
    yield from verdicts_on(exposed(rows, vehicles), sample, effort)
    silent = Simulation(of, seed=SEED, log=False)
    silent.advance(silent.horizon)
    trips = silent.cells().fleet_counts[:, :, TRIPS].sum()
    what = "trips without a log"
    yield exact(what, float(len(rows["time"])), float(trips), 0.0, sample=sample)


def verdicts_on(found: Exposed, sample: Sample, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on departures."""
    yield exact("departures at a rate of 0", 0.0, found.in_vain, 0.0, sample=sample)
    width, why_wide = _WIDTHS[effort]
    ratios = 1.0 + (found.departed - found.expected) / found.expected.mean()
    yield statistical(
        "departures / expected", 1.0, Estimate.of(ratios), sample, width=width, why_wide=why_wide
    )
    yield of_unit_gaps("gaps, distance of law", found.gaps, sample)


CHECK = Check(
    "fleet-departures",
    "demand",
    "departures of parked vehicles, class by class",
    "counting process in changed time: Aalen (1978); bound on the distance: Massart (1990)",
    fleet_departures,
    seconds=3.0,
)
