"""What contradicts among interventions and the stations that they are about."""

import math
from collections.abc import Iterator

from voltwin.scenario.derived import is_about
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.interventions import (
    AnyIntervention,
    BayIn,
    BayOut,
    ChargerIn,
    ChargerOut,
    GridLimit,
    Items,
    Somewhere,
)
from voltwin.scenario.known import known
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.weekly import weekly_steps

Problems = Iterator[Problem]


def intervention_problems(scenario: Scenario) -> Problems:
    """Yield what is wrong with the interventions of a scenario."""
    stations = {station.id: station for station in scenario.stations}
    regions = {station.region for station in scenario.stations if station.region}
    for i, what in enumerate(scenario.interventions):
        path: Path = ("interventions", i)
        before = -seconds_after(scenario.start, what.at)
        if before > 0.0:
            yield Problem((*path, "at"), f"{before:g} s before the start of the run")
        if isinstance(what, Somewhere):
            for k, name in enumerate(what.stations or ()):
                yield from known((*path, "stations", k), "station", name, stations)
            for k, region in enumerate(what.regions or ()):
                yield from known((*path, "regions", k), "region", region, regions)
        else:
            yield from known((*path, "station"), "station", what.station, stations)
            if what.station in stations:
                yield from _items(path, what, stations[what.station])
        if isinstance(what, GridLimit) and what.factor is not None:
            yield from _no_limit(path, what, scenario)


def _items(path: Path, what: ChargerOut | ChargerIn | BayOut | BayIn, station: Station) -> Problems:
    if isinstance(what, ChargerOut | ChargerIn):
        count = sum(group.count for group in station.chargers)
        yield from _beyond((*path, "charger"), "charger", what.charger, count)
    else:
        yield from _beyond((*path, "bay"), "bay", what.bay, station.bays)


def _beyond(path: Path, name: str, items: Items, count: int) -> Problems:
    for item in () if items == "all" else items:
        if item >= count:
            has = f"numbers go from 0 to {count - 1}" if count else "the station has none"
            yield Problem(path, f"there is no {name} {item}: {has}")


def _no_limit(path: Path, what: AnyIntervention, scenario: Scenario) -> Problems:
    """Yield the first station that has no limit of which there could be a part."""
    for station in scenario.stations:
        if is_about(what, station) and all(
            kw == math.inf for _, kw in weekly_steps(station.grid_limit_kw)
        ):
            text = f'station "{station.id}" has no grid limit of which to take a part'
            yield Problem((*path, "factor"), text)
            return
