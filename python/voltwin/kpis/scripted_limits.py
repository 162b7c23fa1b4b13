"""Grid limits over a run where interventions lower them for a while."""

import math
from collections.abc import Iterator

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin_core.calendar import WEEK_S, step_at
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
    at, kw = limit_pieces(parameters, station, float(border_s[0]), float(border_s[-1]))
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
) -> tuple[Floats, Floats]:
    """Return times from `begin` to before `end` [s], and the limit in force from each on [kW]."""
    row = as_array(parameters.stations)[station]
    at, by_week = _by_week(parameters, int(row["first_limit"]), int(row["limits"]), begin, end)
    lines = np.array([(-math.inf, 1.0, math.inf), *_in_force(parameters, station)])
    changed = lines[:, 0]
    time = np.union1d(at, changed[(begin < changed) & (changed < end)])
    kw = by_week[np.searchsorted(at, time, side="right") - 1]
    _, factor, most_kw = lines[np.searchsorted(changed, time, side="right") - 1].T
    return time, _limits_in_force(kw, factor, most_kw)


def _limits_in_force(by_week_kw: Floats, factor: Floats, most_kw: Floats) -> Floats:
    """Return what `limit_in_force` does of each [kW]."""
    unlimited = np.isinf(by_week_kw)
    lowered = np.where(unlimited, 1.0, by_week_kw) * factor
    return np.where(unlimited, most_kw, np.minimum(lowered, most_kw))


def _by_week(
    parameters: Parameters, first: int, count: int, begin: float, end: float
) -> tuple[Floats, Floats]:
    """Return the same of a weekly schedule alone, by the arithmetic of `calendar.step_time`."""
    clock = parameters.clock
    begins, ends = (step_at(parameters.steps, first, count, clock, time) for time in (begin, end))
    k = np.arange(begins, ends + 1)
    step = as_array(parameters.steps)[first + k % count]
    time = (k // count) * WEEK_S + step["at_s"] - as_array(clock)["week_phase_s"][0]
    time[0] = begin
    return time[time < end], step["value"][time < end]


def _in_force(parameters: Parameters, station: int) -> Iterator[tuple[float, float, float]]:
    """Yield (time [s], factor, most [kW]) of a station's lines about the limit that have an
    effect, in order of time."""
    script = as_array(parameters.script)
    first, last = np.searchsorted(script["station"], [station, station + 1])  # it is by station
    lines = script[first:last]
    holds = NO_LINE
    for line in lines[np.isin(lines["does"], _ABOUT_LIMITS)]:
        if line["ends"] in (NO_LINE, holds):
            holds = line["number"]
            factor = line["value"] if line["does"] == LIMIT_FACTOR else 1.0
            most_kw = line["value"] if line["does"] == LIMIT_KW else math.inf
            yield float(line["time"]), float(factor), float(most_kw)
