"""What goes out of order and comes back: chargers and bays, by the script and by random faults."""

from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import Any

import simpy
from simpy import Interrupt
from simpy.events import Event

from voltwin.reference.bays import Bays
from voltwin.reference.station import Station
from voltwin_core.distributions import NEVER
from voltwin_core.draws import BAY_FAULT, CHARGER_FAULT, fault_ordinal
from voltwin_core.station.events import BAY_IN, BAY_OUT, CHARGER_IN, CHARGER_OUT
from voltwin_core.station.script import Disturbances

Process = Generator[Event, Any, None]

SCRIPT, FAULT = "script", "fault"  # reasons


class Unit:
    """A charger or a bay. It works while there is no reason against it."""

    __slots__ = ("_go_on", "_reasons", "_stop", "faults")

    def __init__(self, stop: Callable[[], Process], go_on: Callable[[], None]) -> None:
        self._stop = stop
        self._go_on = go_on
        self._reasons: set[str] = set()
        self.faults: simpy.Process | None = None  # in which it fails at random

    def take_out(self, reason: str) -> Process:
        """Stop, if this is the first reason."""
        first = not self._reasons
        self._reasons.add(reason)
        if first:
            yield from self._stop()

    def put_back(self, reason: str) -> None:
        """Go on, if this was the last reason."""
        if reason in self._reasons:
            self._reasons.remove(reason)
            if not self._reasons:
                self._go_on()

    def be_seen_to_work(self) -> None:
        """Have no reason any more; a fault is over."""
        if FAULT in self._reasons and self.faults is not None:
            self.faults.interrupt()
        for reason in (SCRIPT, FAULT):
            self.put_back(reason)


def chargers_of(station: Station) -> dict[int, Unit]:
    """Return a station's chargers, by their numbers in the network."""
    chargers, first = station.chargers, station.row.first_charger
    return {
        first + i: Unit(partial(chargers.take_out, i), partial(chargers.put_back, i))
        for i in range(station.row.chargers)
    }


def bays_of(station: Station) -> dict[int, Unit]:
    """Return a station's bays, by their numbers in the network."""
    bays, first = station.bays, station.row.first_bay
    return {
        bay: Unit(partial(_stop, bays, bay), partial(bays.put_back, bay))
        for bay in range(first, first + station.row.bays)
    }


def _stop(bays: Bays, bay: int) -> Process:
    bays.take_out(bay)
    yield from ()


class Faults:
    """The random faults at a station: each charger and bay works and fails in turn."""

    __slots__ = ("_station", "_works_and_fails")

    def __init__(
        self, station: Station, chargers: dict[int, Unit], bays: dict[int, Unit], row: Disturbances
    ) -> None:
        self._station = station
        self._works_and_fails = []
        if row.charger_works != NEVER:
            laws, ranks = (row.charger_works, row.charger_fails), (CHARGER_OUT, CHARGER_IN)
            self._works_and_fails += [(chargers, CHARGER_FAULT, laws, ranks)]
        if row.bay_works != NEVER:
            laws, ranks = (row.bay_works, row.bay_fails), (BAY_OUT, BAY_IN)
            self._works_and_fails += [(bays, BAY_FAULT, laws, ranks)]

    def start(self) -> None:
        """Start one process for each charger and bay that may fail."""
        env = self._station.run.env
        for units, stream, laws, ranks in self._works_and_fails:
            for i, (number, unit) in enumerate(units.items()):
                process = self._process(i, number, unit, stream, laws, ranks)
                unit.faults = env.process(process)

    def _process(
        self,
        i: int,
        number: int,
        unit: Unit,
        stream: int,
        laws: tuple[int, int],
        ranks: tuple[int, int],
    ) -> Process:
        """Let it work and fail, in turn. A fault that others end is as good as repaired."""
        station, env, change = self._station, self._station.run.env, 0
        while True:
            for law, rank in zip(laws, ranks, strict=True):
                seconds = max(0.0, station.draw(law, stream, fault_ordinal(i, change)))
                with suppress(Interrupt):
                    yield env.at(env.now + seconds, rank, number)
                change += 1
                if rank in (CHARGER_OUT, BAY_OUT):
                    yield from unit.take_out(FAULT)
                else:
                    unit.put_back(FAULT)
