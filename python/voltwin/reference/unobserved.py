"""The unobserved pools: what observations may bring to a station, and where they put the rest."""

from collections.abc import Sequence
from heapq import heappop, heappush

from voltwin.reference.battery import UNOBSERVED, Battery, Vehicle
from voltwin.reference.run import Run, rows


class Unobserved:
    """Batteries of one type at one station, and vehicles with theirs, that are nowhere else. Those
    with the lowest numbers come out first."""

    __slots__ = ("_batteries", "_vehicles")

    def __init__(self) -> None:
        self._batteries: list[tuple[int, Battery]] = []  # heaps
        self._vehicles: list[tuple[int, Vehicle]] = []

    @property
    def batteries(self) -> int:
        """How many batteries are in it, those in vehicles not counted."""
        return len(self._batteries)

    @property
    def vehicles(self) -> int:
        """How many vehicles are in it."""
        return len(self._vehicles)

    def put(self, battery: Battery) -> None:
        """Put a battery into it."""
        battery.state, battery.pool = UNOBSERVED, None
        heappush(self._batteries, (battery.number, battery))

    def take(self) -> Battery:
        """Return its first battery, out of it; there must be one."""
        return heappop(self._batteries)[-1]

    def put_vehicle(self, vehicle: Vehicle) -> None:
        """Put a vehicle into it, with the battery that it has."""
        vehicle.battery.state = UNOBSERVED
        heappush(self._vehicles, (vehicle.number, vehicle))

    def take_vehicle(self) -> Vehicle:
        """Return its first vehicle, out of it; there must be one."""
        return heappop(self._vehicles)[-1]


class UnobservedPools:
    """The unobserved pools of all stations and types, in the order of the network's pools."""

    __slots__ = ("_pools", "_run")

    def __init__(self, run: Run) -> None:
        self._run = run
        self._pools = [Unobserved() for _ in range(len(run.parameters.pools))]

    def of(self, station: int, kind: int) -> Unobserved:
        """Return the pool of a station and a type."""
        return self._pools[station * len(self._run.types) + kind]

    def fill(self, batteries: Sequence[Battery], first_vehicle: int, first_battery: int) -> None:
        """Put vehicles and batteries where they are at first.

        Args:
            batteries: all that there are.
            first_vehicle: the vehicles from this number on are put.
            first_battery: likewise; those of vehicles stay in these.
        """
        parameters, in_vehicles = self._run.parameters, set()
        for number, row in enumerate(rows(parameters.vehicles)[first_vehicle:], first_vehicle):
            vehicle = Vehicle(number, batteries[row.battery], unobserved=True)
            self._pools[row.pool].put_vehicle(vehicle)
            in_vehicles.add(row.battery)
        of_battery = rows(parameters.batteries)
        for battery in batteries[first_battery:]:
            if battery.number not in in_vehicles:
                self.of(of_battery[battery.number].station, battery.kind).put(battery)
