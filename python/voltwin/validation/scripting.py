"""Interventions of a network, put straight into lines of a script.

Written anew and not by `voltwin.scenario.tables.script` on purpose: half of the random networks go
by way of a scenario, and tests hold its tables against these.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from voltwin_core.station.events import (
    BAY_IN,
    BAY_OUT,
    CHARGER_IN,
    CHARGER_OUT,
    INTERVENTION,
    TRUCK,
)
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    LOAD,
    NO_LINE,
    NOT_SEEN,
    OBSERVE,
    OPEN_NOW,
    PUT_BACK,
    TAKE_OUT,
    UNLOAD,
)

_Row = tuple[Any, ...]

# By kind: rank, what its line does, and what the line does at which it ends.
_LINES = {
    "charger_out": (CHARGER_OUT, TAKE_OUT, PUT_BACK),
    "charger_in": (CHARGER_IN, PUT_BACK, NO_LINE),
    "bay_out": (BAY_OUT, TAKE_OUT, PUT_BACK),
    "bay_in": (BAY_IN, PUT_BACK, NO_LINE),
    "limit_kw": (INTERVENTION, LIMIT_KW, LIMIT_BY_WEEK),
    "limit_factor": (INTERVENTION, LIMIT_FACTOR, LIMIT_BY_WEEK),
    "close": (INTERVENTION, CLOSE_NOW, HOURS_BY_WEEK),
    "open": (INTERVENTION, OPEN_NOW, HOURS_BY_WEEK),
}
_RANK_AT_THE_END = {CHARGER_OUT: CHARGER_IN, BAY_OUT: BAY_IN}


@dataclass(frozen=True)
class Intervention:
    """What is done to a site at some time, for some time or until further notice."""

    at_s: float
    kind: str  # one of _LINES
    site: int
    item: int = 0  # charger or bay of the site
    value: float = 0.0  # limit [kW], or factor
    for_s: float | None = None


@dataclass(frozen=True)
class Haul:
    """A truck that brings batteries from one site to another."""

    at_s: float
    site: int
    to: int
    battery_type: int
    count: int
    travel_s: float


@dataclass(frozen=True)
class Observed:
    """What was seen at a site, of one battery type."""

    at_s: float
    site: int
    battery_type: int = 0
    ready: int | None = None
    not_ready: int | None = None
    waiting: int | None = None
    chargers: tuple[tuple[int, float], ...] = ()  # of the site, by number: SoC, or SEEN_...
    soc: float = 0.4

    @property
    def batteries(self) -> int:
        """How many were seen, ready ones on chargers apart."""
        on_chargers = sum(soc >= 0.0 for _, soc in self.chargers)
        return (self.ready or 0) + (self.not_ready or 0) + on_chargers


def in_turn(observations: Sequence[Observed], hauls: Sequence[Haul]) -> Iterator[Observed | Haul]:
    """Yield observations and trucks in the order of the script: in turn, an observation first."""
    for pair in zip_longest(observations, hauls):
        yield from (what for what in pair if what is not None)


def script(
    interventions: Sequence[Intervention],
    observations: Sequence[Observed],
    hauls: Sequence[Haul],
    first_charger: Sequence[int],
    first_bay: Sequence[int],
) -> list[_Row]:
    """Return the lines of all interventions, by (station, time, rank, number).

    Args:
        interventions: in their order.
        observations, hauls: they come after all interventions, see `in_turn`.
        first_charger: by site, the number of its first charger in the network.
        first_bay: likewise.
    """
    lines: list[_Row] = []
    first = dict.fromkeys((CHARGER_OUT, CHARGER_IN), first_charger)
    first |= dict.fromkeys((BAY_OUT, BAY_IN), first_bay)
    for what in interventions:
        rank, does, at_its_end = _LINES[what.kind]
        unit = first[rank][what.site] + what.item if rank in first else NO_LINE
        number = len(lines)
        lines.append((what.at_s, what.site, rank, does, unit, number, NO_LINE, what.value))
        if what.for_s is not None:
            end, rank = what.at_s + what.for_s, _RANK_AT_THE_END.get(rank, rank)
            lines.append((end, what.site, rank, at_its_end, unit, number + 1, number, 0.0))
    units = {Observed: 0, Haul: 0}
    for item in in_turn(observations, hauls):
        k, n, does = units[type(item)], len(lines), OBSERVE if isinstance(item, Observed) else LOAD
        units[type(item)] += 1
        lines.append((item.at_s, item.site, INTERVENTION, does, k, n, NO_LINE, 0.0))
        if isinstance(item, Haul):
            arrives = item.at_s + item.travel_s
            lines.append((arrives, item.to, TRUCK, UNLOAD, k, n + 1, NO_LINE, 0.0))
    return sorted(lines, key=lambda line: (line[1], line[0], line[2], line[5]))


def by_station(lines: Sequence[_Row], stations: int) -> list[tuple[int, int]]:
    """Return (first line, lines) of each station."""
    of_station = [line[1] for line in lines]
    return [(bisect_left(of_station, s), of_station.count(s)) for s in range(stations)]


def sightings(
    observations: Sequence[Observed], racks: Sequence[int], first_charger: Sequence[int]
) -> tuple[list[_Row], list[_Row]]:
    """Return the rows of all observations, and of the chargers that were seen."""
    rows: list[_Row] = []
    sights: list[_Row] = []
    for seen, most in zip(observations, racks, strict=True):
        counts = (
            NOT_SEEN if count is None else count
            for count in (seen.ready, seen.not_ready, seen.waiting)
        )
        span = len(sights), len(seen.chargers)
        rows.append((seen.battery_type, *counts, seen.soc, *span, most))
        sights += [(first_charger[seen.site] + c, soc) for c, soc in sorted(seen.chargers)]
    return rows, sights
