"""Events of a station: one small function each, its effects in order. docs/model.md §4 is the text.

Every handler makes the event's own change, log row first; `consequences.settle` then brings about
what follows from it.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.demand import first_arrival, next_arrival
from voltwin_core.event_list import event_key, recur
from voltwin_core.fleet.drives import is_fleet
from voltwin_core.fleet.life import IS_SENT_ON, live_on
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE, append, take_head
from voltwin_core.station.accumulators import (
    book_energy,
    count_loss,
    count_returned,
    count_swap,
)
from voltwin_core.station.anchor import reach, write_soc
from voltwin_core.station.cells import (
    DIVERTED,
    LOST_CLOSED,
    LOST_QUEUE_FULL,
    LOST_STOCKOUT,
    RENEGED,
)
from voltwin_core.station.charge import drawn_kw, pend_exactly, release, start
from voltwin_core.station.coming import place_of, swap_time
from voltwin_core.station.consequences import begin_swap
from voltwin_core.station.cooling import set_ambient_temperature
from voltwin_core.station.entering import enter, join_stock_line, take_place
from voltwin_core.station.events import (
    ARRIVAL,
    ROW_ARRIVAL,
    ROW_COOLED,
    ROW_FULL,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_READY,
    ROW_RENEGED,
    ROW_SWAP_END,
    ROW_WAIT_BATTERY,
    ROW_WAIT_BAY,
)
from voltwin_core.station.faults import begin_faults
from voltwin_core.station.interventions import pend_line
from voltwin_core.station.leaving import go_on_served, go_on_unserved
from voltwin_core.station.lines import bay_line, leave_line, leave_station, ring
from voltwin_core.station.log_rows import (
    log_charge,
    log_swap,
    log_visit,
    logging,
)
from voltwin_core.station.outages import leave_bay_out
from voltwin_core.station.parameters import LOSE, WAIT
from voltwin_core.station.price import begin_prices
from voltwin_core.station.racks import (
    join_charge_queue,
    join_ready_chargers,
    pool_of,
    put_in_rack,
    type_of,
)
from voltwin_core.station.reserving import shares
from voltwin_core.station.schedules import begin_schedules
from voltwin_core.station.sharing import await_power
from voltwin_core.station.silent import book_cooling, go_on_to_full, is_silent, know_ready
from voltwin_core.station.state import CHARGES, COOLS, IN_BAY_LINE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def on_begin(w: "World", s: int) -> None:
    """The first arrival, changes of limit, hours and price, intervention and faults become pending;
    the inventory takes its places: ready batteries the rack, the others the charge queue."""
    recur(w.events, s, first_arrival(w.demand, w.control[0].key, s), event_key(ARRIVAL, s))
    begin_schedules(w, s)
    begin_prices(w, s)
    pend_line(w, s)
    begin_faults(w, s)
    station = w.parameters.stations[s]
    for b in range(station.first_battery, station.first_battery + station.inventory):
        w.batteries[b].station = s
        set_ambient_temperature(w, s, b)
        if w.batteries[b].soc >= type_of(w, b).ready_soc:
            w.pools[pool_of(w, s, b)].ready += 1
            put_in_rack(w, s, b)
        else:
            join_charge_queue(w, s, b)


@inlined
def on_swap_end(w: "World", s: int, v: int) -> None:
    """Row `swap_end`; the vehicle leaves with its new battery, the returned one joins the charge
    queue, the bay is free, or out (row `bay_out`); and the vehicle goes on with its life."""
    vehicle, station = w.vehicles[v], w.stations[s]
    returned = vehicle.battery
    battery, kind = w.batteries[returned], type_of(w, returned)
    log_swap(w, s, ROW_SWAP_END, v, returned, vehicle.soc)
    count_swap(w, s, v)
    count_returned(w, s, vehicle.soc * battery.capacity_kwh)
    battery.throughput_kwh += (battery.soc - vehicle.soc) * battery.capacity_kwh
    battery.soc = vehicle.soc
    battery.celsius = kind.return_c
    battery.celsius_at = station.now
    vehicle.battery = vehicle.taken
    leave_station(w, s, v)
    join_charge_queue(w, s, returned)
    _leave_bay(w, s, int(vehicle.bay))
    go_on_served(w, s, v, station.now)


@inlined
def _leave_bay(w: "World", s: int, bay: int) -> None:
    """The bay is free, or out where that was ordered during the swap (row `bay_out`)."""
    if w.bay_outages[bay].reasons:
        leave_bay_out(w, s, bay)
        return
    station = w.stations[s]
    w.bays[bay].vehicle = NONE
    station.idle_bays += 1
    station.lowest_bay = min(station.lowest_bay, bay)


@inlined
def on_ready(w: "World", s: int, c: int) -> None:
    """The target is reached (row `ready`), the battery counts as ready, full becomes pending."""
    if w.chargers[c].early:
        pend_exactly(w, s, c)
        return
    b = w.chargers[c].battery
    if w.chargers[c].mode == COOLS:
        book_cooling(w, s, c)
    write_soc(w, s, c, w.chargers[c].target)
    pool = w.pools[pool_of(w, s, b)]
    pool.ready += 1
    pool.charging -= 1
    w.chargers[c].ready = 1
    join_ready_chargers(w, s, c)
    start(w, s, c)
    if logging(w):
        log_charge(w, s, ROW_READY, c, b, w.batteries[b].soc, drawn_kw(w, c))


@inlined
def on_full(w: "World", s: int, c: int) -> None:
    """The target is reached (row `full`); the battery goes to the rack, the charger is idle."""
    if w.chargers[c].early:
        pend_exactly(w, s, c)
        return
    charger, b = w.chargers[c], w.chargers[c].battery
    if charger.ready_at < math.inf:
        go_on_to_full(w, s, c)
    book_energy(w, s, c, w.stations[s].now, charger.target)
    charger.ready_at = math.inf
    reach(w, s, c, charger.target)
    log_charge(w, s, ROW_FULL, c, b, w.batteries[b].soc, 0.0)
    release(w, s, c)
    put_in_rack(w, s, b)


@inlined
def on_cooled(w: "World", s: int, c: int) -> None:
    """Charging starts, unless the charge is suspended or power is shared, which follows at the
    end (row `cooled` in any case)."""
    charger, b = w.chargers[c], w.chargers[c].battery
    charger.mode = CHARGES
    if shares(w, s):
        await_power(w, s, c)
    elif not charger.suspended:
        start(w, s, c)
    if logging(w):
        log_charge(w, s, ROW_COOLED, c, b, w.batteries[b].soc, drawn_kw(w, c))


@inlined
def on_arrival(w: "World", s: int) -> bool:
    """The head of the ring arrives (row `arrival`), the next arrival becomes pending; then it is
    lost, waits, or has claimed a battery and stands before a free bay. False: the ring is empty."""
    n = w.demand.states[s].ordinal
    coming = place_of(w, s, n)
    p = int(w.coming.pools[coming])
    if w.vehicle_lists.ends[ring(w, p)].count == 0:
        return False
    v = _come_from_ring(w, s, n, coming, p)
    # The next one before what is left of this: which event is next waits for its row.
    recur(w.events, s, next_arrival(w.demand, w.control[0].key, s), event_key(ARRIVAL, s))
    enter(w, s, p, v, ROW_ARRIVAL)
    _admit(w, s, p, v)
    return True


@kernel
def on_driver_arrival(w: "World", s: int, v: int) -> None:
    """A vehicle that has driven here arrives (row `arrival`); then as `on_arrival`."""
    vehicle, b = w.vehicles[v], w.vehicles[v].battery
    if is_fleet(w):
        driver = w.drivers[v]
        vehicle.key = w.parameters.fleet.vehicles[v].key
        vehicle.arrival = driver.visit
        vehicle.soc = w.batteries[b].soc
        driver.visit += 1
    vehicle.swap_s = swap_time(w, s, vehicle.key, vehicle.arrival)
    p = pool_of(w, s, b)
    enter(w, s, p, v, ROW_ARRIVAL)
    _admit(w, s, p, v)


@kernel
def on_patience(w: "World", s: int, v: int) -> None:
    """The vehicle gives up its line, queue place and claim (row `reneged`) and leaves."""
    vehicle = w.vehicles[v]
    leave_line(w, s, v)
    _lose(w, s, v, ROW_RENEGED, RENEGED, w.stations[s].now - vehicle.arrived_at)


@inlined
def _come_from_ring(w: "World", s: int, n: int, coming: int, p: int) -> int:
    """The head of the pool's ring comes as arrival `n`; return it."""
    v = take_head(w.vehicle_lists, ring(w, p))
    vehicle = w.vehicles[v]
    vehicle.soc = min(float(w.coming.socs[coming]), w.batteries[vehicle.battery].soc)
    vehicle.swap_s = w.coming.swaps_s[coming]
    vehicle.key = w.parameters.stations[s].key
    vehicle.arrival = n
    if len(w.drivers) > 0:
        w.drivers[v].diversions = 0
    return v


@inlined
def _admit(w: "World", s: int, p: int, v: int) -> None:
    """A battery and a bay are free: the swap begins. Else: lost, or wait."""
    station, pool, parameters = w.stations[s], w.pools[p], w.parameters.stations[s]
    if not station.open:
        _lose(w, s, v, ROW_LOST_CLOSED, LOST_CLOSED, 0.0)
        return
    if pool.ready <= pool.claims and is_silent(w, s):
        know_ready(w, s)
    stocked = pool.ready > pool.claims
    if not stocked and parameters.policy != WAIT:
        if parameters.policy == LOSE or not _divert(w, s, v):
            _lose(w, s, v, ROW_LOST_STOCKOUT, LOST_STOCKOUT, 0.0)
        return
    waits = not stocked or station.idle_bays == 0
    if waits and station.waiting >= parameters.queue_places:
        _lose(w, s, v, ROW_LOST_QUEUE_FULL, LOST_QUEUE_FULL, 0.0)
        return
    if not waits:  # nor does anybody else: what `settle` would do comes at once
        begin_swap(w, s, v)
        return
    if stocked:
        pool.claims += 1
        w.vehicles[v].where = IN_BAY_LINE
        append(w.vehicle_lists, bay_line(w, s), v)
    else:
        join_stock_line(w, p, v)
    take_place(w, s, v, ROW_WAIT_BAY if stocked else ROW_WAIT_BATTERY)


@kernel
def _divert(w: "World", s: int, v: int) -> bool:
    """The vehicle drives on to another station, unless it has done so too often; return whether."""
    if w.drivers[v].diversions >= w.parameters.stations[s].most_diversions:
        return False
    if live_on(w, IS_SENT_ON, v, s, w.stations[s].now) == NONE:
        return False
    count_loss(w, s, v, DIVERTED)
    leave_station(w, s, v)
    return True


@kernel
def _lose(w: "World", s: int, v: int, row: int, reason: int, wait_s: float) -> None:
    """The vehicle is lost: row, count, and back to its life with its battery as it was."""
    log_visit(w, s, row, v, wait_s)
    count_loss(w, s, v, reason)
    w.stations[s].lost += 1
    leave_station(w, s, v)
    go_on_unserved(w, s, v, w.stations[s].now, True)
