"""Levers: a station with the next unit of one resource, and everything else as it was.

Each change is a pure function of a site. It gives none where it does not apply: hours to a station
that is always open, a grid limit to one that has none. Two changes made one after the other are the
pair together. What interventions do to the station goes with it, so that none undoes the unit.

What the next unit is, is defined in docs/model.md §8.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple, TypeAlias

from voltwin.explain.site import Site
from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.changes.units import (
    Units,
    more_batteries,
    more_bays,
    more_chargers,
    strongest_group,
    usual_charger,
)
from voltwin.scenario.derived import mix, stock_by_type
from voltwin.scenario.interventions import AnyIntervention, GridLimit
from voltwin.scenario.model import MOST_KW
from voltwin.scenario.opening_hours import hours_of_steps, opening_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Chargers, Station
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
        """Return the kinds of a network."""
        return cls(scenario.battery_types, usual_charger(scenario))


def one_more_charger(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one charger more, of its strongest kind; without any, of the
    network's usual one."""
    kind = strongest_group(site.station) or kinds.usual_charger
    yield Variant(_changed(site, more_chargers(site.station, kind, 1)))


def one_more_battery(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one full battery more, and a place for it, once for each type that
    arrives."""
    station, types = site.station, kinds.battery_types
    shares = mix(station, stock_by_type(station, types))
    for kind in types:
        if kind.id in shares:
            richer = _changed(site, more_batteries(station, types, kind, 1))
            yield Variant(richer, kind.id if len(shares) > 1 else None)


def one_more_bay(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with one bay more."""
    yield Variant(_changed(site, more_bays(site.station, 1)))


def more_grid(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with its grid limit raised by the power of its strongest charger, whenever
    it is limited: by the week, or by an intervention."""
    strongest = strongest_group(site.station)
    if strongest is None:
        return
    by_kw = strongest.power_kw
    weekly = changed(site.station.grid_limit_kw, lambda kw: _raised(kw, by_kw))
    raised = _changed(site, Units({"grid_limit_kw": weekly}, partial(_limit_raised, by_kw)))
    if raised != site:
        yield Variant(raised, grid_kw=by_kw)


def one_more_hour(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station closing one hour later, or open through where it opens again by then."""
    steps = opening_steps(site.station.opening_hours)
    if len(steps) > 1:
        hours = hours_of_steps(_closing_later(steps))
        yield Variant(_changed(site, Units({"opening_hours": hours})))


def at_any_price(site: Site, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station whose charges start whatever energy costs."""
    if site.station.charge_when is not None:
        yield Variant(_changed(site, Units({"charge_when": None})))


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


def _changed(site: Site, units: Units) -> Site:
    """Return a site with what units make of its station, and of each intervention about it."""
    script = {place: units.follow(what) for place, what in site.script.items()}
    return Site(site.station.model_copy(update=dict(units.fields)), script)


def _limit_raised(by_kw: float, what: AnyIntervention) -> AnyIntervention:
    """Return a limit of so many kW raised; a part of the week's limit rises with it."""
    if not isinstance(what, GridLimit) or what.limit_kw is None:
        return what
    return what.model_copy(update={"limit_kw": _raised(what.limit_kw, by_kw)})


def _raised(kw: float, by_kw: float) -> float:
    return kw if kw == math.inf else min(kw + by_kw, MOST_KW)


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
