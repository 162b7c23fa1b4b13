"""Stations that are observed, for tests that state what follows."""

from collections.abc import Mapping
from typing import Any

from tests.reference.small import HOUR_S, KEY, MONDAY, Story, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Network, Site, Type, parameters
from voltwin.validation.scripting import Observed
from voltwin_core.linked import NONE
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT

IDLE, OUT = SEEN_IDLE, SEEN_OUT
ROOM = {"more_racks": 3}


def seen_at(
    at_s: float, *, site: int = 0, chargers: Mapping[int, float] | None = None, **more: Any
) -> Observed:
    """Return what was seen at a time; chargers by their numbers at the site, with what was seen."""
    return Observed(at_s, site, chargers=tuple(sorted((chargers or {}).items())), **more)


def watched(
    *sites: Site,
    seen: tuple[Observed, ...] = (),
    kinds: tuple[Type, ...] = (Type(),),
    hours: float = 4.0,
    **more: Any,
) -> Parameters:
    """Return the tables of stations at which this was seen."""
    start, horizon_s = MONDAY, hours * HOUR_S
    return parameters(Network(kinds, sites, horizon_s, start, observations=seen, **more))


def look(*seen: Observed, at: Site, kinds: tuple[Type, ...] = (Type(),)) -> Story:
    """Run one station at which this was seen, and return its story."""
    return play(watched(at, seen=seen, kinds=kinds))


def play(tables: Parameters) -> Story:
    """Run a network for four hours at most, and return its story."""
    engine = ReferenceEngine(tables, KEY)
    engine.advance(4.0 * HOUR_S)
    return story_of(engine)


def about(row: dict[str, Any]) -> tuple[object, ...]:
    """Return the kind of a row and who it is about: the numbers that are given."""
    names = "vehicle", "battery", "charger", "bay"
    return (row["kind"], *(row[name] for name in names if row[name] != NONE))


def at(story: Story, t: float) -> list[tuple[object, ...]]:
    """Return what happened at a time: kinds, and the numbers of vehicle, battery, charger, bay."""
    return [about(row) for row in story.rows if row["time"] == t]
