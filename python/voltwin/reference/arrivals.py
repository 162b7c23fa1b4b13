"""The arrivals at a station, one after the other."""

import math
from collections.abc import Generator
from typing import Any

from simpy import Interrupt
from simpy.events import Event

from voltwin.reference.battery import Battery, Pool, Vehicle
from voltwin.reference.driver import Driver
from voltwin.reference.roads import Roads
from voltwin.reference.run import rows
from voltwin.reference.station import Station
from voltwin.reference.visit import Draws, Visit
from voltwin_bindings.engine import RingEmptyError
from voltwin_core.demand import first_arrival, next_arrival, walk_again
from voltwin_core.draws import ARRIVAL_SOC, BATTERY_TYPE, uniform
from voltwin_core.station.events import ARRIVAL


class Arrivals:
    """The stream of arrivals at a station. Arrival `n` has its own draws, named by `n`."""

    __slots__ = ("_process", "_roads", "_share_until", "_station")

    def __init__(self, station: Station, roads: Roads | None) -> None:
        """Prepare a stream; with `roads`, vehicles may be diverted to other stations."""
        self._station = station
        self._roads = roads
        pools = rows(station.run.parameters.pools)
        self._share_until = [pool.share_until for pool in pools if pool.station == station.number]

    def process(self) -> Generator[Event, Any, None]:
        """Let the vehicles arrive: for each arrival, the head of its pool's ring starts a visit."""
        station, run = self._station, self._station.run
        time = first_arrival(run.demand, run.key, station.number)
        n = 0
        while True:
            if time >= run.horizon_s:
                time = math.inf  # it never comes
            try:
                yield run.env.at(time, ARRIVAL, station.number)
            except Interrupt:
                time = walk_again(run.demand, run.key, station.number)
                continue
            pool = self._pool(n)
            run.env.process(self._arrive(pool, self._head_of_ring(pool), n))
            time = next_arrival(run.demand, run.key, station.number)
            n += 1

    def start(self) -> None:
        """Start the process."""
        self._process = self._station.run.env.process(self.process())

    def reconsider(self) -> None:
        """Find out anew when the next one comes, as its rate has changed."""
        self._process.interrupt()

    def _arrive(self, pool: Pool, vehicle: Vehicle, n: int) -> Generator[Event, Any, None]:
        """Let a vehicle arrive with a drawn SoC, and go back to its ring after its visit."""
        station, roads = self._station, self._roads
        soc_outside, vehicle.battery.soc = vehicle.battery.soc, self._soc(vehicle.battery, n)
        draws = Draws(station.key, n)
        if roads:
            driver = Driver(station.run, roads, vehicle, roads.classes[vehicle.battery.kind])
            yield from driver.visit(station, draws, soc_outside)
        else:
            yield from Visit(station, vehicle, draws, soc_outside, 0).process()
        pool.ring.append(vehicle)

    def _pool(self, n: int) -> Pool:
        """Return the pool of arrival `n`, by the shares of the battery types."""
        pools = self._station.pools
        if len(pools) == 1:
            return pools[0]
        u = uniform(self._station.run.key, BATTERY_TYPE, self._station.key, n)
        shares = zip(pools, self._share_until, strict=True)
        return next((pool for pool, until in shares if u < until), pools[-1])

    def _head_of_ring(self, pool: Pool) -> Vehicle:
        """Take the head of a pool's ring.

        Raises:
            RingEmptyError: all vehicles of the pool are inside.
        """
        if pool.ring:
            return pool.ring.popleft()
        raise RingEmptyError(pool.station, self._station.run.env.now)

    def _soc(self, battery: Battery, n: int) -> float:
        """Return the SoC with which a battery comes back: drawn below ready, and never a gain."""
        drawn = self._station.draw(battery.type.arrival_soc, ARRIVAL_SOC, n)
        below_ready = math.nextafter(battery.type.ready_soc, 0.0)
        return min(max(0.0, drawn), below_ready, battery.soc)
