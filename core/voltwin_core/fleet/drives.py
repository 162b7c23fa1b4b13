"""A drive of a vehicle: what it takes, and what is written when it begins. Also what stands before
and after: who stands where, and the event of a vehicle on the road."""

import math
from typing import TYPE_CHECKING

from voltwin_core.event_list import event_key
from voltwin_core.fleet.accumulators import sum_drive
from voltwin_core.fleet.choosing import class_of, soc_after
from voltwin_core.fleet.trips import energy_factor
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.log_rows import log_driver
from voltwin_core.travel import travel_km, travel_s_in
from voltwin_core.wheel import turn_in

if TYPE_CHECKING:
    from voltwin_core.station.world import World

ROAD = 0  # all vehicles that drive are in one component, which has the only wheel


@kernel
def is_fleet(w: "World") -> bool:
    """Return whether vehicles live in the city; if not, they come from rings."""
    return len(w.parameters.fleet.vehicles) > 0


@kernel
def pend(w: "World", v: int, t: float, rank: int) -> None:
    """Make the next event of a vehicle on the road pending, if it is ever due."""
    if t < math.inf:
        turn_in(w.road, ROAD, v, t, event_key(rank, v))


@kernel
def factor_of_next(w: "World", v: int) -> float:
    """Return the energy factor of the vehicle's next drive."""
    if not is_fleet(w):
        return 1.0
    return energy_factor(w.parameters.fleet, w.control[0].key, v, w.drivers[v].drive)


@kernel
def soc_there(w: "World", v: int, to: int, factor: float) -> float:
    """Return the SoC that the vehicle would have after a drive to a place, of this factor."""
    soc = w.batteries[w.vehicles[v].battery].soc
    return soc_after(w, v, soc, w.drivers[v].place, to, factor)


@kernel
def set_out(w: "World", v: int, t: float, hour: int, to: int, doing: int) -> None:
    """The vehicle is on the road, from `t` in an hour on, until it is there."""
    driver = w.drivers[v]
    travel, factor = w.parameters.fleet.travel, class_of(w, v).speed_factor
    seconds = travel_s_in(travel, driver.place, to, factor, hour)
    driver.origin = driver.place
    driver.place = to
    driver.doing = doing
    driver.departed_at = t
    driver.arrives_at = t + seconds
    driver.drive += 1


@kernel
def book_drive(w: "World", v: int, hour: int, column: int, soc: float) -> None:
    """Write the SoC that the battery has after the drive that begins, and book its distance and
    energy."""
    driver, battery = w.drivers[v], w.batteries[w.vehicles[v].battery]
    kwh = (battery.soc - soc) * battery.capacity_kwh
    battery.soc = soc
    battery.throughput_kwh += kwh
    km = travel_km(w.parameters.fleet.travel, driver.origin, driver.place)
    sum_drive(w, v, hour, column, km, kwh)


@kernel
def log_drive(w: "World", v: int, t: float, kind: int, s: int, soc: float) -> None:
    """Write a row about the drive that begins, with the SoC at its end."""
    driver, b = w.drivers[v], int(w.vehicles[v].battery)
    log_driver(w, t, kind, s, v, b, soc, driver.origin, driver.place, driver.arrives_at)


@kernel
def log_standing(
    w: "World", v: int, t: float, kind: int, origin: int, destination: int, until: float
) -> None:
    """Write a row about a vehicle that stands at `origin`."""
    b = int(w.vehicles[v].battery)
    log_driver(w, t, kind, NONE, v, b, w.batteries[b].soc, origin, destination, until)
