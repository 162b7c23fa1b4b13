"""What contradicts among interventions and the stations that they are about."""

import math
from collections.abc import Iterator, Mapping

from voltwin.scenario.derived import is_about
from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.interventions import (
    AnyIntervention,
    BayIn,
    BayOut,
    ChargerIn,
    ChargerOut,
    DemandSurge,
    GridLimit,
    Items,
    Observation,
    Somewhere,
    Truck,
)
from voltwin.scenario.known import known
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.weekly import weekly_steps

Problems = Iterator[Problem]


def intervention_problems(scenario: Scenario, first: int = 0) -> Problems:
    """Yield what is wrong with the interventions of a scenario, from the `first` on."""
    stations = {station.id: station for station in scenario.stations}
    regions = {station.region for station in scenario.stations if station.region}
    for i, what in enumerate(scenario.interventions[first:], first):
        path: Path = ("interventions", i)
        yield from _within_the_run((*path, "at"), what, scenario)
        if isinstance(what, DemandSurge) and scenario.fleet:
            text = "a surge is of arrivals; with a fleet, its trips are the demand"
            yield Problem((*path, "kind"), text)
        if isinstance(what, Somewhere):
            for k, name in enumerate(what.stations or ()):
                yield from known((*path, "stations", k), "station", name, stations)
            for k, region in enumerate(what.regions or ()):
                yield from known((*path, "regions", k), "region", region, regions)
        elif isinstance(what, Truck):
            yield from _truck(path, what, stations, scenario)
        elif isinstance(what, Observation):
            yield from _observation(path, what, stations, scenario)
        else:
            yield from known((*path, "station"), "station", what.station, stations)
            if what.station in stations:
                yield from _items(path, what, stations[what.station])
        if isinstance(what, GridLimit) and what.factor is not None:
            yield from _no_limit(path, what, scenario)


def observation_problems(path: Path, what: Observation, scenario: Scenario) -> Problems:
    """Yield what is wrong with an observation that may become one of a scenario."""
    yield from _within_the_run((*path, "at"), what, scenario)
    stations = {station.id: station for station in scenario.stations}
    yield from _observation(path, what, stations, scenario)


def _observation(
    path: Path, what: Observation, stations: Mapping[str, Station], scenario: Scenario
) -> Problems:
    yield from known((*path, "station"), "station", what.station, stations)
    yield from _one_type(path, what, scenario)
    if what.station in stations:
        yield from _seen(path, what, stations[what.station], scenario)


def _within_the_run(path: Path, what: AnyIntervention, scenario: Scenario) -> Problems:
    at = seconds_after(scenario.start, what.at)
    if at < 0.0:
        yield Problem(path, f"is {format_duration(-at)} before the start of the run")
    elif at >= scenario.horizon:
        ends = f"the run ends at {format_duration(scenario.horizon)} (its horizon)"
        yield Problem(path, f"is {format_duration(at)} from the start, and {ends}")


def _truck(
    path: Path, what: Truck, stations: Mapping[str, Station], scenario: Scenario
) -> Problems:
    yield from known((*path, "from"), "station", what.origin, stations)
    yield from known((*path, "to"), "station", what.to, stations)
    if what.origin == what.to:
        yield Problem((*path, "to"), f'must be another station than "{what.origin}"')
    elif what.to in stations and stations[what.to].racks is None:
        text = f'station "{what.to}" must give its `racks`: with as many as batteries it is full'
        yield Problem((*path, "to"), text)
    yield from _one_type(path, what, scenario)


def _one_type(path: Path, what: Truck | Observation, scenario: Scenario) -> Problems:
    types = {kind.id: kind for kind in scenario.battery_types}
    if what.battery_type is not None:
        yield from known((*path, "battery_type"), "battery type", what.battery_type, types)
    elif len(types) > 1:
        text = f"must be given, as there are several: {', '.join(types)}"
        yield Problem((*path, "battery_type"), text)


def _items(path: Path, what: ChargerOut | ChargerIn | BayOut | BayIn, station: Station) -> Problems:
    if isinstance(what, ChargerOut | ChargerIn):
        count = sum(group.count for group in station.chargers)
        yield from _beyond((*path, "charger"), "charger", what.charger, count)
    else:
        yield from _beyond((*path, "bay"), "bay", what.bay, station.bays)


def _seen(path: Path, what: Observation, station: Station, scenario: Scenario) -> Problems:
    """Yield what cannot have been seen at a station."""
    count = sum(group.count for group in station.chargers)
    yield from _beyond((*path, "chargers"), "charger", tuple(what.chargers or ()), count)
    on_chargers = sum(not isinstance(seen, str) for seen in (what.chargers or {}).values())
    if what.not_ready is not None and what.not_ready < on_chargers:
        text = f"must be {on_chargers} at least: so many were seen on chargers"
        yield Problem((*path, "not_ready"), text)
    batteries = (what.ready or 0) + max(what.not_ready or 0, on_chargers)
    if station.racks is not None and batteries > station.racks:
        text = f"{batteries} batteries were seen, and the station has racks for {station.racks}"
        yield Problem(path, text)
    kinds = scenario.battery_types
    kind = next((kind for kind in kinds if kind.id == what.battery_type), kinds[0])
    if what.soc is not None and what.soc >= kind.ready_soc:
        yield Problem((*path, "soc"), f"must be below the type's ready_soc, {kind.ready_soc:g}")
    for charger, seen in (what.chargers or {}).items():
        if not isinstance(seen, str) and seen >= kind.ready_soc:
            text = f"charger {charger} must have a SoC below ready_soc, {kind.ready_soc:g}: "
            text += "ready batteries are counted under ready"
            yield Problem((*path, "chargers"), text)


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
