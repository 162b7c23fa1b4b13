"""Grid limits over a run where interventions lower them for a while."""

import math
from collections.abc import Iterator

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin_core.calendar import step_at, step_time, step_value
from voltwin_core.power import limit_in_force
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOT_S
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import LIMIT_BY_WEEK, LIMIT_FACTOR, LIMIT_KW, NO_LINE

_ABOUT_LIMITS = (LIMIT_KW, LIMIT_FACTOR, LIMIT_BY_WEEK)


def stations_with_scripted_limits(parameters: Parameters) -> list[int]:
    """Return the numbers of the stations whose limit an intervention changes."""
    lines = as_array(parameters.script)
    return [int(s) for s in np.unique(lines["station"][np.isin(lines["does"], _ABOUT_LIMITS)])]


def scripted_limit_kwh(parameters: Parameters, station: int, slot: Integers) -> Floats:
    """Return the most that a station may draw in each slot [kWh]; infinite where it is unlimited
    for any part of it.

    Args:
        parameters: of the run.
        station: its number.
        slot: numbers of slots that follow each other, counted from the begin of the hour in which
            the run starts.
    """
    border_s = np.append(slot, slot[-1] + 1) * SLOT_S - as_array(parameters.clock)["phase_s"][0]
    pieces = list(limit_pieces(parameters, station, float(border_s[0]), float(border_s[-1])))
    at, kw = (np.array(column) for column in zip(*pieces, strict=True))
    unlimited = np.isinf(kw)
    kwh = _integrals(at, np.where(unlimited, 0.0, kw), border_s) / 3600.0
    return np.where(_integrals(at, unlimited.astype(float), border_s) > 0.0, np.inf, kwh)


def _integrals(at: Floats, value: Floats, border_s: Floats) -> Floats:
    """Return the integrals between borders of what holds from each `at` on."""
    ends = np.append(at, border_s[-1])
    up_to = np.concatenate([[0.0], np.cumsum(value * np.diff(ends))])
    return np.asarray(np.diff(np.interp(border_s, ends, up_to)))


def limit_pieces(
    parameters: Parameters, station: int, begin: float, end: float
) -> Iterator[tuple[float, float]]:
    """Yield (time [s], limit in force from then on [kW]) from `begin` to before `end`."""
    row = as_array(parameters.stations)[station]
    steps, clock = parameters.steps, parameters.clock
    first, count = int(row["first_limit"]), int(row["limits"])
    k = step_at(steps, first, count, clock, begin)
    week = {begin}
    while (time := step_time(steps, first, count, clock, k + 1)) < end:
        week.add(time)
        k += 1
    script = [(-math.inf, 1.0, math.inf), *_in_force(parameters, station)]
    for time in sorted(week | {time for time, *_ in script if begin < time < end}):
        by_week = step_value(steps, first, count, step_at(steps, first, count, clock, time))
        _, factor, most_kw = next(line for line in reversed(script) if line[0] <= time)
        yield time, limit_in_force(by_week, factor, most_kw)


def _in_force(parameters: Parameters, station: int) -> Iterator[tuple[float, float, float]]:
    """Yield (time [s], factor, most [kW]) of all lines about the limit that have an effect."""
    holds = NO_LINE
    for line in as_array(parameters.script):
        mine = line["station"] == station and line["does"] in _ABOUT_LIMITS
        if mine and line["ends"] in (NO_LINE, holds):
            holds = line["number"]
            factor = line["value"] if line["does"] == LIMIT_FACTOR else 1.0
            most_kw = line["value"] if line["does"] == LIMIT_KW else math.inf
            yield float(line["time"]), float(factor), float(most_kw)
