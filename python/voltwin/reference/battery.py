"""Batteries, vehicles, and the pool that those of one type at one station form."""

from bisect import insort_left
from collections import deque
from operator import attrgetter
from typing import TYPE_CHECKING

import simpy

from voltwin.reference.environment import Environment
from voltwin_core.station.parameters import BatteryType

if TYPE_CHECKING:
    from voltwin.reference.visit import Visit

# Where a battery is, by the codes of `BatteryColumns`.
IN_VEHICLE, IN_TRUCK, UNOBSERVED = -1, -2, -3
BAY, QUEUED, COOLING, CHARGING, TOPPING, SUSPENDED, RACK = range(7)

_soc = attrgetter("soc")


class Battery:
    """A battery. On a charger its `soc` is that of the charge's anchor, see `Charge.soc`."""

    __slots__ = (
        "anchored_s",
        "celsius",
        "kind",
        "number",
        "pool",
        "soc",
        "soh",
        "state",
        "throughput_kwh",
        "type",
        "wear",
    )

    def __init__(
        self, number: int, kind: int, battery_type: BatteryType, soc: float, soh: float
    ) -> None:
        self.number = number
        self.kind = kind  # number of its type
        self.type = battery_type
        self.pool: Pool | None = None  # at whose station it is; None elsewhere
        self.soc = soc
        self.soh = soh
        self.wear = Wear(soc, soh)
        self.state = IN_VEHICLE
        self.throughput_kwh = 0.0  # charged plus discharged [kWh]
        self.anchored_s = 0.0  # its temperature was known then [s],
        self.celsius = 0.0  # and was this [°C]

    @property
    def capacity_kwh(self) -> float:
        """What it holds when full [kWh]."""
        return self.type.capacity_kwh * self.soh

    @property
    def is_ready(self) -> bool:
        """Whether it may be handed out."""
        return self.soc >= self.type.ready_soc

    def begin_with(self, soc: float) -> None:
        """Write the SoC at the start of the run."""
        self.soc = self.wear.low_soc = self.wear.top_soc = soc

    def set_temperature(self, t: float, celsius: float) -> None:
        """Anchor the temperature [°C] at `t` [s]."""
        self.anchored_s = t
        self.celsius = celsius

    def count_discharge(self, since_soc: float) -> None:
        """Count what was driven out of it, from this SoC down to the present one."""
        self.throughput_kwh += self.capacity_kwh * (since_soc - self.soc)

    def charge_to(self, soc: float) -> None:
        """Write the SoC after charging, and count what was charged."""
        self.throughput_kwh += self.capacity_kwh * (soc - self.soc)
        self.correct_to(soc)

    def correct_to(self, soc: float) -> None:
        """Write a SoC, charged or seen; for its ageing it is the highest since it last aged."""
        self.soc = self.wear.top_soc = soc


class Wear:
    """What a battery has lost by ageing, and what has happened since that was worked out."""

    __slots__ = ("calendar_loss", "cycling_loss", "low_soc", "since_kwh", "since_s", "top_soc")

    def __init__(self, soc: float, soh: float) -> None:
        self.calendar_loss = self.cycling_loss = 0.5 * (1.0 - soh)  # of the nominal capacity
        self.since_s = 0.0  # when it was worked out [s],
        self.since_kwh = 0.0  # the throughput then [kWh],
        self.low_soc = soc  # the SoC then,
        self.top_soc = soc  # and the highest since


class Vehicle:
    """A vehicle with its battery."""

    __slots__ = ("battery", "number", "unobserved")

    def __init__(self, number: int, battery: Battery, unobserved: bool = False) -> None:
        self.number = number
        self.battery = battery
        self.unobserved = unobserved  # of an unobserved pool: elsewhere it is not simulated


class Pool:
    """The batteries of one type at one station, and the vehicles that it is the home of.

    The level of `claims` is the number of unclaimed ready batteries. To claim is to get one from
    it, and those that wait for that are the stock line.
    """

    __slots__ = ("bay_line", "claims", "rack", "ring", "station", "stock", "stock_line", "type")

    def __init__(self, env: Environment, station: int, battery_type: BatteryType) -> None:
        self.station = station
        self.type = battery_type
        self.claims = simpy.Container(env)
        self.rack: list[Battery] = []  # the lowest SoC first, and the last come before its equals
        self.ring: deque[Vehicle] = deque()  # the vehicles outside; the head comes next
        self.stock = 0  # batteries of the type at the station, in no vehicle
        self.stock_line: list[Visit] = []  # those without a claim,
        self.bay_line: list[Visit] = []  # and those with one, in the order of joining

    @property
    def ready(self) -> int:
        """How many batteries count as ready, claimed ones included."""
        return int(self.claims.level) + len(self.bay_line)

    def put_in_rack(self, battery: Battery) -> None:
        """Put a ready battery into the rack."""
        battery.state = RACK
        insort_left(self.rack, battery, key=_soc)

    def take_from_rack(self) -> Battery:
        """Return the best battery of the rack, which must not be empty, out of it."""
        return self.rack.pop()
