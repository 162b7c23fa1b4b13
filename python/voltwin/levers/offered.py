"""The levers of a scenario: what it has to be moved, and how far each may go."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from voltwin.levers.lever import OPERATIONS, Lever, Now
from voltwin.levers.table import BATTERIES, TABLE, Row
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.changes.paths import Condition, key_text
from voltwin.scenario.derived import count, stock_by_type, with_drives
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station

_UNITS = ("chargers", "bays", "batteries")  # that interventions count, or name by their numbers


@dataclass(frozen=True)
class Somewhere:
    """The stations that levers are about, and how a path says so.

    Attributes:
        text: of the path, up to the dot behind the brackets.
        stations: that it means.
        is_all: whether these are all that there are.
    """

    text: str
    stations: Sequence[Station]
    is_all: bool


def levers_of(
    scenario: Scenario, *, region: str | None = None, station: str | None = None
) -> list[Lever]:
    """Return what may be moved in a scenario; each value of each lever is a change that it bears.

    Args:
        scenario: a valid one.
        region: only that of its stations; levers of the whole network are left out.
        station: only that of the station with this id.

    Raises:
        ValueError: there is no such region or station, or both are given.
    """
    where = _somewhere(scenario, region, station)
    found: list[Lever] = []
    for row in _rows(scenario):
        of_stations = row.about == "stations"
        lever = (_of_stations if of_stations else _of_all)(row, where, scenario)
        if lever is not None and (where.is_all or of_stations):
            found.append(lever)
    return [_bearable(one, scenario) for one in found if _is_right_here(one, scenario, where)]


def _somewhere(scenario: Scenario, region: str | None, station: str | None) -> Somewhere:
    if region is not None and station is not None:
        raise ValueError("region or station: give one of them")
    if station is not None:
        found = [one for one in scenario.stations if one.id == station]
        _refuse_unknown("station", station, [one.id for one in scenario.stations])
        return Somewhere(f"stations{key_text(station)}", found, is_all=False)
    if region is not None:
        regions = [one.region for one in scenario.stations if one.region]
        _refuse_unknown("region", region, regions)
        found = [one for one in scenario.stations if one.region == region]
        return Somewhere(f"stations[{Condition('region', (region,))}]", found, is_all=False)
    return Somewhere("stations[*]", scenario.stations, is_all=True)


def _refuse_unknown(what: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise ValueError(f'{what}: there is no "{name}"{did_you_mean(name, dict.fromkeys(known))}')


def _rows(scenario: Scenario) -> Iterator[Row]:
    for row in TABLE:
        if row is BATTERIES:
            yield from _of_batteries(scenario)
        else:
            yield row


def _of_batteries(scenario: Scenario) -> Iterator[Row]:
    """Yield a row for each type of batteries, which its name tells where there are several."""
    types = scenario.battery_types
    for kind in types:

        def held(station: Station, name: str = kind.id) -> list[int]:
            return [count(stock_by_type(station, types).get(name, 0))]

        row = replace(BATTERIES, values=held)
        if len(types) == 1:
            yield row
        else:
            yield replace(
                row,
                id=f"{row.id}:{kind.id}",
                label=f"{row.label}, {kind.id}",
                path=f"{row.path}{key_text(kind.id)}",
            )


def _of_stations(row: Row, where: Somewhere, scenario: Scenario) -> Lever | None:
    there = [found for station in where.stations if (found := row.values(station))]
    here = scenario.model_copy(update={"stations": list(where.stations)})
    range_ = _range(row, values := list(chain(*there)), here)
    return _lever(row, f"{where.text}.{row.path}", values, range_, len(there))


def _of_all(row: Row, where: Somewhere, scenario: Scenario) -> Lever | None:
    values = row.values(scenario)
    return _lever(row, row.path, values, _range(row, values, scenario), 1)


def _lever(
    row: Row, path: str, values: list[Any], range_: tuple[float, float], places: int
) -> Lever | None:
    """Return the lever of a row over what is there; None where it would move nothing."""
    if not values:
        return None
    low, high = range_
    if row.kind != "choice" and not low < high:
        return None
    return Lever(
        id=row.id,
        label=row.label,
        meaning=row.meaning,
        unit=row.unit,
        kind=row.kind,
        path=path,
        operation=OPERATIONS[row.kind],
        low=None if row.kind == "choice" else low,
        high=None if row.kind == "choice" else high,
        step=None if row.kind == "choice" else row.step,
        neutral=_neutral(row, values),
        choices=row.choices or None,
        places=places,
        now=_now(row, values),
    )


def _range(row: Row, values: list[Any], scenario: Scenario) -> tuple[float, float]:
    """Return least and most of a lever: its reach, as far as what comes of it is allowed, and of
    what is set all that is there."""
    if not values:
        return math.nan, math.nan
    low, high = row.reach
    least, most = row.bounds(scenario)
    match row.kind:
        case "add":
            keeps_one = row.id.startswith(BATTERIES.id)  # a type that arrives has a battery
            room = min(value - least - (keeps_one and value > least) for value in values)
            return max(low, -room), min(high, most - max(values))
        case "factor":
            moved = [value for value in values if value > 0.0]
            if not moved:
                return 0.0, 0.0
            fit_low, fit_high = least / min(moved), most / max(moved)
            return max(low, _rounded_up(fit_low, row.step)), min(high, fit_high)
        case "set":
            there = [value for value in values if value < math.inf]
            return max(min([low, *there]), least), min(max([high, *there]), most)
        case _:
            return math.nan, math.nan


def _rounded_up(value: float, step: float) -> float:
    return round(math.ceil(value / step - 1e-9) * step, 10)


def _neutral(row: Row, values: list[Any]) -> float | str | None:
    if row.kind in ("factor", "add"):
        return 1.0 if row.kind == "factor" else 0.0
    alike = len(set(values)) == 1 and values[0] != math.inf
    return values[0] if alike else None


def _now(row: Row, values: list[Any]) -> Now:
    if row.kind == "choice":
        return Now(None, None, None, dict(Counter(values)))
    numbers = [float(value) for value in values if value < math.inf]
    unlimited = len(values) - len(numbers)
    if not numbers:
        return Now(None, None, None, unlimited=unlimited)
    total = math.fsum(numbers) if row.adds_up and not unlimited else None
    return Now(min(numbers), max(numbers), total, unlimited=unlimited)


def _is_right_here(lever: Lever, scenario: Scenario, where: Somewhere) -> bool:
    """Return whether a lever says something that no other one says better."""
    if lever.id == "demand_here":  # of all stations together it is that of the network
        return not where.is_all and scenario.fleet is None
    return True


def _bearable(lever: Lever, scenario: Scenario) -> Lever:
    """Return a lever whose values the scenario bears: what is scripted may name what would go."""
    if lever.kind == "choice":
        return replace(lever, choices=_choices(lever, scenario))
    if lever.kind == "add" and scenario.interventions and lever.id.startswith(_UNITS):
        low = lever.low or 0.0
        while low < 0.0 and not _bears(scenario, lever.change(low)):
            low = math.ceil(low / 2.0) if low < -1.0 else 0.0
        return replace(lever, low=low)
    return lever


def _choices(lever: Lever, scenario: Scenario) -> tuple[str, ...]:
    """Return the choices that the scenario bears: vehicles drive on only between known places."""
    placed = all(one.lon is not None and one.lat is not None for one in scenario.stations)
    may_drive = placed or with_drives(scenario)
    return tuple(one for one in lever.choices or () if one != "divert" or may_drive)


def _bears(scenario: Scenario, change: str) -> bool:
    try:
        changed(scenario, [Change.parse(change)])
    except ScenarioError:
        return False
    return True
