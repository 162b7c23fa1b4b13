"""One visit: a vehicle at a station, from its arrival until it leaves."""

import math
from collections.abc import Generator
from enum import Enum
from typing import Any, NamedTuple, cast

import simpy
from simpy import Interrupt
from simpy.events import Event
from simpy.resources.base import Get

from voltwin.reference.battery import BAY, IN_VEHICLE, UNOBSERVED, Battery, Vehicle
from voltwin.reference.environment import Pending
from voltwin.reference.log import NO_VALUE, NONE
from voltwin.reference.station import Station
from voltwin_core.distributions import NEVER
from voltwin_core.draws import PATIENCE as PATIENCE_STREAM
from voltwin_core.draws import SWAP_TIME
from voltwin_core.station.events import (
    PATIENCE,
    ROW_ARRIVAL,
    ROW_CLAIMED,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_RENEGED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_VEHICLE_SEEN,
    ROW_VEHICLE_UNSEEN,
    ROW_WAIT_BATTERY,
    ROW_WAIT_BAY,
    SWAP_END,
)
from voltwin_core.station.parameters import DIVERT, WAIT


class End(Enum):
    """How a visit ends."""

    SERVED = 0
    LOST = 1
    DIVERTED = 2  # to another station: nothing of it is done yet


Process = Generator[Event, Any, End]


class Draws(NamedTuple):
    """Whose draws those of a visit are."""

    entity: int  # key of the home station, or of the vehicle itself
    ordinal: int  # number of the arrival there, or of the vehicle's visit


class Visit:
    """A visit to a station; `process` is what happens in it.

    While the vehicle waits others may take its claim from it, or let it leave: they do that to the
    visit, and wake its process, which then finds what it waits for now.
    """

    __slots__ = (
        "_arrived",
        "_asked",
        "_battery",
        "_draws",
        "_line",
        "_may_divert",
        "_pool",
        "_process",
        "_soc_outside",
        "_station",
        "_vehicle",
    )

    def __init__(
        self, station: Station, vehicle: Vehicle, draws: Draws, soc_outside: float, diversions: int
    ) -> None:
        """Prepare a visit that begins now.

        Args:
            station: that is visited.
            vehicle: that visits it, its battery with the SoC on arrival.
            draws: whose they are.
            soc_outside: the SoC that its battery has again if it is lost.
            diversions: how often it has been sent on already.
        """
        self._station = station
        self._vehicle = vehicle
        self._draws = draws
        self._arrived = station.run.env.now  # [s]
        self._battery = vehicle.battery  # the one that it comes with
        self._pool = station.pools[vehicle.battery.kind]
        self._soc_outside = soc_outside
        self._may_divert = diversions < station.row.most_diversions
        self._line: list[Visit] | None = None  # in which it waits,
        self._asked: Get[Any]  # and for what

    def process(self) -> Process:
        """Arrive, and be served, lost or diverted; return which.

        Effects, in order: row `arrival`; lost at once, or at once to a bay, or into a line; and
        who was not lost swaps.
        """
        station, pool = self._station, self._pool
        station.inside += 1
        self._write(ROW_ARRIVAL)
        refusal = self._refusal()
        if refusal == ROW_LOST_STOCKOUT and station.row.policy == DIVERT and self._may_divert:
            return End.DIVERTED
        if refusal is not None:
            self._leave_lost(refusal, 0.0)
            return End.LOST
        if not self._must_wait():
            yield pool.claims.get(1)
            station.chargers.reconsider()
            return (yield from self._swap((yield station.bays.get())))
        self._ask_for_battery()
        if self._asked.triggered:
            self._ask_for_bay()
            return (yield from self._wait(ROW_WAIT_BAY))
        return (yield from self._wait(ROW_WAIT_BATTERY))

    def be_seen(self) -> Process:
        """Stand in the stock line, as an observation has it; then be served or lost.

        Effects, in order: rows `vehicle_seen` and `wait_battery`; and the swap, or it is lost.
        """
        self._station.inside += 1
        self._write(ROW_VEHICLE_SEEN)
        self._ask_for_battery()
        return (yield from self._wait(ROW_WAIT_BATTERY))

    def lose_claim(self) -> None:
        """Go from the bay line to the end of the stock line (row `wait_battery`). The claim is not
        given back: there is no battery behind it."""
        self._asked.cancel()
        self._ask_for_battery()
        self._write_waiting(ROW_WAIT_BATTERY)
        self._process.interrupt()

    def go_unseen(self) -> None:
        """Leave the line as if lost, as it was not seen there: row `vehicle_unseen`."""
        self._give_up(ROW_VEHICLE_UNSEEN)
        self._process.interrupt()

    def refuse(self) -> None:
        """Leave unserved after all: there is nowhere to be diverted to."""
        self._leave_lost(ROW_LOST_STOCKOUT, 0.0)

    def leave(self) -> None:
        """Be inside no more."""
        self._station.inside -= 1

    def _must_wait(self) -> bool:
        return self._pool.claims.level == 0 or not self._station.bays.items

    def _refusal(self) -> int | None:
        """Return the row that says why the vehicle cannot stay, if it cannot."""
        station, row = self._station, self._station.row
        if not station.is_open:
            return ROW_LOST_CLOSED
        if self._pool.claims.level == 0 and row.policy != WAIT:
            return ROW_LOST_STOCKOUT
        if self._must_wait() and station.waiting >= row.queue_places:
            return ROW_LOST_QUEUE_FULL
        return None

    def _wait(self, row: int) -> Process:
        """Wait for a claim and then for a bay, on a queue place, until patience runs out.

        Effects, in order: row `wait_battery` or `wait_bay`; after the first, row `claimed` once
        there is a claim; and the swap, or: its place is free, its claim given back, row `reneged`.
        """
        self._process = cast(simpy.Process, self._station.run.env.active_process)
        self._station.waiting += 1
        patience = self._patience()
        self._write_waiting(row)
        while True:
            try:
                yield self._asked | patience
            except Interrupt:
                if self._line is not None:
                    continue  # with what it asks for now
                patience.cancel()
                return End.LOST
            if not self._asked.triggered:
                self._give_up(ROW_RENEGED)
                return End.LOST
            if self._line is self._pool.bay_line:
                break
            self._ask_for_bay()
            self._write_waiting(ROW_CLAIMED, self._waited_s())
        patience.cancel()
        self._leave_line()
        return (yield from self._swap(cast(int, self._asked.value)))

    def _ask_for_battery(self) -> None:
        self._join(self._pool.stock_line)
        self._asked = self._pool.claims.get(1)

    def _ask_for_bay(self) -> None:
        self._join(self._pool.bay_line)
        self._asked = self._station.bays.get()
        self._station.chargers.reconsider()

    def _join(self, line: "list[Visit]") -> None:
        """Join the end of a line, out of the one that it stands in."""
        if self._line is not None:
            self._line.remove(self)
        self._line = line
        line.append(self)

    def _leave_line(self) -> None:
        """Leave its line, and free its queue place."""
        assert self._line is not None, "who waits stands in a line"
        self._line.remove(self)
        self._line = None
        self._station.waiting -= 1

    def _give_up(self, kind: int) -> None:
        """Leave unserved: its place is free, its claim given back; its row."""
        self._asked.cancel()
        if self._line is self._pool.bay_line:
            self._pool.claims.put(1)
        self._leave_line()
        self._leave_lost(kind, self._waited_s())

    def _swap(self, bay: int) -> Process:
        """Swap the battery in this bay.

        Effects, in order: take a ready battery, from the rack first, then from a charger (row
        `unplugged`); row `swap_begin`. After the swap time: row `swap_end`; the vehicle leaves, the
        returned battery joins the charge queue, the bay is free, or out.
        """
        station, vehicle, returned = self._station, self._vehicle, self._battery
        env = station.run.env
        waited_s = self._waited_s()
        with station.begins.request() as turn:  # several may begin in one event
            yield turn
            taken = yield from station.hand_out(self._pool)
            taken.state, taken.pool = UNOBSERVED if vehicle.unobserved else IN_VEHICLE, None
            returned.state, returned.pool = BAY, self._pool
            self._write(ROW_SWAP_BEGIN, taken, bay, waited_s)

        swap_s = max(0.0, self._draw(station.row.swap_time, SWAP_TIME))
        yield env.at(env.now + swap_s, SWAP_END, vehicle.number)

        self._write(ROW_SWAP_END, returned, bay, waited_s)
        returned.count_discharge(self._soc_outside)
        returned.set_temperature(env.now, returned.type.return_c)
        vehicle.battery = taken
        self.leave()
        station.chargers.join(returned)
        station.bays.leave(bay)
        return End.SERVED

    def _leave_lost(self, kind: int, waited_s: float) -> None:
        """Leave unserved, with the battery as it was outside."""
        self._write(kind, wait_s=waited_s)
        self._battery.soc = self._soc_outside
        self.leave()

    def _waited_s(self) -> float:
        return self._station.run.env.now - self._arrived

    def _draw(self, distribution: int, stream: int) -> float:
        return self._station.run.draw(distribution, stream, *self._draws)

    def _patience(self) -> Pending:
        """Return the event at which patience runs out; if it never does, it never happens."""
        station, patience_s = self._station, math.inf
        if station.row.patience != NEVER:
            patience_s = max(0.0, self._draw(station.row.patience, PATIENCE_STREAM))
        return station.run.env.at(self._arrived + patience_s, PATIENCE, self._vehicle.number)

    def _write(
        self, kind: int, battery: Battery | None = None, bay: int = NONE, wait_s: float = NO_VALUE
    ) -> None:
        """Write a row about the vehicle and a battery, by default the one that it came with."""
        battery = battery or self._battery
        self._station.run.log.write(
            kind,
            self._station.number,
            vehicle=self._vehicle.number,
            battery=battery.number,
            bay=bay,
            soc=battery.soc,
            wait_s=wait_s,
        )

    def _write_waiting(self, kind: int, wait_s: float = NO_VALUE) -> None:
        """Write a row about the vehicle alone."""
        number = self._vehicle.number
        self._station.run.log.write(kind, self._station.number, vehicle=number, wait_s=wait_s)
