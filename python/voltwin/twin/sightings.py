"""What observations tell of the levels of stations: ready batteries, vehicles in lines.

An observation is of one battery type. Of a station with several types a level is known when all
types that it began with have been seen at the same time, in however many observations. Of two that
tell the same field of a station, a type and a time, the one that was booked later holds; what only
one of them tells is known from that one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from voltwin.scenario.interventions import AnyIntervention, Observation
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import BatteryStock, Station, Stock
from voltwin.twin.bands import LEVELS, Floats

_FIELDS = {"ready": "ready", "queue": "waiting"}  # of an observation, by level


class Sighting(NamedTuple):
    """A level of a station, as it was seen."""

    at: float  # [s]
    station: int  # its number
    level: str  # one of LEVELS
    value: float


def sightings(scenario: Scenario, interventions: Iterable[AnyIntervention]) -> Iterator[Sighting]:
    """Yield the levels that observations tell, by time.

    Args:
        scenario: of the stations.
        interventions: in the order in which they were booked.
    """
    number_of = {station.id: number for number, station in enumerate(scenario.stations)}
    seen: dict[tuple[float, int], dict[tuple[str, str], int]] = {}
    only = scenario.battery_types[0].id
    for what in interventions:
        if isinstance(what, Observation):
            place = seconds_after(scenario.start, what.at), number_of[what.station]
            counts = seen.setdefault(place, {})
            for level, field in _FIELDS.items():
                if (count := getattr(what, field)) is not None:
                    counts[level, what.battery_type or only] = count
    for (at, number), counts in sorted(seen.items(), key=lambda item: item[0]):
        types = _types(scenario, scenario.stations[number])
        for level in LEVELS:
            if all((level, name) in counts for name in types):
                value = sum(count for (of, _), count in counts.items() if of == level)
                yield Sighting(at, number, level, float(value))


def newly_seen(
    scenario: Scenario, before: Iterable[Observation], found: Sequence[Observation]
) -> list[Sighting]:
    """Return the levels that are known since some observations were booked, by time: a level that
    was known of that time already, if with another value, is not among them.

    Args:
        scenario: of the stations.
        before: all observations that had been booked, in that order.
        found: those that have been booked now.
    """
    places = {_place(scenario, what) for what in found}
    beside = [what for what in before if _place(scenario, what) in places]
    known = {(of.at, of.station, of.level) for of in sightings(scenario, beside)}
    now = sightings(scenario, [*beside, *found])
    return [of for of in now if (of.at, of.station, of.level) not in known]


def latest_seen(scenario: Scenario, now: float) -> dict[str, Floats]:
    """Return what was seen last at `now` [s], of each of LEVELS, shape (stations,); NaN where
    nothing was."""
    latest = {level: np.full(len(scenario.stations), np.nan) for level in LEVELS}
    for seen in sightings(scenario, scenario.interventions):
        if seen.at <= now:
            latest[seen.level][seen.station] = seen.value
    return latest


def _place(scenario: Scenario, what: Observation) -> tuple[float, str]:
    return seconds_after(scenario.start, what.at), what.station


def _types(scenario: Scenario, station: Station) -> set[str]:
    """Return the ids of the battery types of which a station begins with any."""
    if isinstance(station.batteries, dict):
        return {name for name, stock in station.batteries.items() if _is_any(stock)}
    return {scenario.battery_types[0].id}


def _is_any(stock: Stock) -> bool:
    return bool(stock.count if isinstance(stock, BatteryStock) else stock)
