"""Who drives: from one place to another, and from a station that cannot serve to the next best."""

from collections.abc import Generator
from typing import Any

from simpy.events import Event

from voltwin.reference.battery import Vehicle
from voltwin.reference.log import NONE
from voltwin.reference.roads import Roads
from voltwin.reference.run import Run
from voltwin.reference.station import Station
from voltwin.reference.visit import Draws, End, Visit
from voltwin_core.fleet.parameters import VehicleClass
from voltwin_core.station.events import ROW_DIVERTED, TRIP_END


class Driver:
    """A vehicle on the road; `place` is where it is, or drives to."""

    __slots__ = ("_roads", "_run", "of", "place", "vehicle")

    def __init__(self, run: Run, roads: Roads, vehicle: Vehicle, of: VehicleClass) -> None:
        self._run = run
        self._roads = roads
        self.vehicle = vehicle
        self.of = of
        self.place = NONE

    def visit(
        self, station: Station, draws: Draws, soc_outside: float
    ) -> Generator[Event, Any, End]:
        """Visit a station, and those that it is sent on to; return how the last visit ends.

        Args:
            station: where it is now.
            draws: whose the draws of these visits are.
            soc_outside: the SoC that its battery has again if it is lost.
        """
        diversions = 0
        while True:
            visit = Visit(station, self.vehicle, draws, soc_outside, diversions)
            end = yield from visit.process()
            if end is not End.DIVERTED:
                return end
            self.place = self._roads.place_of(station)
            other = self._choose(but=station)
            if other is None:
                visit.refuse()
                return End.LOST
            visit.leave()
            arrives = self._set_out(ROW_DIVERTED, self._roads.place_of(other), station)
            yield self._run.env.at(arrives, TRIP_END, self.vehicle.number)
            station, diversions = other, diversions + 1
            draws, soc_outside = self._next_visit(draws, soc_outside)

    def _factor(self) -> float:
        """Return the energy factor of its next drive."""
        return 1.0

    def _next_visit(self, draws: Draws, soc_outside: float) -> tuple[Draws, float]:
        """Return draws and SoC outside of the visit after a diversion: it is still that arrival."""
        return draws, soc_outside

    def _choose(self, but: Station | None = None) -> Station | None:
        return self._roads.choose(self.of, self.vehicle.battery, self.place, self._factor(), but)

    def _soc_there(self, place: int, soc: float) -> float:
        """Return the SoC after a drive from here to a place."""
        kwh = self.vehicle.battery.capacity_kwh
        return self._roads.soc_after(self.of, kwh, soc, self.place, place, self._factor())

    def _set_out(self, kind: int, place: int, station: Station | None = None) -> float:
        """Drive to a place: its row; return when it is there [s]."""
        origin, battery = self.place, self.vehicle.battery
        battery.soc = self._soc_there(place, battery.soc)
        arrives = self._run.env.now + self._roads.travel_s(self.of, origin, place)
        self.place = place
        self._write(kind, origin, place, arrives, station)
        return arrives

    def _write(
        self,
        kind: int,
        origin: int,
        destination: int,
        until: float,
        station: Station | None = None,
    ) -> None:
        """Write a row about the vehicle at a place, or on a drive."""
        battery = self.vehicle.battery
        self._run.log.write(
            kind,
            station.number if station else NONE,
            vehicle=self.vehicle.number,
            battery=battery.number,
            soc=battery.soc,
            origin=origin,
            destination=destination,
            until=until,
        )
