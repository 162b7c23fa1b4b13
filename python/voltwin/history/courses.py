"""Courses: what is seen of a station, or of all together, over time."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from voltwin.history.reading import Charges, Lines, Stretch
from voltwin.kpis.cells import Floats
from voltwin.kpis.scripted_limits import limit_pieces, stations_with_scripted_limits
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

POWER, LIMIT = "power_kw", "limit_kw"
MEASURES: dict[str, tuple[str, str]] = {  # unit, meaning
    "ready": ("batteries", "that may be handed out"),
    "charging": ("batteries", "on chargers and not ready"),
    "waiting": ("batteries", "queued for a charger"),
    "queue": ("vehicles", "in the lines"),
    "swaps": ("swaps", "since the start"),
    "lost": ("vehicles", "that left without a swap, since the start"),
    "open": ("1", "1 while open, else 0; of the network: stations that are open"),
    "limited": ("1", "1 while the grid limit holds charges back, else 0; of the network: stations"),
    POWER: ("kW", "drawn by all chargers, grid side"),
    LIMIT: ("kW", "grid limit in force; none where there is none"),
}


class Course(NamedTuple):
    """A course: each value holds from its time on, until the next."""

    time: Floats  # [s]
    value: Floats


def course_of(stretches: Iterable[Stretch], station: int, measure: str) -> Course:
    """Return the course of one station, without points at which nothing changes.

    Args:
        stretches: one after the other, one at least.
        station: number.
        measure: one that lines have.
    """
    lines = np.concatenate([of_station(of.lines, station) for of in stretches])
    return _changes(lines["time"], lines[measure].astype(np.float64))


def course_of_all(stretches: Iterable[Stretch], measure: str) -> Course:
    """Return the course of the sum over all stations; arguments as for that of one."""
    every = [_sum_of(of.lines, measure) for of in stretches]
    time, total = (np.concatenate(column) for column in zip(*every, strict=True))
    return _changes(time, total)


def _sum_of(lines: Lines, measure: str) -> Course:
    """Return the course of the sum in one stretch; it has points at which nothing changes."""
    value = lines[measure].astype(np.float64)
    is_first = np.append(True, lines["station"][1:] != lines["station"][:-1])
    change = np.where(is_first, value, np.append(0.0, value[1:] - value[:-1]))
    order = np.argsort(lines["time"], kind="stable")
    return Course(lines["time"][order], np.cumsum(change[order]))


def _changes(time: Floats, value: Floats) -> Course:
    """Return the course with these points; of several at one instant the last holds."""
    is_last = np.append(time[1:] != time[:-1], True)
    time, value = time[is_last], value[is_last]
    changes = np.append(True, value[1:] != value[:-1])
    return Course(time[changes], value[changes])


def between(course: Course, begin_s: float, end_s: float) -> Course:
    """Return a course from one time to another: its first point is at the begin, with what holds
    there, its last one at the end."""
    first = int(np.searchsorted(course.time, begin_s, side="right")) - 1
    last = int(np.searchsorted(course.time, end_s, side="right"))
    time, value = course.time[first:last].copy(), course.value[first:last]
    time[0] = begin_s
    if time[-1] < end_s:
        time, value = np.append(time, end_s), np.append(value, value[-1])
    return Course(time, value)


def limit_course(parameters: Parameters, station: int, end_s: float) -> Course:
    """Return the grid limit of a station over a run; infinite where there is none [kW]."""
    return _changes(*limit_pieces(parameters, station, 0.0, end_s))


def limit_of_all(parameters: Parameters, end_s: float) -> Course:
    """Return the sum of all grid limits; infinite where a station has none [kW]. Stations of one
    schedule whose limit no intervention changes are looked at once."""
    schedules = as_array(parameters.stations)[["first_limit", "limits"]]
    scripted = stations_with_scripted_limits(parameters)
    alike = np.delete(np.arange(len(schedules)), scripted)
    _, first, times = np.unique(schedules[alike], return_index=True, return_counts=True)
    stations = [*alike[first].tolist(), *scripted]
    every = [limit_course(parameters, station, end_s) for station in stations]
    time = np.unique(np.concatenate([one.time for one in every]))
    total = np.zeros(len(time))
    for one, count in zip(every, [*times.tolist(), *[1] * len(scripted)], strict=True):
        total += count * one.value[np.searchsorted(one.time, time, side="right") - 1]
    return Course(time, total)


def of_station(lines: Lines | Charges, station: int) -> Lines:
    """Return the rows of one station, of rows by station."""
    first = np.searchsorted(lines["station"], station)
    last = np.searchsorted(lines["station"], station, side="right")
    return lines[first:last]
