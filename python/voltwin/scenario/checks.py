"""Contradictions: what each field allows by itself, but not together."""

import math
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.demand import Demand
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.profiles import NAMES
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import ARRIVALS, BatteryStock, Station, Stock
from voltwin.scenario.weekly import weekly_steps

Problems = Iterator[Problem]


def contradictions(scenario: Scenario) -> list[Problem]:
    """Return everything that does not go together in a scenario."""
    return list(_all(scenario))


def _all(scenario: Scenario) -> Problems:
    yield from _times(scenario)
    yield from _unique("battery_types", [kind.id for kind in scenario.battery_types])
    yield from _unique("stations", [station.id for station in scenario.stations])
    for i, kind in enumerate(scenario.battery_types):
        yield from _battery_type(("battery_types", i), kind)
    yield from _demand(scenario)
    for i, station in enumerate(scenario.stations):
        yield from _station(("stations", i), station, scenario)


def _times(scenario: Scenario) -> Problems:
    if scenario.warm_up >= scenario.horizon:
        yield Problem(("warm_up",), "must be shorter than the horizon")
    end = scenario.start + timedelta(seconds=scenario.warm_up)
    if scenario.warm_up and (end.minute or end.second or end.microsecond):
        yield Problem(("warm_up",), f"ends at {end:%H:%M:%S}; it must end at a full local hour")


def _unique(where: str, ids: list[str]) -> Problems:
    seen: dict[str, int] = {}
    for i, name in enumerate(ids):
        if name in seen:
            yield Problem((where, i, "id"), f'"{name}" is also the id of {where}[{seen[name]}]')
        seen.setdefault(name, i)


def _battery_type(path: Path, kind: BatteryType) -> Problems:
    if kind.ready_soc > kind.full_soc:
        yield Problem(
            (*path, "ready_soc"), f"{kind.ready_soc:g} is above full_soc ({kind.full_soc:g})"
        )
    knots = kind.charge_curve.knots()
    for (s0, p0), (s1, p1) in pairwise(((-1.0, knots[0][1]), *knots, (2.0, knots[-1][1]))):
        ends = [_power(s0, p0, s1, p1, s) for s in (max(s0, 0.0), min(s1, kind.full_soc))]
        if s0 <= kind.full_soc and s1 >= 0.0 and max(s0, 0.0) <= kind.full_soc and min(ends) <= 0:
            text = f"the power reaches 0 at or before full_soc ({kind.full_soc:g}), never full"
            yield Problem((*path, "charge_curve"), text)
            break
    from voltwin.scenario.tables.laws import mass

    if not mass(kind.arrival_soc, 0.0, math.nextafter(kind.ready_soc, 0.0)) > 0.0:
        text = f"no value lies from 0 to below ready_soc ({kind.ready_soc:g})"
        yield Problem((*path, "arrival_soc"), text)


def _power(s0: float, p0: float, s1: float, p1: float, s: float) -> float:
    return p0 + (p1 - p0) * (s - s0) / (s1 - s0)


def _demand(scenario: Scenario) -> Problems:
    demand = scenario.demand
    yield from _profile(("demand", "profile"), demand.profile, demand)
    regions = {station.region for station in scenario.stations if station.region}
    ids = {station.id for station in scenario.stations}
    for region in demand.region_multipliers:
        yield from _known(("demand", "region_multipliers"), "region", region, regions)
    for i, surge in enumerate(demand.surges):
        for region in surge.regions or ():
            yield from _known(("demand", "surges", i, "regions"), "region", region, regions)
        for name in surge.stations or ():
            yield from _known(("demand", "surges", i, "stations"), "station", name, ids)


def _profile(path: Path, profile: object, demand: Demand) -> Problems:
    if isinstance(profile, str):
        yield from _known(path, "profile", profile, {*NAMES, *demand.profiles})


def _known(path: Path, what: str, name: str, allowed: set[str]) -> Problems:
    if name not in allowed:
        yield Problem(path, f'"{name}" is no {what}{did_you_mean(name, sorted(allowed))}')


def _station(path: Path, station: Station, scenario: Scenario) -> Problems:
    yield from _arrivals(path, station)
    if station.profile is not None:
        yield from _profile((*path, "profile"), station.profile, scenario.demand)
    yield from _ring(path, station)
    yield from _batteries(path, station, scenario)
    if opening_steps(station.opening_hours) == ((0.0, 0.0),):
        yield Problem((*path, "opening_hours"), "the station never opens")
    yield from _cooling(path, station, scenario)


def _arrivals(path: Path, station: Station) -> Problems:
    given = [name for name in ARRIVALS if getattr(station, name) is not None]
    if len(given) != 1:
        has = f"has {' and '.join(given)}" if given else "has no arrivals"
        yield Problem(path, f"{has}; must have exactly one of {', '.join(ARRIVALS)}")
    trace = station.trace or ()
    if any(later < earlier for earlier, later in pairwise(trace)):
        yield Problem((*path, "trace"), "times must not fall")
    if trace and trace[0] < 0.0:
        yield Problem((*path, "trace"), f"{trace[0]:g} s is before the start")


def _ring(path: Path, station: Station) -> Problems:
    if math.isinf(station.queue_places):
        if station.ring is None:
            yield Problem((*path, "ring"), "must be given where queue places are unlimited")
        return
    least = station.bays + int(station.queue_places) + 1
    if station.ring is not None and station.ring < least:
        text = f"{station.ring} is too small; at least bays + queue places + 1 = {least}"
        yield Problem((*path, "ring"), text)


def _batteries(path: Path, station: Station, scenario: Scenario) -> Problems:
    names, given = [kind.id for kind in scenario.battery_types], station.batteries
    if not isinstance(given, dict):
        if len(names) > 1:
            text = f"must be counts by type, as there are several: {', '.join(names)}"
            yield Problem((*path, "batteries"), text)
        given = {names[0]: given}
    for name in given:
        yield from _known((*path, "batteries"), "battery type", name, set(names))
    for name in station.battery_mix or {}:
        yield from _known((*path, "battery_mix"), "battery type", name, set(names))
        if name in names and not _count(given.get(name, 0)):
            text = f'"{name}" has a share of arrivals but no battery at the station'
            yield Problem((*path, "battery_mix"), text)
    total = sum(_count(stock) for stock in given.values())
    if station.racks is not None and station.racks < total:
        yield Problem((*path, "racks"), f"{station.racks} places cannot hold {total} batteries")


def _count(stock: Stock) -> int:
    if isinstance(stock, BatteryStock):
        return stock.count
    return stock if isinstance(stock, int) else len(stock)


def _cooling(path: Path, station: Station, scenario: Scenario) -> Problems:
    coldest = min(value for _, value in weekly_steps(station.ambient_c))
    for kind in scenario.battery_types:
        thermal = kind.cool_down.thermal
        if thermal and thermal.return_c > thermal.start_c and coldest >= thermal.start_c:
            text = (
                f'{coldest:g} °C at its coldest: batteries of type "{kind.id}" return at '
                f"{thermal.return_c:g} °C and never cool to {thermal.start_c:g} °C"
            )
            yield Problem((*path, "ambient_c"), text)
