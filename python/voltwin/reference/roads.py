"""The places of a city, how vehicles drive between them, and which station they choose."""

import math
from collections.abc import Iterator, Sequence

from voltwin.reference.battery import Battery
from voltwin.reference.run import Run, rows
from voltwin.reference.station import Station
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, VehicleClass
from voltwin_core.fleet.waiting import expected_wait_s
from voltwin_core.travel import drive_kwh, travel_km, travel_s


class Roads:
    """What a driver knows: distances, and what can be seen of the stations now."""

    __slots__ = ("_fleet", "_outlooks", "_run", "_stations", "_zones", "classes")

    def __init__(self, run: Run, stations: Sequence[Station]) -> None:
        self._run = run
        self._fleet = run.parameters.fleet
        self._stations = stations
        self._zones = rows(self._fleet.extent)[0].zones
        self._outlooks = rows(self._fleet.outlooks)
        self.classes = rows(self._fleet.classes)

    def place_of(self, station: Station) -> int:
        """Return the place at which a station is."""
        return int(self._zones + station.number)

    def travel_s(self, of: VehicleClass, a: int, b: int) -> float:
        """Return how long a drive from place `a` to place `b` takes that begins now [s]."""
        return travel_s(self._fleet.travel, a, b, of.speed_factor, self._run.env.now)

    def soc_after(
        self, of: VehicleClass, capacity_kwh: float, soc: float, a: int, b: int, factor: float
    ) -> float:
        """Return the SoC after a drive; below 0 the place is out of reach."""
        kwh = drive_kwh(travel_km(self._fleet.travel, a, b), of.kwh_per_km, factor)
        return soc - kwh / capacity_kwh

    def choose(
        self,
        of: VehicleClass,
        battery: Battery,
        place: int,
        factor: float,
        but: Station | None = None,
    ) -> Station | None:
        """Return the station that a driver goes to, by the choice of its class; None without one
        in reach."""
        in_reach = list(self._in_reach(of, battery, place, factor, but))
        if not in_reach:
            return None
        nearest = in_reach[0]
        if of.choice == NEAREST:
            return nearest
        considered = [station for station in in_reach[: of.considers] if station.is_open]
        if of.choice == LEAST_TIME:
            return self._quickest(of, considered, place) or nearest
        ready = (s for s in considered if s.pools[of.battery_type].claims.level > 0)
        return next(ready, nearest)

    def _in_reach(
        self, of: VehicleClass, battery: Battery, place: int, factor: float, but: Station | None
    ) -> Iterator[Station]:
        """Yield the stations with batteries of the class that its battery can reach, the nearest
        first."""
        count = len(self._stations)
        for number in self._fleet.order[place * count : (place + 1) * count].tolist():
            station = self._stations[number]
            if station is but or station.pools[of.battery_type].stock == 0:
                continue
            there, kwh = self.place_of(station), battery.capacity_kwh
            if self.soc_after(of, kwh, battery.soc, place, there, factor) >= 0.0:
                yield station

    def _quickest(
        self, of: VehicleClass, considered: Sequence[Station], place: int
    ) -> Station | None:
        """Return the station with the least travel time and expected wait, if any is finite."""
        best, least_s = None, math.inf
        for station in considered:
            seconds = self.travel_s(of, place, self.place_of(station))
            seconds += self._expected_wait_s(station, of.battery_type)
            if seconds < least_s:
                best, least_s = station, seconds
        return best

    def _expected_wait_s(self, station: Station, kind: int) -> float:
        pool = station.pools[kind]
        outlook = self._outlooks[station.number * len(station.pools) + kind]
        return expected_wait_s(
            int(pool.claims.level),
            len(pool.claims.get_queue),
            len(station.bays.get_queue),
            station.bays.in_service - len(station.bays.items),
            station.bays.in_service,
            sum(
                charge.battery.kind == kind and not charge.ready
                for charge in station.chargers.charges.values()
            ),
            outlook.swap_s,
            outlook.charge_s,
        )
