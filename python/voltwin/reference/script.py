"""The script of interventions at a station, one line after the other."""

from collections.abc import Callable, Generator, Iterable
from typing import Any

from simpy.events import Event

from voltwin.reference.observation import Observer
from voltwin.reference.outages import SCRIPT, Unit
from voltwin.reference.run import Run
from voltwin.reference.station import Station
from voltwin.reference.trucks import Trucks
from voltwin_core.station.events import BAY_IN, BAY_OUT, CHARGER_IN, CHARGER_OUT
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    LOAD,
    NO_LINE,
    OBSERVE,
    OPEN_NOW,
    TAKE_OUT,
    UNLOAD,
    Line,
    line_entity,
)

_LIMITS = (LIMIT_KW, LIMIT_FACTOR, LIMIT_BY_WEEK)


class Script:
    """What is done to a station; `follow` is the process that does it."""

    __slots__ = ("_bays", "_chargers", "_in_force", "_observer", "_run", "_station", "_trucks")

    def __init__(
        self,
        run: Run,
        station: Station,
        chargers: dict[int, Unit],
        bays: dict[int, Unit],
        trucks: Trucks,
        observer: Observer,
    ) -> None:
        self._run = run
        self._station = station
        self._chargers = chargers
        self._bays = bays
        self._trucks = trucks
        self._observer = observer
        self._in_force: dict[object, int] = {}  # by what it is about, the number of the last line

    def follow(self, lines: Iterable[Line]) -> Generator[Event, Any, None]:
        """Let these lines happen, given in order.

        A line that ends another one passes by if something else has happened to the same thing.
        """
        chargers, bays = len(self._run.parameters.chargers), self._run.bays
        for line in lines:
            entity = line_entity(line.rank, line.number, chargers, bays)
            yield self._run.env.at(line.time, line.rank, entity)
            about = self._about(line)
            if line.ends in (NO_LINE, self._in_force.get(about)):
                self._in_force[about] = line.number
                yield from self._act(line)

    def _about(self, line: Line) -> object:
        if line.rank in (CHARGER_OUT, CHARGER_IN):
            return "charger", line.unit
        if line.rank in (BAY_OUT, BAY_IN):
            return "bay", line.unit
        if line.does in (LOAD, UNLOAD, OBSERVE):
            return "no other line", line.number
        return "limit" if line.does in _LIMITS else "hours"

    def _act(self, line: Line) -> Generator[Event, Any, None]:
        station, chargers = self._station, self._station.chargers
        if line.does == LOAD:
            yield from self._trucks.load(line.unit, station)
            return
        if line.does == UNLOAD:
            self._trucks.unload(line.unit, station)
            return
        if line.does == OBSERVE:
            yield from self._observe(line)
            return
        if line.rank in (CHARGER_OUT, CHARGER_IN, BAY_OUT, BAY_IN):
            units = self._chargers if line.rank in (CHARGER_OUT, CHARGER_IN) else self._bays
            if line.does == TAKE_OUT:
                yield from units[line.unit].take_out(SCRIPT)
            else:
                units[line.unit].put_back(SCRIPT)
            return
        actions: dict[int, Callable[[], None]] = {
            LIMIT_KW: lambda: chargers.limit_to(most_kw=line.value),
            LIMIT_FACTOR: lambda: chargers.limit_to(factor=line.value),
            LIMIT_BY_WEEK: chargers.limit_to,
            CLOSE_NOW: lambda: station.keep_open(False),
            OPEN_NOW: lambda: station.keep_open(True),
            HOURS_BY_WEEK: station.keep_hours,
        }
        actions[line.does]()

    def _observe(self, line: Line) -> Generator[Event, Any, None]:
        """Observe the station; what was seen of a charger replaces an earlier line about it."""
        for sight in self._observer.sights(line.unit):
            self._in_force["charger", sight.charger] = line.number
        yield from self._observer.observe(line.unit)
