"""Contradictions: what each field allows by itself, but not together with others.

`load` runs these checks. They are quick enough to run before every simulation: a scenario in Python
may be changed at any time, field by field.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TypeAlias

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.cooling import coldest, never_cool
from voltwin.scenario.cut_off import check_range
from voltwin.scenario.demand import Demand, Surge
from voltwin.scenario.derived import whole_demand
from voltwin.scenario.distributions import AnyLaw, Fixed
from voltwin.scenario.errors import Path, Problem, ScenarioError
from voltwin.scenario.expected import expected_arrivals
from voltwin.scenario.fault_checks import fault_problems
from voltwin.scenario.fleet.checks import fleet_problems
from voltwin.scenario.intervention_checks import intervention_problems
from voltwin.scenario.known import known
from voltwin.scenario.money_checks import money_problems
from voltwin.scenario.opening_hours import Hours
from voltwin.scenario.profiles import NAMES
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import ARRIVALS, BatteryStock, Station, Stock
from voltwin.scenario.surges import SurgesByPlace
from voltwin.scenario.weekly import Weekly

Problems: TypeAlias = Iterator[Problem]

MOST_ARRIVALS = 1e8  # at a station: a minute of the kernel's time
LEAST_TIME_S = math.ulp(0.0)  # the smallest time above 0


def checked(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing contradicts.

    Raises:
        ScenarioError: something does; one line a problem.
    """
    found = problems(scenario)
    if found:
        raise ScenarioError.from_problems(found, scenario)
    return scenario


def problems(scenario: Scenario) -> list[Problem]:
    """Return everything that does not go together in a scenario, as (path, text)."""
    found = list(_all(scenario))
    return found or list(too_many_problems(scenario))  # which needs what is known to be right


def _all(scenario: Scenario) -> Problems:
    yield from _times(scenario)
    yield from _unique("battery_types", [kind.id for kind in scenario.battery_types])
    yield from _unique("stations", [station.id for station in scenario.stations])
    for i, kind in enumerate(scenario.battery_types):
        yield from _battery_type(("battery_types", i), kind)
    yield from _demand(scenario)
    yield from fleet_problems(scenario)
    yield from money_problems(scenario)
    yield from intervention_problems(scenario)
    right: set[tuple[AnyLaw, float]] = set()
    for i, station in enumerate(scenario.stations):
        yield from _station(("stations", i), station, scenario)
        yield from _laws(("stations", i), station, right)
        yield from fault_problems(("stations", i), station, scenario.horizon)


def _times(scenario: Scenario) -> Problems:
    if scenario.warm_up >= scenario.horizon:
        yield Problem(("warm_up",), "must be shorter than the horizon")
        return
    end = scenario.start + timedelta(seconds=scenario.warm_up)
    if scenario.warm_up and (end.minute or end.second or end.microsecond):
        yield Problem(("warm_up",), f"ends at {end:%H:%M:%S}; it must end at a full local hour")


def _unique(where: str, ids: list[str]) -> Problems:
    first: dict[str, int] = {}
    for i, name in enumerate(ids):
        if name in first:
            yield Problem((where, i, "id"), f'"{name}" is also the id of {where}[{first[name]}]')
        first.setdefault(name, i)


# --- battery types ------------------------------------------------------------------------------


def _battery_type(path: Path, kind: BatteryType) -> Problems:
    if kind.ready_soc > kind.full_soc:
        text = f"{kind.ready_soc:g} is above full_soc ({kind.full_soc:g})"
        yield Problem((*path, "ready_soc"), text)
    dead = _dead_soc(kind)
    if dead is not None:
        text = f"the power is 0 at SoC {dead:g}, so full_soc ({kind.full_soc:g}) is never reached"
        yield Problem((*path, "charge_curve"), text)
    if not _gives_any(kind.arrival_soc, 0.0, math.nextafter(kind.ready_soc, 0.0)):
        text = f"no value lies from 0 to below ready_soc ({kind.ready_soc:g})"
        yield Problem((*path, "arrival_soc"), text)


def _dead_soc(kind: BatteryType) -> float | None:
    """Return the lowest SoC up to `full_soc` at which the curve has no power, if there is one.

    Between knots the power is linear and never below 0, so it is 0 at a knot, or beyond the ends.
    """
    knots = kind.charge_curve.knots()
    if knots[0][1] <= 0.0:
        return 0.0
    dead = [soc for soc, power in knots if power <= 0.0 and soc <= kind.full_soc]
    return dead[0] if dead else None


# --- demand -------------------------------------------------------------------------------------


def _demand(scenario: Scenario) -> Problems:
    demand = scenario.demand
    yield from _profile(("demand", "profile"), demand.profile, demand)
    regions = {station.region for station in scenario.stations if station.region}
    ids = {station.id for station in scenario.stations}
    for region in demand.region_multipliers:
        yield from known(("demand", "region_multipliers", region), "region", region, regions)
    for i, surge in enumerate(demand.surges):
        path: Path = ("demand", "surges", i)
        for k, region in enumerate(surge.regions or ()):
            yield from known((*path, "regions", k), "region", region, regions)
        for k, name in enumerate(surge.stations or ()):
            yield from known((*path, "stations", k), "station", name, ids)


def _profile(path: Path, profile: object, demand: Demand) -> Problems:
    if isinstance(profile, str):
        yield from known(path, "profile", profile, {*NAMES, *demand.profiles})


# --- stations -----------------------------------------------------------------------------------


def _station(path: Path, station: Station, scenario: Scenario) -> Problems:
    if (station.lon is None) != (station.lat is None):
        yield Problem(path, "has only one of lon and lat")
    if scenario.fleet is None:
        yield from _arrivals(path, station, scenario.demand)
        yield from _ring(path, station)
    yield from _batteries(path, station, scenario)
    if _never_opens(station.opening_hours):
        yield Problem((*path, "opening_hours"), "the station never opens")


def _arrivals(path: Path, station: Station, demand: Demand) -> Problems:
    given = [name for name in ARRIVALS if getattr(station, name) is not None]
    if len(given) != 1:
        has = f"has {' and '.join(given)}" if given else "has no arrivals"
        yield Problem(path, f"{has}; must have exactly one of {', '.join(ARRIVALS)}")
    if station.trace is not None:
        yield from _trace((*path, "trace"), station.trace)
    if station.profile is not None:
        yield from _profile((*path, "profile"), station.profile, demand)
    profile = demand.profile if station.profile is None else station.profile
    if station.swaps_per_day and _is_zero(profile, demand):
        text = f"{station.swaps_per_day:g}, but its profile is 0 all week"
        yield Problem((*path, "swaps_per_day"), text)


def too_many_problems(scenario: Scenario, surges: Sequence[Surge] | None = None) -> Problems:
    """Yield the stations whose arrivals would take hours to simulate.

    Args:
        scenario: right in all else.
        surges: those of its surges that are new, if it is known to be right without them.
    """
    numbers: Sequence[int] = range(len(scenario.stations))
    if surges is not None:
        where = SurgesByPlace(surge for surge in surges if surge.factor > 1.0)
        numbers = [i for i in numbers if where.numbers(scenario.stations[i])]
    if not numbers:
        return
    stations = [scenario.stations[i] for i in numbers]
    found = expected_arrivals(stations, whole_demand(scenario), scenario.horizon)
    for i, expected in zip(numbers, found, strict=True):
        if not expected <= MOST_ARRIVALS:
            text = f"expects about {expected:.2g} arrivals; may expect {MOST_ARRIVALS:g} at most"
            yield Problem(("stations", i), text)


def _trace(path: Path, trace: tuple[float, ...]) -> Problems:
    if trace and trace[0] < 0.0:
        yield Problem((*path, 0), f"{trace[0]:g} s is before the start")
    for k, (before, after) in enumerate(pairwise(trace), 1):
        if after < before:
            yield Problem((*path, k), f"times must not fall: {after:g} s after {before:g} s")
            return


def _is_zero(profile: str | Weekly, demand: Demand) -> bool:
    if isinstance(profile, str):
        return profile in demand.profiles and not any(_values(demand.profiles[profile]))
    return not any(_values(profile))


def _ring(path: Path, station: Station) -> Problems:
    if math.isinf(station.queue_places):
        if station.ring is None:
            yield Problem((*path, "ring"), "must be given where queue places are unlimited")
        return
    least = station.bays + int(station.queue_places) + 1
    if station.ring is not None and station.ring < least:
        text = f"{station.ring} is too small; at least bays + queue_places + 1 = {least}"
        yield Problem((*path, "ring"), text)


def _batteries(path: Path, station: Station, scenario: Scenario) -> Problems:
    types = {kind.id: kind for kind in scenario.battery_types}
    given = station.batteries
    if not isinstance(given, dict):
        if len(types) > 1:
            text = f"must be counts by type, as there are several: {', '.join(types)}"
            yield Problem((*path, "batteries"), text)
            return
        given = {scenario.battery_types[0].id: given}
    for name in given:
        yield from known((*path, "batteries", name), "battery type", name, types)
    counts = {name: _count(stock) for name, stock in given.items()}
    for name in station.battery_mix or {}:
        place: Path = (*path, "battery_mix", name)
        yield from known(place, "battery type", name, types)
        if name in types and not counts.get(name):
            yield Problem(place, "has a share of arrivals, but no battery at the station")
    total = sum(counts.values())
    if station.racks is not None and station.racks < total:
        yield Problem((*path, "racks"), f"{station.racks} places cannot hold {total} batteries")
    yield from _cooling(path, station, [types[name] for name in counts if name in types], scenario)


def _count(stock: Stock) -> int:
    if isinstance(stock, BatteryStock):
        return stock.count
    return stock if isinstance(stock, int) else len(stock)


def _cooling(path: Path, station: Station, types: list[BatteryType], run: Scenario) -> Problems:
    with_model = [kind for kind in types if kind.cool_down.thermal]
    if not with_model:
        return
    ambient_c = coldest(station.ambient_c, run.start, run.horizon)
    for kind in with_model:
        assert kind.cool_down.thermal is not None
        why = never_cool(kind.cool_down.thermal, ambient_c, run.horizon)
        if why:
            text = f'{ambient_c:g} °C at its coldest: batteries of type "{kind.id}" {why}'
            yield Problem((*path, "ambient_c"), text)


def _laws(path: Path, station: Station, right: set[tuple[AnyLaw, float]]) -> Problems:
    """Yield the laws of times that give (nearly) none; those in `right` are known to give some."""
    for name, least in (("swap_time", 0.0), ("patience", 0.0), ("gap", LEAST_TIME_S)):
        law: AnyLaw | None = getattr(station, name)
        if law is None or (law, least) in right:
            continue
        if _gives_any(law, least, math.inf):
            right.add((law, least))
            continue
        if isinstance(law, Fixed) and law == Fixed(value=law.value) and not least:
            yield Problem((*path, name), f"given {law.value:g}, must be 0 s or more")
            continue
        bound = "above 0 s: arrivals would never end" if least else "of 0 s or more"
        yield Problem((*path, name), f"gives (nearly) no time {bound}")


def _gives_any(law: AnyLaw, low: float, high: float) -> bool:
    """Return whether more than one in a million of a law's values lie from `low` to `high`."""
    if (law.min is not None and law.min > high) or (law.max is not None and law.max < low):
        return False
    try:
        check_range(law, low, high)
    except ValueError:
        return False
    return True


# --- the week: every value that a schedule names is in force at some time of it -------------------


def _values(schedule: Weekly) -> list[float]:
    """Return all values of a weekly schedule."""
    if isinstance(schedule, float):
        return [schedule]
    items = schedule.values() if isinstance(schedule, dict) else schedule
    found: list[float] = []
    for item in items:
        if isinstance(item, dict):
            found.append(float(item["value"]))
        elif isinstance(item, tuple):
            found.extend(item)
        else:
            found.append(item)
    return found


def _never_opens(hours: Hours) -> bool:
    """Return whether no span is open; each that is not `closed` has a length."""
    days = hours.values() if isinstance(hours, dict) else [hours]
    spans = [span for day in days for span in ([day] if isinstance(day, str) else day)]
    return all(span.strip().lower() == "closed" for span in spans)
