"""Batteries, pools and vehicles of all stations, numbered as in docs/model.md §2."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from voltwin.scenario import derived
from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.station import BatteryStock, Station, Stock
from voltwin.scenario.tables.unobserved import Growth
from voltwin_core.station import parameters as core

NO_POOL = -1  # of a vehicle of the fleet
NO_STATION = -1  # of its battery


class Inventory:
    """Runs of equal batteries and vehicles, unrolled at the end."""

    def __init__(self, types: Sequence[BatteryType], *, rings: bool = True) -> None:
        self._types = types
        self._with_rings = rings  # none outside, where a fleet lives in the city
        self._full = [kind.full_soc for kind in types]
        self._runs: list[tuple[int, int, float, int]] = []  # station, type, SoC, batteries
        self._rings: list[tuple[int, int, int]] = []  # pool, first battery, vehicles
        self._pools: list[tuple[int, int, float, int, int, int]] = []
        self.batteries = 0
        self.vehicles = 0

    def copy(self) -> "Inventory":
        """Return one with the same in it, to which more may be added."""
        other = Inventory(self._types, rings=self._with_rings)
        other._runs, other._rings = list(self._runs), list(self._rings)
        other._pools = list(self._pools)
        other.batteries, other.vehicles = self.batteries, self.vehicles
        return other

    def add(self, number: int, station: Station) -> None:
        """Add a station's own batteries, then its pools with their rings."""
        stock = derived.stock_by_type(station, self._types)
        for kind, battery_type in enumerate(self._types):
            self._add_stock(number, kind, stock.get(battery_type.id, 0))
        shares = derived.mix(station, stock)
        ring = int(station.ring or derived.usual_ring(station)) if self._with_rings else 0
        last = max(k for k, kind in enumerate(self._types) if kind.id in shares)
        until = 0.0
        for kind, battery_type in enumerate(self._types):
            share = shares.get(battery_type.id, 0.0)
            until = 1.0 if kind >= last else until + share
            vehicles = ring if share else 0
            self._rings.append((len(self._pools), self.batteries, vehicles))
            own = derived.count(stock.get(battery_type.id, 0))
            self._pools.append((number, kind, until, self.vehicles, vehicles, own))
            self._put(number, kind, self._full[kind], vehicles)
            self.vehicles += vehicles

    def _add_stock(self, number: int, kind: int, stock: Stock) -> None:
        if isinstance(stock, tuple):
            for soc in stock:
                self._put(number, kind, soc, 1)
            return
        given = stock.soc if isinstance(stock, BatteryStock) else None
        self._put(number, kind, self._full[kind] if given is None else given, derived.count(stock))

    def _put(self, number: int, kind: int, soc: float, count: int) -> None:
        if count:
            self._runs.append((number, kind, soc, count))
            self.batteries += count

    def add_fleet(self, kind: int, vehicles: int) -> None:
        """Add vehicles of a fleet: in no pool, each with a full battery of this type."""
        self._rings.append((NO_POOL, self.batteries, vehicles))
        self._put(NO_STATION, kind, self._full[kind], vehicles)
        self.vehicles += vehicles

    def add_unobserved(self, growth: Growth) -> None:
        """Add batteries of an unobserved pool, then vehicles, each with a battery; all full."""
        number, kind = growth.station, growth.battery_type
        self._put(number, kind, self._full[kind], growth.batteries)
        pool = number * len(self._types) + kind
        self._rings.append((pool, self.batteries, growth.vehicles))
        self._put(number, kind, self._full[kind], growth.vehicles)
        self.vehicles += growth.vehicles

    def fill_pools(self) -> Any:
        """Return the rows of `Pool`."""
        return np.array(self._pools, core.Pool.dtype)

    def fill_batteries(self) -> Any:
        """Return the rows of `Battery`."""
        rows = np.zeros(self.batteries, core.Battery.dtype)
        if not self._runs:
            return rows
        station, kind, soc, count = zip(*self._runs, strict=True)
        rows["station"] = np.repeat(station, count)
        rows["battery_type"] = np.repeat(kind, count)
        rows["soc"] = np.repeat(soc, count)
        rows["soh"] = np.array([of_type.soh for of_type in self._types])[rows["battery_type"]]
        return rows

    def fill_vehicles(self) -> Any:
        """Return the rows of `Vehicle`; the vehicles of a pool have batteries in one run."""
        rows = np.zeros(self.vehicles, core.Vehicle.dtype)
        pool, battery, vehicles = (np.array(column) for column in zip(*self._rings, strict=True))
        first = np.cumsum(vehicles) - vehicles
        rows["pool"] = np.repeat(pool, vehicles)
        rows["battery"] = np.arange(self.vehicles) + np.repeat(battery - first, vehicles)
        return rows
