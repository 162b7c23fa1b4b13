"""Levers: a station with the next unit of one resource, and everything else as it was.

Each change is a pure function of a site. It gives none where it does not apply: hours to a station
that is always open, a grid limit to one that has none. Two changes made one after the other are the
pair together. What interventions do to the station goes with it, so that none undoes the unit.

What the next unit is, is defined in docs/model.md §8.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from voltwin.explain.site import Site
from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.derived import count, mix, stock_by_type
from voltwin.scenario.interventions import AnyIntervention, GridLimit, Observation
from voltwin.scenario.model import MOST_KW
from voltwin.scenario.opening_hours import hours_of_steps, opening_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import BatteryStock, Chargers, Station, Stock
from voltwin.scenario.week import WEEK_S
from voltwin.scenario.weekly import Steps, changed, fold

_LATER_S = 3600.0  # how much later a station closes


class Variant(NamedTuple):
    """A station with the next unit of a resource."""

    site: Site
    battery_type: str | None = None  # id of the battery's type, where there are several
    grid_kw: float | None = None  # by which a grid limit is raised [kW]

    @property
    def station(self) -> Station:
        """The station itself."""
        return self.site.station


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


def one_more_charger(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one charger more, of its strongest kind; without any, of the
    network's usual one. Its number is behind all others, which keep theirs and so their faults;
    interventions about all chargers are about those."""
    strongest = strongest_group(site.station)
    more = kinds.usual_charger if strongest is None else _one(strongest)
    groups = site.station.chargers
    of_those = _about_those("charger", sum(group.count for group in groups))
    yield Variant(_changed(site, {"chargers": (*groups, more)}, of_those))


def one_more_battery(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one full battery more, and a place for it, once for each type that
    arrives. Arrivals keep their mix of types; who counted the ready ones has seen one more."""
    station, types = site.station, kinds.battery_types
    stock = stock_by_type(station, types)
    shares = mix(station, stock)
    racks = None if station.racks is None else station.racks + 1
    kept: dict[str, Any] = {"racks": racks}
    if len(types) > 1 and station.battery_mix is None:
        kept["battery_mix"] = _weights(stock)
    for kind in types:
        if kind.id in shares:
            batteries = {**stock, kind.id: _with_one_more(stock.get(kind.id, 0), kind.full_soc)}
            richer = _changed(site, {**kept, "batteries": batteries}, _seen_with(kind.id))
            yield Variant(richer, kind.id if len(shares) > 1 else None)


def one_more_bay(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one bay more, which no intervention is about; a ring that is given
    grows by the vehicle in it."""
    station = site.station
    ring = None if station.ring is None else station.ring + 1
    more = {"bays": station.bays + 1, "ring": ring}
    yield Variant(_changed(site, more, _about_those("bay", station.bays)))


def more_grid(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with its grid limit raised by the power of its strongest charger, whenever
    it is limited: by the week, or by an intervention."""
    strongest = strongest_group(site.station)
    if strongest is None:
        return
    by_kw = strongest.power_kw
    weekly = changed(site.station.grid_limit_kw, lambda kw: _raised(kw, by_kw))
    raised = _changed(site, {"grid_limit_kw": weekly}, partial(_limit_raised, by_kw))
    if raised != site:
        yield Variant(raised, grid_kw=by_kw)


def one_more_hour(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station closing one hour later, or open through where it opens again by then."""
    steps = opening_steps(site.station.opening_hours)
    if len(steps) > 1:
        hours = hours_of_steps(_closing_later(steps))
        yield Variant(_changed(site, {"opening_hours": hours}))


def at_any_price(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station whose charges start whatever energy costs."""
    if site.station.charge_when is not None:
        yield Variant(_changed(site, {"charge_when": None}))


LEVERS: Mapping[str, Callable[[Site, Kinds], Iterator[Variant]]] = {
    "charger": one_more_charger,
    "battery": one_more_battery,
    "bay": one_more_bay,
    "grid": more_grid,
    "hour": one_more_hour,
    "price": at_any_price,
}
Pair: TypeAlias = tuple[str, str]


def with_pair(site: Site, pair: Pair, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with the next units of two levers together."""
    first, second = pair
    for one in LEVERS[first](site, kinds):
        for both in LEVERS[second](one.site, kinds):
            yield Variant(
                both.site, both.battery_type or one.battery_type, both.grid_kw or one.grid_kw
            )


def strongest_group(station: Station) -> Chargers | None:
    """Return the group with the most powerful chargers, the first of equals; None without any."""
    groups = [group for group in station.chargers if group.count]
    return max(groups, key=lambda group: group.power_kw) if groups else None


def _one(group: Chargers) -> Chargers:
    return group.model_copy(update={"count": 1})


def _changed(
    site: Site,
    fields: Mapping[str, Any],
    change: Callable[[AnyIntervention], AnyIntervention] = lambda what: what,
) -> Site:
    """Return a site with these fields of its station, and each intervention changed."""
    script = {place: change(what) for place, what in site.script.items()}
    return Site(site.station.model_copy(update=dict(fields)), script)


def _about_those(item: str, count: int) -> Callable[[AnyIntervention], AnyIntervention]:
    """Return what makes an intervention about all chargers, or bays, one about these first ones."""

    def change(what: AnyIntervention) -> AnyIntervention:
        if getattr(what, item, None) != "all":
            return what
        return what.model_copy(update={item: tuple(range(count))})

    return change


def _seen_with(battery_type: str) -> Callable[[AnyIntervention], AnyIntervention]:
    """Return what adds a battery of a type to the ready ones that were counted."""

    def change(what: AnyIntervention) -> AnyIntervention:
        if not isinstance(what, Observation) or what.battery_type not in (None, battery_type):
            return what
        return what if what.ready is None else what.model_copy(update={"ready": what.ready + 1})

    return change


def _limit_raised(by_kw: float, what: AnyIntervention) -> AnyIntervention:
    """Return a limit of so many kW raised; a part of the week's limit rises with it."""
    if not isinstance(what, GridLimit) or what.limit_kw is None:
        return what
    return what.model_copy(update={"limit_kw": _raised(what.limit_kw, by_kw)})


def _raised(kw: float, by_kw: float) -> float:
    return kw if kw == math.inf else min(kw + by_kw, MOST_KW)


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
