"""Which station a driver goes to, by what can be seen of the stations when it decides."""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import hour_of
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY
from voltwin_core.fleet.waiting import expected_wait_s
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.lines import bay_line, stock_line
from voltwin_core.travel import drive_kwh, travel_km, travel_s_in

if TYPE_CHECKING:
    from voltwin_core.fleet.parameters import VehicleClass
    from voltwin_core.station.world import World


@kernel
def class_of(w: "World", v: int) -> "VehicleClass":
    """Return the class of a vehicle; those of rings have one for each battery type."""
    fleet = w.parameters.fleet
    if len(fleet.vehicles) > 0:
        return fleet.classes[fleet.vehicles[v].vehicle_class]
    types = w.parameters.settings[0].battery_types
    return fleet.classes[w.parameters.vehicles[v].pool % types]


@kernel
def soc_after(w: "World", v: int, soc: float, a: int, b: int, factor: float) -> float:
    """Return the SoC after the drive from place `a` to place `b`; below 0 it is out of reach."""
    kwh = drive_kwh(travel_km(w.parameters.fleet.travel, a, b), class_of(w, v).kwh_per_km, factor)
    return soc - kwh / w.batteries[w.vehicles[v].battery].capacity_kwh


@kernel
def choose_station(
    w: "World", v: int, soc: float, place: int, factor: float, t: float, but: int
) -> int:
    """Return the station that a driver goes to from a place, or NONE if none is in reach.

    Stations with its battery type are looked at from the nearest on, `but` one left out; of those
    in reach it takes the nearest, the nearest with an unclaimed ready battery, or the one with the
    least travel time and expected wait, by the choice of its class. The latter two consider as many
    as the class says, open ones only, and fall back to the nearest.
    """
    of, fleet, stations = class_of(w, v), w.parameters.fleet, len(w.stations)
    zones = fleet.extent[0].zones
    hour = hour_of(w.parameters.clock, t)
    nearest, best, least_s, considered = NONE, NONE, math.inf, 0
    for n in range(stations):
        s = int(fleet.order[place * stations + n])
        p = s * w.parameters.settings[0].battery_types + of.battery_type
        if s == but or w.pools[p].stock == 0:
            continue
        if soc_after(w, v, soc, place, zones + s, factor) < 0.0:
            continue
        if nearest == NONE:
            nearest = s
        if of.choice == NEAREST:
            break
        if of.choice == NEAREST_READY:
            if w.stations[s].open and w.pools[p].ready > w.pools[p].claims:
                return s
        elif of.choice == LEAST_TIME and w.stations[s].open:
            drive_s = travel_s_in(fleet.travel, place, zones + s, of.speed_factor, hour)
            seconds = drive_s + _wait_s(w, s, p)
            if seconds < least_s:
                best, least_s = s, seconds
        considered += 1
        if considered == of.considers:
            break
    return best if best != NONE else nearest


@kernel
def _wait_s(w: "World", s: int, p: int) -> float:
    """Return the wait that a newcomer for pool `p` expects at station `s` [s]."""
    station, outlook = w.parameters.stations[s], w.parameters.fleet.outlooks[p]
    in_service = station.bays - w.stations[s].bays_out
    return expected_wait_s(
        w.pools[p].ready - w.pools[p].claims,
        w.vehicle_lists.ends[stock_line(w, p)].count,
        w.vehicle_lists.ends[bay_line(w, s)].count,
        in_service - w.stations[s].idle_bays,
        in_service,
        w.pools[p].charging,
        outlook.swap_s,
        outlook.charge_s,
    )
