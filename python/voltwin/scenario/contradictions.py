"""What single fields cannot tell: parts of a scenario that contradict each other."""

from collections.abc import Iterable, Iterator

from voltwin.scenario.cut_off import check_range
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.messages import shown
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station_contradictions import station_problems


def contradictions(scenario: Scenario) -> list[Problem]:
    """Return all contradictions in a scenario whose single fields are right."""
    return [
        *_time_problems(scenario),
        *_repeated(("battery_types",), (kind.id for kind in scenario.battery_types)),
        *_repeated(("stations",), (station.id for station in scenario.stations)),
        *_type_problems(scenario),
        *_demand_problems(scenario),
        *station_problems(scenario),
    ]


def _time_problems(scenario: Scenario) -> Iterator[Problem]:
    if scenario.warm_up >= scenario.horizon:
        yield Problem(("warm_up",), "must be shorter than the horizon")
    gone = scenario.start.minute * 60 + scenario.start.second
    if scenario.warm_up and (gone + scenario.warm_up) % 3600.0:
        text = f"must end at a full local hour; the run starts {gone} s after one"
        yield Problem(("warm_up",), text if gone else "must be whole hours")


def _repeated(path: Path, ids: Iterable[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, name in enumerate(ids):
        if name in first:
            yield Problem((*path, i, "id"), f'"{name}" is also the id of {path[0]}[{first[name]}]')
        first.setdefault(name, i)


def _type_problems(scenario: Scenario) -> Iterator[Problem]:
    for i, kind in enumerate(scenario.battery_types):
        path: Path = ("battery_types", i)
        if kind.ready_soc > kind.full_soc:
            yield Problem(
                (*path, "ready_soc"), f"{kind.ready_soc:g} is above full_soc {kind.full_soc:g}"
            )
        knots = kind.charge_curve.knots()
        dead = [soc for soc, power in knots if power <= 0.0 and soc <= kind.full_soc]
        if dead or (knots[0][0] > kind.full_soc and knots[0][1] <= 0.0):
            at = dead[0] if dead else knots[0][0]
            yield Problem(
                (*path, "charge_curve"),
                f"the power is 0 at SoC {at:g}, so full_soc {kind.full_soc:g} is never reached",
            )
        below = kind.ready_soc * (1.0 - 1e-12)
        try:
            check_range(kind.arrival_soc, 0.0, below)
        except ValueError as error:
            yield Problem((*path, "arrival_soc"), str(error))


def _demand_problems(scenario: Scenario) -> Iterator[Problem]:
    demand = scenario.demand
    regions = {station.region for station in scenario.stations if station.region}
    ids = {station.id for station in scenario.stations}
    for name in demand.region_multipliers:
        path: Path = ("demand", "region_multipliers", name)
        yield from _unknown(path, "region", name, regions)
    for i, surge in enumerate(demand.surges):
        for k, name in enumerate(surge.regions or ()):
            yield from _unknown(("demand", "surges", i, "regions", k), "region", name, regions)
        for k, name in enumerate(surge.stations or ()):
            yield from _unknown(("demand", "surges", i, "stations", k), "station", name, ids)


def _unknown(path: Path, what: str, name: str, known: set[str]) -> Iterator[Problem]:
    if name not in known:
        yield Problem(path, f"no {what} {shown(name)}{did_you_mean(name, sorted(known))}")
