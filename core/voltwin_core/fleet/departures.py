"""From one departure to the next: a parked vehicle, and its trips.

With the log off, the trips of a vehicle between two visits change nothing for anybody else. So it
lives on at once, trip after trip, until it needs a station, or its next departure is not before the
end of this call of `advance`. Only that is pending then, and the vehicle is where it would be had
each departure been an event; sums are added up in another order. With the log on each departure is
an event, as its row has its place among those of others.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import hour_of
from voltwin_core.draws import DESTINATION, TRIP_GAP, uniform_pair
from voltwin_core.fleet.accumulators import count_fleet_in
from voltwin_core.fleet.cells import CANCELLED, TRIP_KM, TRIPS
from voltwin_core.fleet.choosing import class_of, soc_after
from voltwin_core.fleet.drives import (
    book_drive,
    factor_of_next,
    log_drive,
    log_standing,
    pend,
    set_out,
    soc_there,
)
from voltwin_core.fleet.state import ON_TRIP, PARKED, SEEKS
from voltwin_core.fleet.trips import departure_from, destination_in
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.events import ROW_TRIP, ROW_TRIP_CANCELLED, TRIP_END, WAKE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def park(w: "World", v: int, t: float) -> None:
    """The vehicle is parked from `t` on; its next departure becomes pending, or that at which it
    has to swap first, or the end of the trip after which it has to."""
    driver, control, fleet = w.drivers[v], w.control[0], w.parameters.fleet
    of = fleet.vehicles[v]
    driver.doing = PARKED
    while True:
        gap, to = uniform_pair(control.key, TRIP_GAP >> 1, of.key, driver.trip)
        hour = hour_of(fleet.clock, t)
        at, hour = departure_from(fleet, of.vehicle_class, t, hour, -math.log(gap))
        if control.logging or at >= control.until:
            break
        control.handled += 1
        t = depart(w, v, at, hour, to)
        if driver.doing != PARKED:
            break
    if driver.doing != ON_TRIP:
        pend(w, v, at, WAKE)


@kernel
def draw_destination(w: "World", v: int) -> float:
    """Return the uniform of the destination of the departure that is due."""
    key, vehicle = w.control[0].key, w.parameters.fleet.vehicles[v].key
    return uniform_pair(key, DESTINATION >> 1, vehicle, w.drivers[v].trip)[DESTINATION & 1]


@kernel
def depart(w: "World", v: int, t: float, hour: int, u: float) -> float:
    """A trip begins, or a swap must come first, or it is cancelled: not even a full battery would
    do. Return since when it is parked, if it is.

    Args:
        w: the world.
        v: the vehicle.
        t: departure [s].
        hour: that it is in, counted as by `calendar.hour_of`.
        u: uniform of its destination.
    """
    driver, of, fleet = w.drivers[v], class_of(w, v), w.parameters.fleet
    to = destination_in(fleet, driver.place, hour, u)
    driver.trip += 1
    soc = soc_there(w, v, to)
    if soc >= of.floor_soc:
        return make_trip(w, v, t, hour, to, soc)
    full = w.parameters.battery_types[of.battery_type].full_soc
    if soc_after(w, v, full, driver.place, to, factor_of_next(w, v)) < of.floor_soc:
        return cancel_trip(w, v, t, hour, to)
    driver.doing = SEEKS
    driver.goal = to
    driver.diversions = 0
    return t


@kernel
def make_trip(w: "World", v: int, t: float, hour: int, to: int, soc: float) -> float:
    """The vehicle drives to a zone (row `trip`); return when it is there. With enough SoC left it
    is parked from then on; else the end of the trip becomes pending."""
    driver = w.drivers[v]
    set_out(w, v, t, hour, to, ON_TRIP)
    log_drive(w, v, t, ROW_TRIP, NONE, soc)
    count_fleet_in(w, v, hour, TRIPS)
    book_drive(w, v, hour, TRIP_KM, soc)
    if soc >= class_of(w, v).threshold_soc:
        driver.doing = PARKED
    else:
        pend(w, v, driver.arrives_at, TRIP_END)
    return driver.arrives_at


@kernel
def cancel_trip(w: "World", v: int, t: float, hour: int, to: int) -> float:
    """The trip is cancelled (row `trip_cancelled`); the vehicle parks where it is, since `t`."""
    driver = w.drivers[v]
    log_standing(w, v, t, ROW_TRIP_CANCELLED, driver.place, to, math.nan)
    count_fleet_in(w, v, hour, CANCELLED)
    driver.doing = PARKED
    return t
