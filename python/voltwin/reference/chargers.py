"""A station's chargers: the queue before them, and the grid limit that they share."""

import math
from collections.abc import Generator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any

from simpy.events import Event

from voltwin.reference.battery import QUEUED, Battery, Pool
from voltwin.reference.charge import Charge, Charger, reservation_mw
from voltwin.reference.run import Run
from voltwin.reference.weekly import changes, value_at_start
from voltwin_core.power import limit_in_force, limit_mw
from voltwin_core.station.events import LIMIT, ROW_CHARGER_IN, ROW_CHARGER_OUT, ROW_LIMIT
from voltwin_core.station.parameters import FIFO, LOWEST_SOC
from voltwin_core.station.parameters import Station as StationRow


class Chargers:
    """The chargers of one station, under the rule `admit`."""

    __slots__ = (
        "_by_week_kw",
        "_chargers",
        "_factor",
        "_idle",
        "_joined",
        "_limit_kw",
        "_most_kw",
        "_number",
        "_out",
        "_queue",
        "_run",
        "_settling",
        "_station",
        "charges",
    )

    def __init__(self, run: Run, number: int, station: StationRow, chargers: list[Charger]) -> None:
        self._run = run
        self._number = number
        self._station = station
        self._chargers = chargers
        self._idle = list(range(len(chargers)))  # a heap: the lowest first
        self._queue: list[tuple[bool, float, int, Battery]] = []  # a heap: see `join`
        self._joined = count()
        self._out: set[int] = set()  # chargers out of order
        self._by_week_kw = value_at_start(run, station.first_limit, station.limits)
        self._limit_kw = self._by_week_kw  # in force, see `limit_to`
        self._factor, self._most_kw = 1.0, math.inf
        self._settling = False
        self.charges: dict[int, Charge] = {}  # by charger, in the order of placement

    def join(self, battery: Battery) -> None:
        """Let a battery join the charge queue, in the station's charge order."""
        order = self._station.charge_order
        if order == FIFO:
            key = float(next(self._joined))
        else:
            key = battery.soc if order == LOWEST_SOC else -battery.soc
        self._queue_up(battery, True, key)

    def _queue_up(self, battery: Battery, charged_whole: bool, key: float) -> None:
        battery.state = QUEUED
        heappush(self._queue, (charged_whole, key, battery.number, battery))
        self._settle_later()

    def take_out(self, i: int) -> Generator[Event, Any, None]:
        """Charger `i` goes out of order.

        Effects, in order: row `charger_out`; a battery on it that counts as ready goes to the rack,
        another one to the head of the charge queue, behind those that have come there like it.
        """
        self._out.add(i)
        if i not in self.charges:
            self._idle.remove(i)
            heapify(self._idle)
            number = self._chargers[i].number
            self._run.log.write(ROW_CHARGER_OUT, self._number, charger=number, power_kw=0.0)
            self._settle_later()  # the next idle one may be weaker, and its charge fit
            return
        charge = self.charges[i]
        charge.cut_off()
        battery: Battery = yield charge.process
        if charge.ready:
            charge.pool.put_in_rack(battery)
        else:
            self._queue_up(battery, False, float(next(self._joined)))

    def put_back(self, i: int) -> None:
        """Charger `i` works again: row `charger_in`, and it is idle."""
        self._out.remove(i)
        number = self._chargers[i].number
        self._run.log.write(ROW_CHARGER_IN, self._number, charger=number, power_kw=0.0)
        heappush(self._idle, i)
        self._settle_later()

    def unplug_best(self, pool: Pool) -> Generator[Event, Any, Battery]:
        """Take the ready battery of a pool that has the highest SoC off its charger.

        Effects, in order: the charge ends (its row), and the charger is idle.
        """
        now = self._run.env.now
        ready = [charge for charge in self.charges.values() if charge.ready]
        best = min(
            (charge for charge in ready if charge.battery.pool is pool),
            key=lambda charge: (-charge.soc(now), charge.battery.number),
        )
        best.unplug()
        battery: Battery = yield best.process
        return battery

    def grid_limit(self) -> Generator[Event, Any, None]:
        """Follow the weekly schedule of the grid limit.

        Effects of each change: see `_change_limit`.
        """
        station = self._station
        for time, limit_kw in changes(self._run, station.first_limit, station.limits):
            yield self._run.env.at(time, LIMIT, self._number)
            self._by_week_kw = limit_kw
            self._change_limit()

    def limit_to(self, factor: float = 1.0, most_kw: float = math.inf) -> None:
        """Lower the grid limit of the week to a part of it, or to so much; by default no more."""
        self._factor, self._most_kw = factor, most_kw
        self._change_limit()

    def _change_limit(self) -> None:
        """Work out the limit in force, as something about it has changed.

        Effects if it is another one, in order: row `limit`; while the reservations exceed the
        limit, the charge placed last among those with power is suspended; at last, chargers are
        settled.
        """
        limit_kw = limit_in_force(self._by_week_kw, self._factor, self._most_kw)
        if limit_kw == self._limit_kw:
            return
        self._limit_kw = limit_kw
        self._run.log.write(ROW_LIMIT, self._number, power_kw=limit_kw)
        while not self._fits():
            next(c for c in reversed(self.charges.values()) if not c.suspended).suspend()
        self._settle_later()

    def _settle_later(self) -> None:
        """Settle once, after all else that follows from the event in hand."""
        if not self._settling:
            self._settling = True
            self._run.env.finish_with(self._settle)

    def _settle(self, _: Event) -> None:
        """Give out power and chargers: step 4 of the consequences of an event.

        Effects, in order: while a charge is suspended, the one placed first resumes, or ends this
        if it does not fit; while a charger is idle and the queue is not empty, the head is placed
        on the lowest idle charger, or ends this if it does not fit.
        """
        self._settling = False
        for charge in [c for c in self.charges.values() if c.suspended]:
            if not self._reserve(charge.charger, charge.battery):
                return
            charge.resume()
        while self._idle and self._queue:
            i, battery = self._idle[0], self._queue[0][-1]
            if not self._reserve(self._chargers[i], battery):
                return
            heappop(self._idle)
            heappop(self._queue)
            self._place(i, battery)

    def _place(self, i: int, battery: Battery) -> None:
        charge = Charge(self._run, self._station, self._chargers[i], battery)
        self.charges[i] = charge
        charge.process.callbacks.append(lambda _: self._release(i))

    def _release(self, i: int) -> None:
        """Make a charger idle, if it works; its reservation ends."""
        del self.charges[i]
        self._chargers[i].reserved_mw = 0
        if i not in self._out:
            heappush(self._idle, i)
        self._settle_later()

    def _reserve(self, charger: Charger, battery: Battery) -> bool:
        """Reserve the rest of a charge if it fits, and tell whether it does."""
        charger.reserved_mw = reservation_mw(self._run, charger, battery)
        if self._fits():
            return True
        charger.reserved_mw = 0
        return False

    def _fits(self) -> bool:
        return sum(charger.reserved_mw for charger in self._chargers) <= limit_mw(self._limit_kw)
