"""From one departure to the next: a parked vehicle, and its trips.

Where drives have no rows in the log, the trips of a vehicle between two visits change nothing for
anybody else. So it lives on at once, trip after trip, until it needs a station, or its next
departure is not before the end of this call of `advance`. Only that is pending then, and the
vehicle is where it would be had each departure been an event; sums are added up in another order.
Where they have rows each departure is an event, as its row has its place among those of others.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import hour_of
from voltwin_core.draws import AHEAD, DESTINATION, TRIP_GAP, uniform
from voltwin_core.elementary import log
from voltwin_core.fleet.accumulators import count_fleet_in
from voltwin_core.fleet.ahead import DESTINATIONS, draw_ahead
from voltwin_core.fleet.cells import CANCELLED, TRIP_KM, TRIPS
from voltwin_core.fleet.choosing import class_of, soc_after
from voltwin_core.fleet.drives import (
    book_drive,
    log_drive,
    log_standing,
    pend,
    set_out,
    soc_there,
)
from voltwin_core.fleet.state import ON_TRIP, PARKED, SEEKS
from voltwin_core.fleet.trips import departure_from, destination_in, next_departure
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.events import ROW_TRIP, ROW_TRIP_CANCELLED, TRIP_END, WAKE
from voltwin_core.station.log_rows import logging_drives

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def park(w: "World", v: int, t: float) -> None:
    """The vehicle is parked from `t` on; its next departure becomes pending, or what comes after
    the trips that change nothing for others."""
    w.drivers[v].doing = PARKED
    if not logging_drives(w):
        _live_alone(w, v, t)
        return
    fleet, of = w.parameters.fleet, w.parameters.fleet.vehicles[v]
    u = uniform(w.control[0].key, TRIP_GAP, of.key, w.drivers[v].trip)
    pend(w, v, next_departure(fleet, of.vehicle_class, t, -log(u)), WAKE)


@kernel
def _live_alone(w: "World", v: int, t: float) -> None:
    """The vehicle, parked from `t` on, makes its trips up to one before or after which it has to
    swap, or to the end of this call of `advance`."""
    driver, control, ahead = w.drivers[v], w.control[0], w.trips_ahead
    fleet, of = w.parameters.fleet, w.parameters.fleet.vehicles[v]
    trip = drive = 0
    n = AHEAD
    while True:
        if n == AHEAD:
            draw_ahead(w, v)
            # Numbers of the first that are drawn; a trip without a way to go takes no drive.
            trip, drive, n = int(driver.trip), int(driver.drive), 0
        hour = hour_of(fleet.clock, t)
        at, hour = departure_from(fleet, of.vehicle_class, t, hour, ahead.exponentials[n])
        if at >= control.until:
            break
        control.handled += 1
        factor = ahead.factors[driver.drive - drive]
        t = depart(w, v, at, hour, ahead.uniforms[DESTINATIONS + n], factor)
        if driver.doing != PARKED:
            break
        n = driver.trip - trip
    if driver.doing != ON_TRIP:
        pend(w, v, at, WAKE)


@kernel
def draw_destination(w: "World", v: int) -> float:
    """Return the uniform of the destination of the departure that is due."""
    vehicle = w.parameters.fleet.vehicles[v].key
    return uniform(w.control[0].key, DESTINATION, vehicle, w.drivers[v].trip)


@kernel
def depart(w: "World", v: int, t: float, hour: int, u: float, factor: float) -> float:
    """A trip begins, or a swap must come first, or it is cancelled: not even a full battery would
    do. Return since when it is parked, if it is.

    Args:
        w: the world.
        v: the vehicle.
        t: departure [s].
        hour: that it is in, counted as by `calendar.hour_of`.
        u: uniform of its destination.
        factor: of the energy of its next drive.
    """
    driver, of, fleet = w.drivers[v], class_of(w, v), w.parameters.fleet
    to = destination_in(fleet, driver.place, hour, u)
    driver.trip += 1
    soc = soc_there(w, v, to, factor)
    if soc >= of.floor_soc:
        return make_trip(w, v, t, hour, to, soc)
    full = w.parameters.battery_types[of.battery_type].full_soc
    if soc_after(w, v, full, driver.place, to, factor) < of.floor_soc:
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
