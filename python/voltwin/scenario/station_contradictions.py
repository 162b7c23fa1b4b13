"""Contradictions within a station, and between a station and the rest of its scenario."""

from collections.abc import Iterator
from itertools import pairwise

from voltwin.scenario import derived
from voltwin.scenario.cut_off import check_range
from voltwin.scenario.distributions import AnyLaw, Empirical, Fixed
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.profiles import NAMES
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import ARRIVALS, BatteryStock, Station, Stock
from voltwin.scenario.week import WEEK_S
from voltwin.scenario.weekly import Weekly, weekly_steps

FOREVER = float("inf")


def station_problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield the contradictions of every station."""
    checked: set[int] = set()
    for i, station in enumerate(scenario.stations):
        path: Path = ("stations", i)
        yield from _stock_problems(path, station, scenario)
        yield from _ring_problems(path, station)
        yield from _arrival_problems(path, station, scenario)
        if (station.lon is None) != (station.lat is None):
            yield Problem(path, "has one of lon and lat; give both, or none")
        for name, law in (("swap_time", station.swap_time), ("patience", station.patience)):
            if law is not None and id(law) not in checked:
                checked.add(id(law))
                yield from _range_problems((*path, name), law)


def _stock_problems(path: Path, station: Station, scenario: Scenario) -> Iterator[Problem]:
    types = {kind.id: kind for kind in scenario.battery_types}
    if isinstance(station.batteries, int) and len(types) > 1:
        names = ", ".join(f"{name}: ..." for name in types)
        yield Problem((*path, "batteries"), f"must be given by type, as in {{{names}}}")
        return
    stock = derived.stock_by_type(station, scenario.battery_types)
    if not stock:
        yield Problem((*path, "batteries"), "must name a battery type")
        return
    for name, item in stock.items():
        if name not in types:
            text = f'no battery type "{name}"{did_you_mean(name, types)}'
            yield Problem((*path, "batteries", name), text)
        elif _highest_soc(item) > types[name].full_soc:
            text = f"a state of charge is above the type's full_soc {types[name].full_soc:g}"
            yield Problem((*path, "batteries", name), text)
    total = sum(derived.count(item) for item in stock.values())
    if station.racks is not None and station.racks < total:
        yield Problem((*path, "racks"), f"{station.racks} racks cannot hold {total} batteries")
    for name in station.battery_mix or ():
        if not derived.count(stock.get(name, 0)):
            known = [known for known, item in stock.items() if derived.count(item)]
            text = f'the station has no batteries of type "{name}"{did_you_mean(name, known)}'
            yield Problem((*path, "battery_mix", name), text)
    if set(stock) <= set(types):
        yield from _cooling_problems(path, station, scenario, stock)


def _highest_soc(stock: Stock) -> float:
    if isinstance(stock, BatteryStock):
        return stock.soc or 0.0
    return max(stock, default=0.0) if isinstance(stock, tuple) else 0.0


def _cooling_problems(
    path: Path, station: Station, scenario: Scenario, stock: dict[str, Stock]
) -> Iterator[Problem]:
    for kind in scenario.battery_types:
        thermal = kind.cool_down.thermal
        if thermal is None or kind.id not in stock or thermal.return_c <= thermal.start_c:
            continue
        coolest = _lowest_in_run(station.ambient_c, scenario)
        if coolest >= thermal.start_c:
            yield Problem(
                (*path, "ambient_c"),
                f"never below {coolest:g} °C, so batteries of type {kind.id}, returned at "
                f"{thermal.return_c:g} °C, never cool to start_c {thermal.start_c:g} °C",
            )


def _lowest_in_run(schedule: Weekly, scenario: Scenario) -> float:
    """Return the lowest value of a weekly schedule between start and horizon."""
    steps = weekly_steps(schedule)
    if len(steps) == 1 or scenario.horizon >= WEEK_S:
        return min(value for _, value in steps)
    start = scenario.start
    begin = start.weekday() * 86400 + start.hour * 3600 + start.minute * 60 + start.second
    before = [value for at, value in steps if at <= begin] or [steps[-1][1]]
    within = [
        value
        for at, value in steps
        if begin <= at < begin + scenario.horizon or at + WEEK_S < begin + scenario.horizon
    ]
    return min([before[-1], *within])


def _ring_problems(path: Path, station: Station) -> Iterator[Problem]:
    least = derived.least_ring(station)
    if station.ring is None:
        if least == FOREVER:
            yield Problem((*path, "ring"), "is missing: unlimited queue places need its size")
    elif least < FOREVER and station.ring < least:
        yield Problem(
            (*path, "ring"),
            f"{station.ring} vehicles are too few; bays + queue_places + 1 = {least:g} are needed",
        )
    elif station.ring <= station.bays:
        yield Problem((*path, "ring"), f"must be above the number of bays, {station.bays}")


def _arrival_problems(path: Path, station: Station, scenario: Scenario) -> Iterator[Problem]:
    given = [name for name in ARRIVALS if getattr(station, name) is not None]
    if len(given) != 1:
        has = f"has {' and '.join(given)}" if given else "has no arrivals"
        yield Problem(path, f"{has}; give exactly one of {', '.join(ARRIVALS)}")
    if station.trace is not None:
        yield from _trace_problems((*path, "trace"), station.trace)
    if station.gap is not None:
        yield from _range_problems((*path, "gap"), station.gap)
        if _never_advances(station.gap):
            yield Problem((*path, "gap"), "must be above 0: arrivals would never end")
    if given in (["trace"], ["gap"]):
        if station.multiplier != 1.0:
            yield Problem((*path, "multiplier"), f"has no effect on a {given[0]}; leave it out")
    else:
        yield from _profile_problems(path, station, scenario)


def _trace_problems(path: Path, trace: tuple[float, ...]) -> Iterator[Problem]:
    if trace and trace[0] < 0.0:
        yield Problem((*path, 0), f"{trace[0]:g} is before the start of the run")
    for k, (before, after) in enumerate(pairwise(trace), 1):
        if after < before:
            yield Problem((*path, k), f"times must not fall: {after!r} after {before!r}")
            return


def _profile_problems(path: Path, station: Station, scenario: Scenario) -> Iterator[Problem]:
    demand = scenario.demand
    own = station.profile is not None
    profile = demand.profile if station.profile is None else station.profile
    place = (*path, "profile") if own else ("demand", "profile")
    try:
        nothing = not any(derived.factors(profile, demand))
    except KeyError:
        text = f'no profile "{profile}"{did_you_mean(str(profile), [*demand.profiles, *NAMES])}'
        yield Problem(place, text)
        return
    if nothing and station.swaps_per_day:
        yield Problem(place, "is 0 all week, but swaps_per_day is not")


def _never_advances(gap: AnyLaw) -> bool:
    if isinstance(gap, Fixed):
        return gap.shift + gap.scale * gap.value <= 0.0
    return isinstance(gap, Empirical) and all(gap.shift + gap.scale * x <= 0.0 for x in gap.values)


def _range_problems(path: Path, law: AnyLaw) -> Iterator[Problem]:
    try:
        check_range(law, 0.0, FOREVER)
    except ValueError as error:
        yield Problem(path, str(error))
