"""Contradictions of a fleet, of diversion, and of the travel between places."""

from collections.abc import Collection, Iterator
from typing import TypeAlias

import numpy as np

from voltwin.scenario.cut_off import check_range
from voltwin.scenario.demand import Demand
from voltwin.scenario.derived import count, factors, stock_by_type, with_drives
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.fleet.destinations import attractions
from voltwin.scenario.fleet.model import Fleet
from voltwin.scenario.fleet.trips import OriginDestination
from voltwin.scenario.fleet.vehicle_class import MOST_TRIPS_PER_DAY, MOST_VEHICLES, VehicleClass
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.profiles import NAMES
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import ARRIVALS, Station
from voltwin.travel.great_circle import great_circle_km

Problems: TypeAlias = Iterator[Problem]

MOST_PLACES = 5_000  # two matrices of 200 MB
MOST_SHARES = 25_000_000  # of destinations: 200 MB
_TRIPS = "is of arrivals; with a fleet, its trips are the demand"
_VEHICLES = "is of arrivals; with a fleet, its vehicles come"
# Fields of a station, and of the demand, that are about arrivals from outside the city.
_OF_ARRIVALS = (*ARRIVALS, "ring", "battery_mix", "profile")


def fleet_problems(scenario: Scenario) -> Problems:
    """Yield what contradicts in a fleet, and where places are needed but not known."""
    if with_drives(scenario):
        yield from _places(scenario)
    fleet = scenario.fleet
    if fleet is None:
        return
    yield from _demand(scenario.demand)
    for i, station in enumerate(scenario.stations):
        yield from _station(("stations", i), station)
    yield from _unique(("fleet", "classes"), [of.id for of in fleet.classes])
    yield from _unique(("fleet", "zones"), [zone.id for zone in fleet.zones])
    vehicles = sum(of.count for of in fleet.classes)
    if not 0 < vehicles <= MOST_VEHICLES:
        text = f"have {vehicles:,} vehicles; 1 to {MOST_VEHICLES:,} are allowed"
        yield Problem(("fleet", "classes"), text)
    yield from _trips(fleet)
    for i, of in enumerate(fleet.classes):
        yield from _class(("fleet", "classes", i), of, scenario, fleet)


def _unique(path: Path, ids: list[str]) -> Problems:
    seen: set[str] = set()
    for i, name in enumerate(ids):
        if name in seen:
            yield Problem((*path, i, "id"), f'"{name}" is also the id of another')
        seen.add(name)


def _places(scenario: Scenario) -> Problems:
    """Yield stations without a place, and too many places."""
    why = "a fleet drives there" if scenario.fleet else "vehicles may divert"
    for i, station in enumerate(scenario.stations):
        if station.lon is None and station.lat is None:
            yield Problem(("stations", i), f"has no lon and lat; they are needed, as {why}")
    zones = len(scenario.fleet.zones) if scenario.fleet else 0
    places = zones + len(scenario.stations)
    if places > MOST_PLACES:
        of = f"{zones:,} zones and {len(scenario.stations):,} stations"
        text = f"{of} are {places:,} places; at most {MOST_PLACES:,} are allowed between which"
        yield Problem(("fleet", "zones") if zones else ("stations",), f"{text} vehicles drive")


def _demand(demand: Demand) -> Problems:
    plain = Demand()
    for name in Demand.model_fields:
        if name != "profiles" and getattr(demand, name) != getattr(plain, name):
            yield Problem(("demand", name), _TRIPS)


def _station(path: Path, station: Station) -> Problems:
    for name in _OF_ARRIVALS:
        if getattr(station, name) is not None:
            yield Problem((*path, name), _VEHICLES)
    if station.multiplier != 1.0:
        yield Problem((*path, "multiplier"), _VEHICLES)


# --- trips --------------------------------------------------------------------------------------


def _trips(fleet: Fleet) -> Problems:
    tables = 168 if not isinstance(fleet.trips, OriginDestination) else _tables(fleet.trips)
    shares = tables * len(fleet.zones) ** 2
    if isinstance(fleet.trips, OriginDestination):
        yield from _flows(fleet, fleet.trips)
    else:
        pull = attractions(fleet.zones)
        shares = len(np.unique(pull, axis=1).T) * len(fleet.zones) ** 2
        least = min(2, len(fleet.zones))
        few = np.flatnonzero((pull > 0.0).sum(axis=0) < least)
        if len(few):
            text = f"in hour {few[0]} of the week fewer than {least} have an attraction above 0"
            yield Problem(("fleet", "zones"), text)
    if shares > MOST_SHARES:
        text = f"{len(fleet.zones):,} zones with destinations by the hour are too many: "
        yield Problem(("fleet", "zones"), f"{text}zones² x tables must be {MOST_SHARES:,} at most")


def _tables(trips: OriginDestination) -> int:
    return len({flow[3] for flow in trips.flows if len(flow) == 4}) or 1


def _flows(fleet: Fleet, trips: OriginDestination) -> Problems:
    zones = {zone.id for zone in fleet.zones}
    path: Path = ("fleet", "trips", "flows")
    unknown = (name for flow in trips.flows for name in flow[:2] if name not in zones)
    for name in list(dict.fromkeys(unknown))[:3]:
        yield Problem(path, f'"{name}" is no zone{did_you_mean(str(name), sorted(zones))}')
    if len({len(flow) for flow in trips.flows}) > 1:
        yield Problem(path, "some have an hour, and some have none")
    hours = 24 if trips.hours_of == "day" else 168
    late = [flow[3] for flow in trips.flows if len(flow) == 4 and flow[3] >= hours]
    late += [hour for hour in trips.bands or () if hour >= hours]
    if late:
        text = f"hour {late[0]} is not from 0 to {hours - 1}"
        yield Problem(path, text + ('; hours_of: "week" has 168' if hours == 24 else ""))
    if not any(flow[2] and (flow[0] != flow[1] or len(zones) == 1) for flow in trips.flows):
        yield Problem(path, "no trips lead from one zone to another")


# --- classes ------------------------------------------------------------------------------------


def _class(path: Path, of: VehicleClass, scenario: Scenario, fleet: Fleet) -> Problems:
    yield from _profile(path, of, scenario.demand)
    yield from _departures(path, of, fleet)
    yield from _homes(path, of, fleet)
    types = {kind.id: kind for kind in scenario.battery_types}
    if of.battery_type is None and len(types) > 1:
        text = f"must be given, as there are several: {', '.join(types)}"
        yield Problem((*path, "battery_type"), text)
        return
    name = of.battery_type or scenario.battery_types[0].id
    if name not in types:
        yield from _known((*path, "battery_type"), "battery type", name, types)
        return
    full = types[name].full_soc
    if of.floor_soc >= full:
        text = f"{of.floor_soc:g} must be below full_soc ({full:g}) of the batteries"
        yield Problem((*path, "floor_soc"), text)
        return
    if of.threshold_soc < of.floor_soc:
        text = f"{of.threshold_soc:g} is below floor_soc ({of.floor_soc:g})"
        yield Problem((*path, "threshold_soc"), text)
    try:
        check_range(of.initial_soc, of.floor_soc, full)
    except ValueError:
        text = f"no value lies from floor_soc ({of.floor_soc:g}) to full_soc ({full:g})"
        yield Problem((*path, "initial_soc"), text)
    yield from _reach(path, of, scenario, fleet, (full - of.floor_soc) * types[name].capacity_kwh)


def _profile(path: Path, of: VehicleClass, demand: Demand) -> Problems:
    if isinstance(of.profile, str) and of.profile not in {*NAMES, *demand.profiles}:
        yield from _known((*path, "profile"), "profile", of.profile, {*NAMES, *demand.profiles})
    elif of.trips_per_day and not any(factors(of.profile, demand)):
        text = f"{of.trips_per_day:g}, but its profile is 0 all week"
        yield Problem((*path, "trips_per_day"), text)


def _departures(path: Path, of: VehicleClass, fleet: Fleet) -> Problems:
    per_day = of.trips_per_day * fleet.multiplier
    if per_day > MOST_TRIPS_PER_DAY:
        text = f"{per_day:g} with the fleet's multiplier; {MOST_TRIPS_PER_DAY:,.0f} are allowed"
        yield Problem((*path, "trips_per_day"), text)


def _homes(path: Path, of: VehicleClass, fleet: Fleet) -> Problems:
    zones = {zone.id for zone in fleet.zones}
    for name in of.homes or {}:
        yield from _known((*path, "homes", name), "zone", name, zones)
    weights = of.homes.values() if of.homes else [zone.homes for zone in fleet.zones]
    if not any(weights):
        yield Problem((*path, "homes"), "all weights are 0; where do the vehicles live?")


def _known(path: Path, what: str, name: str, allowed: Collection[str]) -> Problems:
    if name not in allowed:
        yield Problem(path, f'"{name}" is no {what}{did_you_mean(name, sorted(allowed))}')


def _reach(
    path: Path, of: VehicleClass, scenario: Scenario, fleet: Fleet, energy_kwh: float
) -> Problems:
    """Yield a class that no station serves, or none within reach: no road is shorter than the
    great circle."""
    name = of.battery_type or scenario.battery_types[0].id
    serving = [
        station
        for station in scenario.stations
        if count(stock_by_type(station, scenario.battery_types).get(name, 0))
    ]
    if not serving:
        yield Problem((*path, "battery_type"), f'no station has a battery of type "{name}"')
        return
    if any(station.lon is None or station.lat is None for station in serving):
        return
    away = great_circle_km(
        np.array([[zone.lon] for zone in fleet.zones]),
        np.array([[zone.lat] for zone in fleet.zones]),
        np.array([station.lon or 0.0 for station in serving]),
        np.array([station.lat or 0.0 for station in serving]),
    )
    least_kwh = float(away.min()) * of.kwh_per_km
    if least_kwh > energy_kwh:
        text = f"the nearest one is {away.min():.3g} km from the nearest zone: {least_kwh:.3g} kWh"
        yield Problem(path, f"no station is within reach; {text} of {energy_kwh:.3g} kWh")
