"""A station's chargers: the queue before them, and the grid limit that they share."""

import math
from collections.abc import Generator, Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any

import numpy as np
from simpy.events import Event

from voltwin.reference.battery import QUEUED, Battery, Pool
from voltwin.reference.charge import Charge, Charger, derating_now, reservation_mw
from voltwin.reference.run import Run
from voltwin.reference.weekly import changes, value_at_start
from voltwin_core.power import limit_in_force, limit_mw, water_level
from voltwin_core.station.events import (
    LIMIT,
    PRICE,
    ROW_CHARGER_IN,
    ROW_CHARGER_OUT,
    ROW_LIMIT,
    ROW_PRICE_HIGH,
    ROW_PRICE_LOW,
)
from voltwin_core.station.parameters import FIFO, LOWEST_SOC, NO_RESERVE, SHARE
from voltwin_core.station.parameters import Station as StationRow


class Chargers:
    """The chargers of one station, under the rule `admit` or `share`."""

    __slots__ = (
        "_by_week_kw",
        "_chargers",
        "_cheap",
        "_factor",
        "_idle",
        "_joined",
        "_limit_kw",
        "_most_kw",
        "_number",
        "_out",
        "_pools",
        "_queue",
        "_run",
        "_settling",
        "_shares",
        "_station",
        "_unshared",
        "charges",
    )

    def __init__(
        self,
        run: Run,
        number: int,
        station: StationRow,
        chargers: list[Charger],
        pools: list[Pool],
    ) -> None:
        self._run = run
        self._number = number
        self._station = station
        self._chargers = chargers
        self._idle = list(range(len(chargers)))  # a heap: the lowest first
        self._queue: list[tuple[bool, float, int, Battery]] = []  # a heap: see `join`
        self._joined = count()
        self._out: set[int] = set()  # chargers out of order
        self._pools = pools  # of the station
        self._by_week_kw = value_at_start(run, station.first_limit, station.limits)
        self._limit_kw = self._by_week_kw  # in force, see `limit_to`
        self._factor, self._most_kw = 1.0, math.inf
        self._shares = station.grid_rule == SHARE
        self._unshared = False  # something has happened that shares the power anew
        self._cheap = station.cheap_at_start == 1
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
        self.settle_later()

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
            self.settle_later()  # the next idle one may be weaker, and its charge fit
            return
        charge = self.charges[i]
        charge.cut_off()
        battery: Battery = yield charge.process
        if charge.ready:
            charge.pool.put_in_rack(battery)
        else:
            self._queue_up(battery, False, float(next(self._joined)))

    def clear(self, i: int) -> Generator[Event, Any, Battery]:
        """Take the battery off charger `i` that was not seen: row `battery_unseen`."""
        charge = self.charges[i]
        charge.go_unseen()
        battery: Battery = yield charge.process
        return battery

    def correct(self, i: int, soc: float) -> Generator[Event, Any, None]:
        """Give the battery on charger `i` the SoC that was seen.

        Effects, in order: under `admit` the reservation is that for the rest of the charge; rows
        `soc_simulated` and `soc_seen`; and `suspended`, if that reservation does not fit.
        """
        charge, fits = self.charges[i], True
        if self._shares:
            self._share_anew()
        elif not charge.suspended:
            fits = self._reserve(charge.charger, charge.reservation_mw(soc))
            charge.suspended = not fits
        charge.see(soc)
        if not fits:
            charge.suspend()
        yield self._run.env.once_obeyed()

    def start(self, i: int, battery: Battery) -> Generator[Event, Any, None]:
        """Place a battery on the idle charger `i` at any price (row `placed`); if its reservation
        does not fit, it joins the charge queue like one whose charger went out."""
        if self._may_draw(i, battery):
            self._idle.remove(i)
            heapify(self._idle)
            self._place(i, battery)
            yield self._run.env.once_obeyed()
        else:
            self._queue_up(battery, False, float(next(self._joined)))

    def not_ready(self, pool: Pool) -> int:
        """Return how many batteries of a pool are queued, or on chargers and not ready."""
        return sum(1 for _ in self._queued(pool)) + sum(1 for _ in self._charging(pool))

    def take_last_not_ready(
        self, pool: Pool, but: set[int]
    ) -> Generator[Event, Any, tuple[Battery, bool] | None]:
        """Take the last battery of a pool out of the charge queue; if none is there, the one
        placed last that is not ready off its charger (row `battery_unseen`), but for some chargers.

        Returns:
            the battery, and whether its row is written; None if there is none.
        """
        if queued := list(self._queued(pool)):
            last = max(queued)
            self._queue.remove(last)
            heapify(self._queue)
            return last[-1], False
        if others := [i for i in self._charging(pool) if i not in but]:
            return (yield from self.clear(others[-1])), True
        return None

    def _queued(self, pool: Pool) -> Iterator[tuple[bool, float, int, Battery]]:
        return (entry for entry in self._queue if entry[-1].pool is pool)

    def _charging(self, pool: Pool) -> Iterator[int]:
        """Yield the chargers with a battery of a pool that is not ready, as they were placed."""
        return (i for i, c in self.charges.items() if c.pool is pool and not c.ready)

    def put_back(self, i: int) -> None:
        """Charger `i` works again: row `charger_in`, and it is idle."""
        self._out.remove(i)
        number = self._chargers[i].number
        self._run.log.write(ROW_CHARGER_IN, self._number, charger=number, power_kw=0.0)
        heappush(self._idle, i)
        self.settle_later()

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
        limit, the charge that was placed last of those not suspended is suspended; power is shared
        anew.
        """
        limit_kw = limit_in_force(self._by_week_kw, self._factor, self._most_kw)
        if limit_kw == self._limit_kw:
            return
        self._limit_kw = limit_kw
        self._run.log.write(ROW_LIMIT, self._number, power_kw=limit_kw)
        while not self._fits():
            next(c for c in reversed(self.charges.values()) if not c.suspended).suspend()
        self._share_anew()

    def prices(self) -> Generator[Event, Any, None]:
        """Follow the price of energy across the station's threshold.

        Effects of each crossing, in order: row `price_low` or `price_high`; chargers are settled.
        """
        station, run = self._station, self._run
        entity = len(run.parameters.stations) + self._number
        first = station.first_price_change
        for time in run.parameters.numbers[first : first + station.price_changes].tolist():
            yield run.env.at(time, PRICE, entity)
            self._cheap = not self._cheap
            run.log.write(ROW_PRICE_LOW if self._cheap else ROW_PRICE_HIGH, self._number)
            self.settle_later()

    def reconsider(self) -> None:
        """Look again at what may start, as a ready battery has been claimed."""
        if self._station.reserve != NO_RESERVE:
            self.settle_later()

    def _share_anew(self) -> None:
        """Settle, and share the power anew where it is shared."""
        self._unshared = self._shares
        self.settle_later()

    def settle_later(self) -> None:
        """Settle once, after all else that follows from the event in hand."""
        if not self._settling:
            self._settling = True
            self._run.env.finish_with(self._settle)

    def _settle(self, _: Event) -> None:
        """Give out chargers and power: steps 4 and 5 of the consequences of an event."""
        self._settling = False
        self._give_out_chargers()
        if self._unshared:
            self._unshared = False
            self._run.env.finish_with(self._share)

    def _give_out_chargers(self) -> None:
        """Let charges resume, and the charge queue go to chargers: step 4.

        Effects, in order: while a charge is suspended, the one placed first resumes, or ends this
        if it does not fit; while a charger is idle, the queue not empty and a charge may start at
        this price, the head is placed on the lowest idle charger, or ends this if it does not fit.
        """
        for charge in [c for c in self.charges.values() if c.suspended]:
            if not self._reserve(charge.charger, charge.reservation_mw(charge.battery.soc)):
                return
            charge.resume()
        while self._idle and self._queue and self._may_start():
            i, battery = self._idle[0], self._queue[0][-1]
            if not self._may_draw(i, battery):
                return
            heappop(self._idle)
            heappop(self._queue)
            self._place(i, battery)

    def _may_draw(self, i: int, battery: Battery) -> bool:
        """Reserve what a battery needs on charger `i`, where power is reserved, if it fits."""
        charger = self._chargers[i]
        mw = reservation_mw(self._run, charger, battery, battery.soc)
        return self._shares or self._reserve(charger, mw)

    def _may_start(self) -> bool:
        """Return whether a charge may start: it is cheap, or too few ready ones are unclaimed."""
        reserve = self._station.reserve
        if reserve == NO_RESERVE or self._cheap:
            return True
        return sum(pool.claims.level for pool in self._pools) < reserve

    def _share(self, _: Event) -> None:
        """Share the power out among the charges that are cool: step 5.

        Effects, in the order of the chargers: who demands no more than the water level may draw
        all that its charger can, the others the level; whose set-point changes is told.
        """
        cool = [(i, charge) for i, charge in sorted(self.charges.items()) if not charge.cooling]
        demands = np.zeros(len(self._chargers))
        for i, charge in cool:
            demands[i] = charge.demand_kw()
        level = water_level(demands, 0, len(demands), 0, self._limit_kw)
        for i, charge in cool:
            set_point = level if demands[i] > level else charge.most_kw
            if set_point != charge.set_point_kw:
                charge.grant(set_point)

    def _place(self, i: int, battery: Battery) -> None:
        """Place a battery on a charger; what it will not draw, being derated, is not reserved."""
        derating = derating_now(self._run, self._station, battery)
        ask_for_share = self._share_anew if self._shares else None
        charger = self._chargers[i]
        charge = Charge(self._run, self._station, charger, battery, derating, ask_for_share)
        if not self._shares:
            charger.reserved_mw = charge.reservation_mw(battery.soc)
        self.charges[i] = charge
        charge.process.callbacks.append(lambda _: self._release(i))

    def _release(self, i: int) -> None:
        """Make a charger idle, if it works; its reservation ends."""
        del self.charges[i]
        self._chargers[i].reserved_mw = 0
        if i not in self._out:
            heappush(self._idle, i)
        self._share_anew()

    def _reserve(self, charger: Charger, mw: int) -> bool:
        """Reserve this much for a charge if it fits, and tell whether it does."""
        charger.reserved_mw = mw
        if self._fits():
            return True
        charger.reserved_mw = 0
        return False

    def _fits(self) -> bool:
        return sum(charger.reserved_mw for charger in self._chargers) <= limit_mw(self._limit_kw)
