"""Batteries, vehicles, and the pool that those of one type at one station form."""

from collections import deque
from heapq import heappop, heappush

import simpy

from voltwin.reference.environment import Environment
from voltwin_core.station.parameters import BatteryType

# Where a battery is, by the codes of `BatteryColumns`.
IN_VEHICLE = -1
BAY, QUEUED, COOLING, CHARGING, TOPPING, SUSPENDED, RACK = range(7)


class Battery:
    """A battery. On a charger its `soc` is that of the charge's anchor, see `Charge.soc`."""

    __slots__ = (
        "anchored_s",
        "celsius",
        "kind",
        "number",
        "pool",
        "soc",
        "state",
        "throughput_kwh",
        "type",
    )

    def __init__(self, number: int, kind: int, battery_type: BatteryType, soc: float) -> None:
        self.number = number
        self.kind = kind  # number of its type
        self.type = battery_type
        self.pool: Pool | None = None  # in which it is; None in a vehicle
        self.soc = soc
        self.state = IN_VEHICLE
        self.throughput_kwh = 0.0  # charged plus discharged [kWh]
        self.anchored_s = 0.0  # its temperature was known then [s],
        self.celsius = 0.0  # and was this [°C]

    @property
    def is_ready(self) -> bool:
        """Whether it may be handed out."""
        return self.soc >= self.type.ready_soc

    def set_temperature(self, t: float, celsius: float) -> None:
        """Anchor the temperature [°C] at `t` [s]."""
        self.anchored_s = t
        self.celsius = celsius

    def count_discharge(self, since_soc: float) -> None:
        """Count what was driven out of it, from this SoC down to the present one."""
        self.throughput_kwh += self.type.capacity_kwh * (since_soc - self.soc)

    def charge_to(self, soc: float) -> None:
        """Write the SoC after charging, and count what was charged."""
        self.throughput_kwh += self.type.capacity_kwh * (soc - self.soc)
        self.soc = soc


class Vehicle:
    """A vehicle with its battery. Its home is the ring of a pool."""

    __slots__ = ("battery", "home", "number")

    def __init__(self, number: int, battery: Battery, home: "Pool") -> None:
        self.number = number
        self.battery = battery
        self.home = home


class Pool:
    """The batteries of one type at one station, and the vehicles that it is the home of.

    The level of `claims` is the number of unclaimed ready batteries. To claim is to get one from
    it, and those that wait for that are the stock line.
    """

    __slots__ = ("claims", "rack", "ring", "station", "type")

    def __init__(self, env: Environment, station: int, battery_type: BatteryType) -> None:
        self.station = station
        self.type = battery_type
        self.claims = simpy.Container(env)
        self.rack: list[tuple[float, int, Battery]] = []  # a heap: SoC high, then number low
        self.ring: deque[Vehicle] = deque()  # the vehicles outside; the head comes next

    def put_in_rack(self, battery: Battery) -> None:
        """Put a ready battery into the rack."""
        battery.state = RACK
        heappush(self.rack, (-battery.soc, battery.number, battery))

    def take_from_rack(self) -> Battery:
        """Return the best battery of the rack, which must not be empty, out of it."""
        return heappop(self.rack)[-1]
