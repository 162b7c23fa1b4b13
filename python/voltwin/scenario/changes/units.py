"""Units of what a station has: chargers, batteries and bays more or fewer, and what goes with them.

What a unit is, is defined in docs/model.md §8. Interventions stay as they were, but undo no unit:
those about all chargers or bays of a station are about the ones that it had, and who counted the
ready batteries has counted the unit, too.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.derived import count, stock_by_type
from voltwin.scenario.interventions import AnyIntervention, Observation
from voltwin.scenario.model import MOST_KW
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import BatteryStock, Chargers, Station, Stock

Follow: TypeAlias = Callable[[AnyIntervention], AnyIntervention]


def _as_it_was(what: AnyIntervention) -> AnyIntervention:
    return what


class Units(NamedTuple):
    """What units more, or fewer, make of a station."""

    fields: Mapping[str, Any]  # of the station
    follow: Follow = _as_it_was  # what becomes of an intervention about the station


def more_chargers(station: Station, kind: Chargers, number: int) -> Units:
    """Return the station with more chargers of a kind: their numbers are behind all others, which
    keep theirs and so their faults; interventions about all chargers are about those."""
    groups = station.chargers
    more = kind.model_copy(update={"count": number})
    of_those = _about_those("charger", sum(group.count for group in groups))
    return Units({"chargers": (*groups, more)}, of_those)


def fewer_chargers(station: Station, number: int) -> Units:
    """Return the station with fewer chargers: the weakest go first, of equals those behind.

    Args:
        station: has so many.
        number: of chargers that go.
    """
    groups = list(station.chargers)
    weakest_first = sorted(range(len(groups)), key=lambda i: (groups[i].power_kw, -i))
    gone: list[int] = []
    for i in weakest_first:
        taken = min(number, groups[i].count)
        number -= taken
        if taken and taken == groups[i].count:
            gone.append(i)
        groups[i] = groups[i].model_copy(update={"count": groups[i].count - taken})
    return Units({"chargers": tuple(one for i, one in enumerate(groups) if i not in gone)})


def more_batteries(
    station: Station, types: Sequence[BatteryType], kind: BatteryType, number: int
) -> Units:
    """Return the station with full batteries of a type more, and places for them in racks that are
    given; with fewer and without their places, if the number is negative. Arrivals keep their mix
    of types.

    Args:
        station: with its batteries.
        types: of the scenario.
        kind: one of them; the station has so many that none is missing.
        number: of batteries.
    """
    stock = stock_by_type(station, types)
    fields: dict[str, Any] = {"racks": None if station.racks is None else station.racks + number}
    if len(types) > 1 and station.battery_mix is None:
        fields["battery_mix"] = _weights(stock)
    changed = _with_more(stock.get(kind.id, 0), kind.full_soc, number)
    fields["batteries"] = {**stock, kind.id: changed}
    return Units(fields, _seen_with(kind.id, number))


def more_bays(station: Station, number: int) -> Units:
    """Return the station with bays more, which no intervention is about, or with fewer; a ring that
    is given grows, or shrinks, by the vehicles in them."""
    ring = None if station.ring is None else station.ring + number
    fields = {"bays": station.bays + number, "ring": ring}
    return Units(fields, _about_those("bay", station.bays) if number > 0 else _as_it_was)


def strongest_group(station: Station) -> Chargers | None:
    """Return the group with the most powerful chargers, the first of equals; None without any."""
    groups = [group for group in station.chargers if group.count]
    return max(groups, key=lambda group: group.power_kw) if groups else None


def usual_charger(scenario: Scenario) -> Chargers:
    """Return a charger of the kind of which the network has most; without any in it, one with the
    largest power of the first battery type's charge curve."""
    counts: Counter[Chargers] = Counter()
    for station in scenario.stations:
        for group in station.chargers:
            counts[one_of(group)] += group.count
    if counts.total():
        return max(counts, key=counts.__getitem__)
    peak_kw = max(power for _, power in scenario.battery_types[0].charge_curve.knots())
    return Chargers(power_kw=min(peak_kw, MOST_KW))


def one_of(group: Chargers) -> Chargers:
    """Return one charger of a group."""
    return group.model_copy(update={"count": 1})


def _about_those(item: str, number: int) -> Follow:
    """Return what makes an intervention about all chargers, or bays, one about these first ones."""

    def change(what: AnyIntervention) -> AnyIntervention:
        if getattr(what, item, None) != "all":
            return what
        return what.model_copy(update={item: tuple(range(number))})

    return change


def _seen_with(battery_type: str, number: int) -> Follow:
    """Return what adds batteries of a type to the ready ones that were counted."""

    def change(what: AnyIntervention) -> AnyIntervention:
        if not isinstance(what, Observation) or what.battery_type not in (None, battery_type):
            return what
        if what.ready is None:
            return what
        return what.model_copy(update={"ready": max(0, what.ready + number)})

    return change


def _with_more(stock: Stock, full_soc: float, number: int) -> Stock:
    """Return a stock with full batteries behind the others, or without its last ones."""
    if isinstance(stock, int):
        return stock + number
    if isinstance(stock, BatteryStock):
        if stock.soc is None or number < 0:
            return stock.model_copy(update={"count": stock.count + number})
        stock = (stock.soc,) * stock.count
    return (*stock, *(full_soc,) * number) if number > 0 else stock[: len(stock) + number]


def _weights(stock: Mapping[str, Stock]) -> dict[str, float]:
    """Return the mix of arrivals that follows from a stock, as a station would give it itself."""
    counts = {name: float(count(item)) for name, item in stock.items()}
    arriving = {name: weight for name, weight in counts.items() if weight}
    return arriving or {next(iter(stock)): 1.0}
