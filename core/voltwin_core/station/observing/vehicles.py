"""A station's lines of vehicles for a pool, made as long as was seen, and claims that are lost."""

from typing import TYPE_CHECKING

from voltwin_core.event_list import drop, event_key
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE, remove
from voltwin_core.number_heaps import take_lowest
from voltwin_core.station.accumulators import count_loss
from voltwin_core.station.cells import IN_VEHICLE, UNSEEN
from voltwin_core.station.coming import swap_time
from voltwin_core.station.entering import enter, join_stock_line, take_place
from voltwin_core.station.events import (
    PATIENCE,
    ROW_VEHICLE_SEEN,
    ROW_VEHICLE_UNSEEN,
    ROW_WAIT_BATTERY,
)
from voltwin_core.station.leaving import go_on_unserved
from voltwin_core.station.lines import bay_line, leave_line, leave_station, stock_line
from voltwin_core.station.log_rows import NO_VALUE, log_vehicle, log_visit
from voltwin_core.station.unobserved import book_vehicle, see_soc

if TYPE_CHECKING:
    from voltwin_core.station.world import World

_FIRST_SEEN = 1 << 40  # ordinal of its draws; those of arrivals stay below


@kernel
def withdraw_claims(w: "World", s: int, p: int, most: int) -> None:
    """While there are more claims than `most`, the last of the bay line that has one waits for a
    battery again, behind the others (row `wait_battery`)."""
    while w.pools[p].claims > most:
        v = _last_in_bay_line(w, s, p)
        remove(w.vehicle_lists, bay_line(w, s), v)
        w.pools[p].claims -= 1
        join_stock_line(w, p, v)
        log_vehicle(w, s, ROW_WAIT_BATTERY, v, NO_VALUE)


@kernel
def number_waiting(w: "World", s: int, p: int) -> int:
    """Return the number of vehicles in both lines that come for the pool."""
    number = int(w.vehicle_lists.ends[stock_line(w, p)].count)
    v = w.vehicle_lists.ends[bay_line(w, s)].head
    while v != NONE:
        number += w.vehicles[v].pool == p
        v = w.vehicle_lists.links[v].after
    return number


@kernel
def remove_vehicles(w: "World", s: int, p: int, wanted: int) -> None:
    """While more wait, the last of the stock line, then of the bay line, leaves as it came: row
    `vehicle_unseen`."""
    for _ in range(number_waiting(w, s, p) - wanted):
        v = w.vehicle_lists.ends[stock_line(w, p)].tail
        if v == NONE:
            v = _last_in_bay_line(w, s, p)
        leave_line(w, s, v)
        drop(w.events, s, event_key(PATIENCE, v))
        now = w.stations[s].now
        log_visit(w, s, ROW_VEHICLE_UNSEEN, v, now - w.vehicles[v].arrived_at)
        count_loss(w, s, v, UNSEEN)
        leave_station(w, s, v)
        go_on_unserved(w, s, v, now, False)


@kernel
def add_vehicles(w: "World", s: int, p: int, wanted: int, soc: float) -> None:
    """While fewer wait, one comes out of the pool and waits for a battery: rows `vehicle_seen` and
    `wait_battery`."""
    for _ in range(wanted - number_waiting(w, s, p)):
        if w.unobserved_vehicles.ranges[p].count == 0:
            return
        v = take_lowest(w.unobserved_vehicles, p)
        vehicle, override, b = w.vehicles[v], w.overrides[s], int(w.vehicles[v].battery)
        see_soc(w, b, soc)
        w.batteries[b].state = IN_VEHICLE
        book_vehicle(w, s, b, 1.0)
        vehicle.soc = soc
        vehicle.key = w.parameters.stations[s].key
        vehicle.arrival = _FIRST_SEEN + override.vehicles_seen
        vehicle.swap_s = swap_time(w, s, vehicle.key, vehicle.arrival)
        override.vehicles_seen += 1
        enter(w, s, p, v, ROW_VEHICLE_SEEN)
        join_stock_line(w, p, v)
        take_place(w, s, v, ROW_WAIT_BATTERY)


@kernel
def _last_in_bay_line(w: "World", s: int, p: int) -> int:
    v = w.vehicle_lists.ends[bay_line(w, s)].tail
    while v != NONE and w.vehicles[v].pool != p:
        v = w.vehicle_lists.links[v].before
    return v
