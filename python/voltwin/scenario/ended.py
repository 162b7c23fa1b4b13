"""When an intervention is over otherwise than by its own `for`: later ones have replaced it, or it
leaves nothing but what the week says anyway."""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from voltwin.scenario.interventions import (
    AnyIntervention,
    BayIn,
    BayOut,
    ChargerIn,
    ChargerOut,
    Close,
    GridLimit,
    Observation,
    Open,
    Somewhere,
)
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.week import DAY_S, WEEK_S
from voltwin_core.station.events import BAY_IN, BAY_OUT, CHARGER_IN, CHARGER_OUT, INTERVENTION

Thing: TypeAlias = tuple[str, str, int]  # what it is, the station, its number there

_RANKS: dict[type, int] = {
    ChargerOut: CHARGER_OUT,
    ChargerIn: CHARGER_IN,
    BayOut: BAY_OUT,
    BayIn: BAY_IN,
}
_LASTING = (ChargerOut, BayOut, GridLimit, Close, Open)


class Ended(NamedTuple):
    """What an intervention was over by.

    Attributes:
        at_s: when nothing of it was in force any more [s].
        by: the number of the intervention that replaced the last of it; None if it left nothing.
    """

    at_s: float
    by: int | None


class _Line(NamedTuple):
    """When an intervention happens, in the order of the script."""

    at_s: float
    rank: int
    number: int


def ended(scenario: Scenario, numbers: Collection[int]) -> dict[int, Ended]:
    """Return when interventions were over before their own end, and by which.

    A later line about the same thing (this charger, this bay, the limit of a station, its opening)
    replaces an earlier one; an intervention about several is over when the last of them has been.
    To lift a limit, and to undo what was done against the opening hours where these say the same,
    leaves nothing: it is over at once.

    Args:
        scenario: known to be valid.
        numbers: of those wanted, among its interventions from 0.

    Returns:
        What is known of those that were; others go on to their own end, or that of the run.
    """
    script = _Script(scenario)
    wanted = [number for number in numbers if isinstance(script.whats[number], _LASTING)]
    script.follow({thing for number in wanted for thing in script.things(number)})
    found = {number: script.ended(number) for number in wanted}
    return {number: end for number, end in found.items() if end is not None}


class _Script:
    """The interventions of a scenario, by what they are about."""

    def __init__(self, scenario: Scenario) -> None:
        self.whats = scenario.interventions
        self._start = scenario.start
        self._stations = {station.id: station for station in scenario.stations}
        self._regions = defaultdict[str, list[str]](list)
        for station in scenario.stations:
            if station.region:
                self._regions[station.region].append(station.id)
        self._lines: dict[Thing, list[_Line]] = {}
        self._undone: dict[Thing, set[int]] = {}

    def follow(self, things: Collection[Thing]) -> None:
        """Know all that happens to some things, in order."""
        self._lines = {thing: [] for thing in things}
        for number in range(len(self.whats)):
            for thing in self.things(number):
                if thing in self._lines:
                    self._lines[thing].append(self._line(number))
        for lines in self._lines.values():
            lines.sort()

    def things(self, number: int) -> Iterator[Thing]:
        """Yield what an intervention is about, each once; nothing where others pass it by."""
        what = self.whats[number]
        if isinstance(what, ChargerOut | ChargerIn):
            groups = self._stations[what.station].chargers
            every = range(sum(group.count for group in groups))
            items = every if what.charger == "all" else dict.fromkeys(what.charger)
            yield from (("charger", what.station, item) for item in items)
        elif isinstance(what, BayOut | BayIn):
            every = range(self._stations[what.station].bays)
            items = every if what.bay == "all" else dict.fromkeys(what.bay)
            yield from (("bay", what.station, item) for item in items)
        elif isinstance(what, Observation):
            yield from (("charger", what.station, item) for item in what.chargers or ())
        elif isinstance(what, GridLimit | Close | Open):
            kind = "limit" if isinstance(what, GridLimit) else "hours"
            yield from ((kind, station, 0) for station in self._where(what))

    def ended(self, number: int) -> Ended | None:
        """Return what an intervention was over by; None if some of it stays to its own end."""
        line, own_end_s = self._line(number), self._own_end_s(number)
        ends = list[Ended]()
        for thing in self.things(number):
            if self._leaves_nothing(thing, number):
                ends.append(Ended(line.at_s, None))
                continue
            lines = self._lines[thing]
            after = bisect_right(lines, line)
            if after == len(lines) or lines[after].at_s >= own_end_s:
                return None
            ends.append(Ended(lines[after].at_s, lines[after].number))
        return max(ends, key=lambda end: (end.at_s, -1 if end.by is None else end.by), default=None)

    def _where(self, what: Somewhere) -> dict[str, None]:
        if what.stations is None and what.regions is None:
            return dict.fromkeys(self._stations)
        regions = (station for name in what.regions or () for station in self._regions[name])
        return dict.fromkeys([*(what.stations or ()), *regions])

    def _line(self, number: int) -> _Line:
        what = self.whats[number]
        rank = _RANKS.get(type(what), INTERVENTION)
        return _Line(seconds_after(self._start, what.at), rank, number)

    def _own_end_s(self, number: int) -> float:
        lasts: float | None = getattr(self.whats[number], "lasts", None)
        return math.inf if lasts is None else self._line(number).at_s + lasts

    def _leaves_nothing(self, thing: Thing, number: int) -> bool:
        """Return whether the week rules again once an intervention has happened to a thing."""
        what: AnyIntervention = self.whats[number]
        if isinstance(what, GridLimit):
            return what.limit_kw == math.inf
        if not isinstance(what, Open | Close):
            return False
        if thing not in self._undone:
            self._undone[thing] = set(self._undoing(thing))
        return number in self._undone[thing]

    def _undoing(self, thing: Thing) -> Iterator[int]:
        """Yield the interventions that end one before them, and say what the hours say."""
        kept_open: bool | None = None
        until: _Line | None = None
        for line in self._lines[thing]:
            if until is not None and until < line:
                kept_open = None
            opens = isinstance(self.whats[line.number], Open)
            if kept_open is (not opens) and self._is_open_by_week(thing[1], line.at_s) is opens:
                kept_open, until = None, None
                yield line.number
            else:
                kept_open = opens
                until = line._replace(at_s=self._own_end_s(line.number))

    def _is_open_by_week(self, station: str, at_s: float) -> bool:
        steps = opening_steps(self._stations[station].opening_hours)
        begin = self._start
        of_day = 3600 * begin.hour + 60 * begin.minute + begin.second
        of_week = (begin.weekday() * DAY_S + of_day + at_s) % WEEK_S
        before = bisect_right(steps, of_week, key=lambda step: step[0])
        return steps[before - 1][1] > 0.0  # before the first of the week it is the last
