"""A vehicle that lives in the city: parked, on trips, and on its way to swap."""

from collections.abc import Generator, Sequence
from typing import Any

from simpy.events import Event

from voltwin.reference.battery import Battery, Vehicle
from voltwin.reference.driver import Driver
from voltwin.reference.log import NO_VALUE, NONE
from voltwin.reference.roads import Roads
from voltwin.reference.run import Run, as_key, rows
from voltwin.reference.station import Station
from voltwin.reference.visit import Draws, End
from voltwin_core.draws import DESTINATION, TRIP_GAP, uniform
from voltwin_core.elementary import log
from voltwin_core.fleet.parameters import FleetVehicle, VehicleClass
from voltwin_core.fleet.trips import destination, energy_factor, initial_soc, next_departure
from voltwin_core.station.events import (
    BEGIN,
    ROW_PARKED,
    ROW_STRANDED,
    ROW_TO_STATION,
    ROW_TOWED,
    ROW_TRIP,
    ROW_TRIP_CANCELLED,
    TRIP_END,
    WAKE,
)

Life = Generator[Event, Any, float]  # ends with when the vehicle is parked [s]


class Inhabitant(Driver):
    """A vehicle of the fleet; `process` is its life. Trips, drives and visits have numbers of
    their own, by which their draws are named."""

    __slots__ = ("_class", "_drives", "_home", "_key", "_stations", "_trips", "_visits")

    def __init__(
        self,
        run: Run,
        roads: Roads,
        stations: Sequence[Station],
        vehicle: Vehicle,
        row: FleetVehicle,
        of: VehicleClass,
    ) -> None:
        super().__init__(run, roads, vehicle, of)
        self._stations = stations
        self._class = row.vehicle_class
        self._key = as_key(row.key)
        self._home = row.home
        self._trips = self._drives = self._visits = 0

    def process(self) -> Generator[Event, Any, None]:
        """Stand at home (row `parked`), then go on trip after trip."""
        env, fleet = self._run.env, self._run.parameters.fleet
        number = self.vehicle.number
        yield env.at(0.0, BEGIN, len(self._stations) + number)
        self.place = self._home
        self.vehicle.battery.begin_with(initial_soc(fleet, self._run.key, number))
        self._write(ROW_PARKED, self.place, NONE, NO_VALUE)
        parked_at = env.now
        while True:
            exponential = -log(self._uniform(TRIP_GAP))
            departs = next_departure(fleet, self._class, parked_at, exponential)
            yield env.at(departs, WAKE, number)
            parked_at = yield from self._trip()

    def _trip(self) -> Life:
        """Drive to a zone, or swap before; a trip that even a full battery would not do is
        cancelled (row `trip_cancelled`)."""
        fleet, of = self._run.parameters.fleet, self.of
        u = self._uniform(DESTINATION)
        goal = destination(fleet, self.place, self._run.env.now, u)
        self._trips += 1
        if self._soc_there(goal, self.vehicle.battery.soc) >= of.floor_soc:
            return (yield from self._drive(goal))
        if self._soc_there(goal, self.vehicle.battery.type.full_soc) < of.floor_soc:
            return self._cancel(goal)
        return (yield from self._swap(goal))

    def _drive(self, goal: int) -> Life:
        """Drive to a zone (row `trip`), and from there to swap if little is left."""
        arrives = self._set_out(ROW_TRIP, goal)
        if self.vehicle.battery.soc >= self.of.threshold_soc:
            return arrives
        yield self._run.env.at(arrives, TRIP_END, self.vehicle.number)
        return (yield from self._swap(None))

    def _swap(self, goal: int | None) -> Life:
        """Drive to a station (row `to_station`) and swap; lost there, try again after a while.
        Then go on to the goal of the trip, if there is one."""
        env, number = self._run.env, self.vehicle.number
        end = End.LOST
        while end is End.LOST:
            station = self._choose()
            if station is None:
                return (yield from self._be_towed())
            arrives = self._set_out(ROW_TO_STATION, self._roads.place_of(station), station)
            yield env.at(arrives, TRIP_END, number)
            end = yield from self.visit(station, self._draws(), self.vehicle.battery.soc)
            if end is End.LOST:
                yield env.at(env.now + self.of.retry_s, WAKE, number)
        if goal is None:
            return env.now
        if self._soc_there(goal, self.vehicle.battery.soc) < self.of.floor_soc:
            return self._cancel(goal)
        return (yield from self._drive(goal))

    def _be_towed(self) -> Life:
        """Stand stranded (row `stranded`) until towed home and fully charged (row `towed`)."""
        env, battery = self._run.env, self.vehicle.battery
        until = env.now + self.of.tow_s
        self._write(ROW_STRANDED, self.place, NONE, until)
        yield env.at(until, WAKE, self.vehicle.number)
        battery.charge_to(battery.type.full_soc)
        origin, self.place = self.place, self._home
        self._write(ROW_TOWED, origin, self.place, NO_VALUE)
        return env.now

    def _cancel(self, goal: int) -> float:
        self._write(ROW_TRIP_CANCELLED, self.place, goal, NO_VALUE)
        return self._run.env.now

    def _set_out(self, kind: int, place: int, station: Station | None = None) -> float:
        before = self.vehicle.battery.soc
        arrives = super()._set_out(kind, place, station)
        self.vehicle.battery.count_discharge(before)
        self._drives += 1
        return arrives

    def _factor(self) -> float:
        fleet, number = self._run.parameters.fleet, self.vehicle.number
        return energy_factor(fleet, self._run.key, number, self._drives)

    def _next_visit(self, draws: Draws, soc_outside: float) -> tuple[Draws, float]:
        return self._draws(), self.vehicle.battery.soc

    def _draws(self) -> Draws:
        """Return whose the draws of its next visit are: its own, by the visit's number."""
        self._visits += 1
        return Draws(self._key, self._visits - 1)

    def _uniform(self, stream: int) -> float:
        return uniform(self._run.key, stream, self._key, self._trips)


def build_fleet(
    run: Run, roads: Roads, stations: Sequence[Station], batteries: Sequence[Battery]
) -> list[Inhabitant]:
    """Return the vehicles of the fleet as they are at the start of the run."""
    fleet = run.parameters.fleet
    inhabitants = rows(fleet.vehicles)
    pairs = zip(inhabitants, rows(run.parameters.vehicles)[: len(inhabitants)], strict=True)
    return [
        Inhabitant(
            run,
            roads,
            stations,
            Vehicle(number, batteries[vehicle.battery]),
            row,
            roads.classes[row.vehicle_class],
        )
        for number, (row, vehicle) in enumerate(pairs)
    ]
