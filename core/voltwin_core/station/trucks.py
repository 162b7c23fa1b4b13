"""Trucks: ready batteries that nobody has claimed, brought from one station to another."""

import math
from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE, append, take_head
from voltwin_core.station.accumulators import set_battery_state
from voltwin_core.station.cells import EXCHANGES, IN_TRUCK, TRUCKED, TRUCKED_AT_S, TRUCKED_KWH
from voltwin_core.station.consequences import take_ready_battery
from voltwin_core.station.events import (
    ROW_LOADED,
    ROW_TRUCK_ARRIVES,
    ROW_TRUCK_LEAVES,
    ROW_UNLOADED,
)
from voltwin_core.station.log_rows import log_charge, log_station
from voltwin_core.station.racks import put_in_rack

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def load_truck(w: "World", s: int, k: int) -> None:
    """Truck `k` leaves station `s` (row `truck_leaves`) with as many unclaimed ready batteries of
    its type as it should take, or as there are: the rack's first (row `loaded` each)."""
    truck, station = w.parameters.trucks[k], w.stations[s]
    p = s * w.parameters.settings[0].battery_types + truck.battery_type
    log_station(w, s, ROW_TRUCK_LEAVES, math.nan)
    loaded = 0
    while loaded < truck.count and w.pools[p].ready > w.pools[p].claims:
        w.pools[p].ready -= 1
        b = take_ready_battery(w, s, p)
        set_battery_state(w, s, b, IN_TRUCK)
        w.batteries[b].station = NONE
        station.stock -= 1
        w.pools[p].stock -= 1
        append(w.trucks, k, b)
        _book(w, s, b, -1.0, ROW_LOADED)
        loaded += 1


@kernel
def unload_truck(w: "World", s: int, k: int) -> None:
    """Truck `k` arrives at station `s` (row `truck_arrives`): batteries go to the rack in the order
    of loading, as long as there are places (row `unloaded` each); it keeps the others."""
    station = w.stations[s]
    p = s * w.parameters.settings[0].battery_types + w.parameters.trucks[k].battery_type
    log_station(w, s, ROW_TRUCK_ARRIVES, math.nan)
    while w.trucks.ends[k].count > 0 and station.stock < w.parameters.stations[s].racks:
        b = take_head(w.trucks, k)
        w.batteries[b].station = s
        station.stock += 1
        w.pools[p].stock += 1
        w.pools[p].ready += 1
        put_in_rack(w, s, b)
        _book(w, s, b, 1.0, ROW_UNLOADED)


@kernel
def _book(w: "World", s: int, b: int, sign: float, row: int) -> None:
    """Write the row, and book what the station has more, or less, from now on."""
    battery, first = w.batteries[b], s * len(EXCHANGES)
    log_charge(w, s, row, NONE, b, battery.soc, math.nan)
    w.exchanges[first + TRUCKED] += sign
    w.exchanges[first + TRUCKED_KWH] += sign * battery.soc * battery.capacity_kwh
    w.exchanges[first + TRUCKED_AT_S] += sign * w.stations[s].now
