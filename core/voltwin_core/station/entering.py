"""A vehicle enters a station, and a line there."""

import math
from typing import TYPE_CHECKING

from voltwin_core.distributions import NEVER
from voltwin_core.event_list import event_key, push
from voltwin_core.jit import inlined
from voltwin_core.linked import append
from voltwin_core.station.accumulators import count_arrival
from voltwin_core.station.coming import patience
from voltwin_core.station.events import PATIENCE
from voltwin_core.station.lines import stock_line
from voltwin_core.station.log_rows import log_vehicle, log_visit
from voltwin_core.station.silent import await_ready
from voltwin_core.station.state import IN_STOCK_LINE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def enter(w: "World", s: int, p: int, v: int, row: int) -> None:
    """The vehicle is at the station, with its claim on time; it counts as an arrival."""
    vehicle, station = w.vehicles[v], w.stations[s]
    vehicle.pool = p
    vehicle.arrived_at = station.now
    vehicle.cell = station.cell
    station.inside += 1
    log_visit(w, s, row, v, math.nan)
    count_arrival(w, s)


@inlined
def join_stock_line(w: "World", p: int, v: int) -> None:
    """The vehicle waits for a battery of the pool."""
    w.vehicles[v].where = IN_STOCK_LINE
    append(w.vehicle_lists, stock_line(w, p), v)
    if w.vehicle_lists.ends[stock_line(w, p)].count == 1:
        await_ready(w, w.parameters.pools[p].station)


@inlined
def take_place(w: "World", s: int, v: int, row: int) -> None:
    """The vehicle takes a queue place; the end of its patience, if any, becomes pending."""
    vehicle, parameters = w.vehicles[v], w.parameters.stations[s]
    vehicle.on_place = 1
    vehicle.patience_ends = math.inf
    w.stations[s].waiting += 1
    log_vehicle(w, s, row, v, math.nan)
    if parameters.patience == NEVER:
        return
    vehicle.patience_ends = vehicle.arrived_at + patience(w, s, vehicle.key, vehicle.arrival)
    if vehicle.patience_ends < math.inf:
        push(w.events, s, vehicle.patience_ends, event_key(PATIENCE, v))
