"""Interventions of a network, put straight into lines of a script.

Written anew and not by `voltwin.scenario.tables.script` on purpose: half of the random networks go
by way of a scenario, and tests hold its tables against these.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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


def script(
    interventions: Sequence[Intervention],
    hauls: Sequence[Haul],
    first_charger: Sequence[int],
    first_bay: Sequence[int],
) -> list[_Row]:
    """Return the lines of all interventions, by (station, time, rank, number).

    Args:
        interventions: in their order.
        hauls: likewise; they come after all interventions.
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
    for k, haul in enumerate(hauls):
        n, arrives = len(lines), haul.at_s + haul.travel_s
        lines.append((haul.at_s, haul.site, INTERVENTION, LOAD, k, n, NO_LINE, 0.0))
        lines.append((arrives, haul.to, TRUCK, UNLOAD, k, n + 1, NO_LINE, 0.0))
    return sorted(lines, key=lambda line: (line[1], line[0], line[2], line[5]))


def by_station(lines: Sequence[_Row], stations: int) -> list[tuple[int, int]]:
    """Return (first line, lines) of each station."""
    of_station = [line[1] for line in lines]
    return [(bisect_left(of_station, s), of_station.count(s)) for s in range(stations)]
