"""Trucks that bring ready batteries from one station to another."""

from collections import defaultdict, deque
from collections.abc import Generator
from typing import Any

from simpy.events import Event

from voltwin.reference.battery import IN_TRUCK, Battery
from voltwin.reference.run import Run, rows
from voltwin.reference.station import Station
from voltwin_core.station.events import (
    ROW_LOADED,
    ROW_TRUCK_ARRIVES,
    ROW_TRUCK_LEAVES,
    ROW_UNLOADED,
)
from voltwin_core.station.script import Truck


class Trucks:
    """All trucks of a run, by their numbers, with what is in them."""

    __slots__ = ("_cargo", "_run")

    def __init__(self, run: Run) -> None:
        self._run = run
        self._cargo: dict[int, deque[Battery]] = defaultdict(deque)

    def load(self, number: int, station: Station) -> Generator[Event, Any, None]:
        """Let a truck leave a station (row `truck_leaves`) with the unclaimed ready batteries that
        it should take, as far as there are: the rack's first (row `loaded` each)."""
        truck = self._truck(number)
        pool = station.pools[truck.battery_type]
        self._run.log.write(ROW_TRUCK_LEAVES, station.number)
        for _ in range(truck.count):
            if pool.claims.level == 0:
                return
            yield pool.claims.get(1)
            station.chargers.reconsider()
            battery = yield from station.hand_out(pool)
            battery.state, battery.pool = IN_TRUCK, None
            pool.stock -= 1
            self._cargo[number].append(battery)
            self._write(ROW_LOADED, station, battery)

    def unload(self, number: int, station: Station) -> None:
        """Let a truck arrive at a station (row `truck_arrives`): its batteries go to the rack in
        the order of loading, as long as there are places (row `unloaded` each)."""
        cargo, pool = self._cargo[number], station.pools[self._truck(number).battery_type]
        self._run.log.write(ROW_TRUCK_ARRIVES, station.number)
        while cargo and station.stock < station.row.racks:
            battery = cargo.popleft()
            battery.pool = pool
            pool.stock += 1
            pool.put_in_rack(battery)
            pool.claims.put(1)
            self._write(ROW_UNLOADED, station, battery)

    def _truck(self, number: int) -> Truck:
        return rows(self._run.parameters.trucks)[number]

    def _write(self, kind: int, station: Station, battery: Battery) -> None:
        self._run.log.write(kind, station.number, battery=battery.number, soc=battery.soc)
