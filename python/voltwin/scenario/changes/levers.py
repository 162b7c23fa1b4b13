"""Levers: what a station has of chargers, batteries and bays, changed by units.

`+=` and `-=` add and take units (units.py), `*=` as many as lead to the product, rounded. `=` sets
what stands there and nothing else, but that chargers of one kind can be set by their number.
"""

from collections.abc import Iterator
from typing import Any

from voltwin.scenario.changes.arithmetic import is_number, number_after, number_in
from voltwin.scenario.changes.change import Operation
from voltwin.scenario.changes.places import ABSENT, Place
from voltwin.scenario.changes.units import (
    Units,
    fewer_chargers,
    more_batteries,
    more_bays,
    more_chargers,
    one_of,
    strongest_group,
    usual_charger,
)
from voltwin.scenario.derived import count, mix, stock_by_type
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import shown
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station


def is_lever(place: Place, operation: Operation, operand: Any) -> bool:
    """Return whether an operation at a place is one of units."""
    if not isinstance(place.owner, Station):
        return False
    match place.field, place.below:
        case "chargers", ():
            return is_number(operand) or operation in ("-=", "*=")
        case "bays", ():
            return operation != "="
        case "batteries", () | (_,):
            return operation != "="
    return False


def quantity(place: Place) -> Any:
    """Return how many chargers, or batteries, a place holds; None where it holds something else."""
    match place.owner, place.field, place.below:
        case Station() as station, "chargers", ():
            return sum(group.count for group in station.chargers)
        case Station(), "batteries", ():
            stock = place.value
            return sum(map(count, stock.values())) if isinstance(stock, dict) else stock
        case Station(), "batteries", (_,) if place.value is not ABSENT:
            return count(place.value)
    return None


def units_of(
    place: Place, operation: Operation, operand: Any, scenario: Scenario
) -> Iterator[Units]:
    """Yield what the units of a lever make of its station, to be applied one after the other.

    Raises:
        ScenarioError: it has too few, or it is not said of which kind they are.
    """
    assert isinstance(place.owner, Station)
    if place.field == "chargers":
        yield from _chargers(place, place.owner, operation, operand, scenario)
    elif place.field == "bays":
        bays = place.owner.bays
        number = _difference(place, operation, operand, bays)
        if number:
            yield more_bays(place.owner, number)
    else:
        yield from _batteries(place, place.owner, operation, operand, scenario)


def _chargers(
    place: Place, station: Station, operation: Operation, operand: Any, scenario: Scenario
) -> Iterator[Units]:
    if operation == "=":
        yield Units({"chargers": _set_to(place, station, operand, scenario)})
        return
    number = _difference(place, operation, operand, quantity(place))
    if number < 0:
        yield fewer_chargers(station, -number)
    elif number > 0:
        kind = strongest_group(station) or usual_charger(scenario)
        yield more_chargers(station, kind, number)


def _set_to(place: Place, station: Station, total: Any, scenario: Scenario) -> Any:
    """Return one group with so many chargers of the one kind that there is."""
    if total == 0:
        return ()
    groups = [group for group in station.chargers if group.count] or station.chargers
    kinds = list(dict.fromkeys(map(one_of, groups))) or [usual_charger(scenario)]
    if len(kinds) > 1:
        there = ", ".join(f"{group.count} x {group.power_kw:g} kW" for group in groups)
        text = f"has several kinds ({there}); set the number of one, as in {place.text}[0].count"
        raise ScenarioError([f"{place.text}: {text}={total}, or add to the strongest with +="])
    return [{**dict(kinds[0]), "count": total}]


def _batteries(
    place: Place, station: Station, operation: Operation, operand: Any, scenario: Scenario
) -> Iterator[Units]:
    """Yield units of the type that the place names; of all types, or the one that arrives, where
    it names none."""
    types = {kind.id: kind for kind in scenario.battery_types}
    stock = stock_by_type(station, scenario.battery_types)
    wanted = list(map(str, place.below))
    if not wanted and operation == "*=":
        wanted = list(stock)
    elif not wanted:
        wanted = [_only_type(place, station, operation, operand, scenario)]
    for name in wanted:
        if name not in types:
            hint = did_you_mean(name, types)
            raise ScenarioError([f'{place.text}: "{name}" is no battery type{hint}'])
        held = count(stock.get(name, 0))
        number = _difference(place, operation, operand, held)
        if number:
            units = more_batteries(station, scenario.battery_types, types[name], number)
            yield _as_given(station, units)


def _as_given(station: Station, units: Units) -> Units:
    """Return units that leave batteries one count where they are given so."""
    if not isinstance(station.batteries, int):
        return units
    (batteries,) = units.fields["batteries"].values()
    return units._replace(fields={**units.fields, "batteries": batteries})


def _only_type(
    place: Place, station: Station, operation: Operation, operand: Any, scenario: Scenario
) -> str:
    """Return the one type that arrives."""
    arriving = list(mix(station, stock_by_type(station, scenario.battery_types)))
    if len(arriving) > 1:
        ways = ", ".join(f"{place.text}.{name}{operation}{operand}" for name in arriving)
        raise ScenarioError([f"{place.text}: several types arrive; say which: {ways}"])
    return arriving[0]


def _difference(place: Place, operation: Operation, operand: Any, held: int) -> int:
    """Return how many units more, or fewer, an operation means.

    Raises:
        ScenarioError: no whole number, or fewer than none would be left.
    """
    number = number_in(place, operation, operand)
    target = number_after(held, operation, number)
    if isinstance(target, float) and not target.is_integer():
        text = f"given {shown(operand)} after {operation}, must be a whole number"
        raise ScenarioError([f"{place.text}: {text}"])
    if target < 0:
        raise ScenarioError(
            [f"{place.text}: has {held}; {operation}{operand} would leave {target}"]
        )
    return int(target) - held
