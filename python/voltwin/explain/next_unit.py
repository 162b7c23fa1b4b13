"""Levers: a station with the next unit of one resource, and everything else as it was.

Each change is a pure function of a station. It gives no station where it does not apply: hours to
one that is always open, a grid limit to one that has none. Two changes made one after the other
are the pair together.

What the next unit is, is defined in docs/model.md §8.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.derived import count, mix, stock_by_type
from voltwin.scenario.model import MOST_KW
from voltwin.scenario.opening_hours import hours_of_steps, opening_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import BatteryStock, Chargers, Station, Stock
from voltwin.scenario.week import WEEK_S
from voltwin.scenario.weekly import Steps, changed, fold

_LATER_S = 3600.0  # how much later a station closes


class Variant(NamedTuple):
    """A station with the next unit of a resource."""

    station: Station
    battery_type: str | None = None  # id of the battery's type, where there are several
    grid_kw: float | None = None  # by which a grid limit is raised [kW]


class Kinds(NamedTuple):
    """What the network tells about units that a station does not have yet."""

    battery_types: list[BatteryType]
    usual_charger: Chargers  # one of the kind of which the network has most

    @classmethod
    def of(cls, scenario: Scenario) -> "Kinds":
        """Return the kinds of a network.

        Without any charger in it, the usual one has the largest power of the first battery type's
        charge curve.
        """
        counts: Counter[Chargers] = Counter()
        for station in scenario.stations:
            for group in station.chargers:
                counts[_one(group)] += group.count
        if counts.total():
            return cls(scenario.battery_types, max(counts, key=counts.__getitem__))
        peak_kw = max(power for _, power in scenario.battery_types[0].charge_curve.knots())
        return cls(scenario.battery_types, Chargers(power_kw=min(peak_kw, MOST_KW)))


def one_more_charger(station: Station, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one charger more, of its strongest kind; without any, of the
    network's usual one."""
    strongest = strongest_group(station)
    if strongest is None:
        groups = (*station.chargers, kinds.usual_charger)
    else:
        more = strongest.model_copy(update={"count": strongest.count + 1})
        at = station.chargers.index(strongest)
        groups = (*station.chargers[:at], more, *station.chargers[at + 1 :])
    yield Variant(station.model_copy(update={"chargers": groups}))


def one_more_battery(station: Station, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one full battery more, and a place for it, once for each type that
    arrives. Arrivals keep their mix of types."""
    types = kinds.battery_types
    stock = stock_by_type(station, types)
    shares = mix(station, stock)
    racks = None if station.racks is None else station.racks + 1
    kept: dict[str, Any] = {"racks": racks}
    if len(types) > 1 and station.battery_mix is None:
        kept["battery_mix"] = _weights(stock)
    for kind in types:
        if kind.id in shares:
            batteries = {**stock, kind.id: _with_one_more(stock.get(kind.id, 0), kind.full_soc)}
            richer = station.model_copy(update={**kept, "batteries": batteries})
            yield Variant(richer, kind.id if len(shares) > 1 else None)


def one_more_bay(station: Station, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one bay more; a ring that is given grows by the vehicle in it."""
    ring = None if station.ring is None else station.ring + 1
    yield Variant(station.model_copy(update={"bays": station.bays + 1, "ring": ring}))


def more_grid(station: Station, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with its grid limit raised by the power of its strongest charger, whenever
    it is limited."""
    strongest = strongest_group(station)
    if strongest is None:
        return
    by_kw = strongest.power_kw
    raised = changed(
        station.grid_limit_kw, lambda kw: kw if kw == math.inf else min(kw + by_kw, MOST_KW)
    )
    if raised != station.grid_limit_kw:
        yield Variant(station.model_copy(update={"grid_limit_kw": raised}), grid_kw=by_kw)


def one_more_hour(station: Station, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station closing one hour later, or open through where it opens again by then."""
    steps = opening_steps(station.opening_hours)
    if len(steps) > 1:
        hours = hours_of_steps(_closing_later(steps))
        yield Variant(station.model_copy(update={"opening_hours": hours}))


LEVERS: Mapping[str, Callable[[Station, Kinds], Iterator[Variant]]] = {
    "charger": one_more_charger,
    "battery": one_more_battery,
    "bay": one_more_bay,
    "grid": more_grid,
    "hour": one_more_hour,
}
Pair: TypeAlias = tuple[str, str]


def with_pair(station: Station, pair: Pair, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with the next units of two levers together."""
    first, second = pair
    for one in LEVERS[first](station, kinds):
        for both in LEVERS[second](one.station, kinds):
            yield Variant(
                both.station, both.battery_type or one.battery_type, both.grid_kw or one.grid_kw
            )


def strongest_group(station: Station) -> Chargers | None:
    """Return the group with the most powerful chargers, the first of equals; None without any."""
    groups = [group for group in station.chargers if group.count]
    return max(groups, key=lambda group: group.power_kw) if groups else None


def _one(group: Chargers) -> Chargers:
    return group.model_copy(update={"count": 1})


def _with_one_more(stock: Stock, full_soc: float) -> Stock:
    if isinstance(stock, BatteryStock):
        if stock.soc is None:
            return stock.model_copy(update={"count": stock.count + 1})
        return (*(stock.soc,) * stock.count, full_soc)
    return stock + 1 if isinstance(stock, int) else (*stock, full_soc)


def _weights(stock: Mapping[str, Stock]) -> dict[str, float]:
    """Return the mix of arrivals that follows from a stock, as a station would give it itself."""
    counts = {name: float(count(item)) for name, item in stock.items()}
    arriving = {name: weight for name, weight in counts.items() if weight}
    return arriving or {next(iter(stock)): 1.0}


def _closing_later(steps: Steps) -> Steps:
    """Return opening hours as steps, each closing later, or left out where it would reach the next
    opening."""
    kept = []
    for (at, is_open), (following, _) in zip(steps, [*steps[1:], steps[0]], strict=True):
        closed_s = (following - at) % WEEK_S  # if it closes here: how long it stays closed
        if is_open:
            kept.append((at, is_open))
        elif closed_s > _LATER_S:
            kept.append(((at + _LATER_S) % WEEK_S, is_open))
    return fold(kept)
