"""What follows from an event, always in this order: grants, bays, chargers, set-points
(docs/model.md §4)."""

import math
from typing import TYPE_CHECKING

from voltwin_core.event_list import drop_due, event_key, push_here
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE, append, take_head
from voltwin_core.number_sets import lowest, next_above, take_lowest
from voltwin_core.station.accumulators import count_handed, set_battery_state
from voltwin_core.station.cells import BAY, IN_VEHICLE, UNOBSERVED
from voltwin_core.station.charge import is_fuller, place, resume, unplug
from voltwin_core.station.events import PATIENCE, ROW_CLAIMED, ROW_SWAP_BEGIN, SWAP_END
from voltwin_core.station.lines import bay_line, stock_line
from voltwin_core.station.log_rows import log_swap, log_vehicle
from voltwin_core.station.parameters import ADMIT
from voltwin_core.station.price import may_start
from voltwin_core.station.reserving import fits, is_limited, reservation
from voltwin_core.station.sharing import share_power
from voltwin_core.station.silent import know_ready
from voltwin_core.station.state import IN_BAY, IN_BAY_LINE
from voltwin_core.station.unobserved import book_vehicle, has_come_from_pool
from voltwin_core.station.warming import derating_now

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def settle(w: "World", s: int) -> None:
    """Bring about all consequences of the station's own change: grants, bays, chargers, and, last
    and once, set-points."""
    station, in_bay_line = w.stations[s], w.vehicle_lists.ends[bay_line(w, s)].count
    # Whoever stands in a line has a queue place, see `take_place`. One branch, for the same reason
    # as in `_feed_chargers`: it is taken where something may come of it, which is easier to guess.
    if (station.waiting > 0) & ((station.idle_bays > 0) | (station.waiting > in_bay_line)):
        _serve_lines(w, s)
    _feed_chargers(w, s)
    if station.unshared:
        share_power(w, s)


@kernel
def _serve_lines(w: "World", s: int) -> None:
    """Whoever waits is granted a claim, and who has one a bay, as far as there are any."""
    _grant_claims(w, s)
    station, line = w.stations[s], bay_line(w, s)
    while station.idle_bays > 0 and w.vehicle_lists.ends[line].count > 0:
        v = take_head(w.vehicle_lists, line)
        w.pools[w.vehicles[v].pool].claims -= 1
        begin_swap(w, s, v)


@kernel
def _grant_claims(w: "World", s: int) -> None:
    """Unclaimed ready batteries go to the stock lines, FIFO; who is granted joins the bay line."""
    types = w.parameters.settings[0].battery_types
    for p in range(s * types, (s + 1) * types):
        pool, line = w.pools[p], stock_line(w, p)
        while pool.ready > pool.claims and w.vehicle_lists.ends[line].count > 0:
            v = take_head(w.vehicle_lists, line)
            pool.claims += 1
            w.vehicles[v].where = IN_BAY_LINE
            append(w.vehicle_lists, bay_line(w, s), v)
            log_vehicle(w, s, ROW_CLAIMED, v, w.stations[s].now - w.vehicles[v].arrived_at)


@inlined
def _take_lowest_bay(w: "World", s: int) -> int:
    station = w.stations[s]
    b = station.lowest_bay
    while w.bays[b].vehicle != NONE:
        b += 1
    station.lowest_bay = b + 1
    station.idle_bays -= 1
    return b


@kernel
def begin_swap(w: "World", s: int, v: int) -> None:
    """Vehicle `v`, in no line, takes the lowest free bay and a battery; the swap's end becomes
    pending.

    Its patience is cancelled; its queue place, if it had one, is free; a battery on a charger is
    unplugged (row `unplugged`); row `swap_begin`.
    """
    vehicle, station = w.vehicles[v], w.stations[s]
    p, t, end = vehicle.pool, station.now, station.now + vehicle.swap_s
    if vehicle.on_place:
        vehicle.on_place = 0
        station.waiting -= 1
        drop_due(w.events, s, vehicle.patience_ends, event_key(PATIENCE, v))
    # First of all: which event is next waits for this row; what is booked below does not. But not
    # before its patience is dropped: a vehicle has room for one event.
    if end < math.inf:
        push_here(w.events, s, end, event_key(SWAP_END, v))
    bay = _take_lowest_bay(w, s)
    w.bays[bay].vehicle = v
    w.pools[p].ready -= 1
    vehicle.where = IN_BAY
    vehicle.bay = bay
    vehicle.wait_s = t - vehicle.arrived_at
    taken = take_ready_battery(w, s, p)
    vehicle.taken = taken
    soc = w.batteries[taken].soc
    count_handed(w, s, soc * w.batteries[taken].capacity_kwh)
    if has_come_from_pool(w, v):
        book_vehicle(w, s, taken, -1.0)
        set_battery_state(w, s, taken, UNOBSERVED)
    else:
        set_battery_state(w, s, taken, IN_VEHICLE)
    w.batteries[taken].station = NONE
    set_battery_state(w, s, vehicle.battery, BAY)
    w.batteries[vehicle.battery].station = s
    log_swap(w, s, ROW_SWAP_BEGIN, v, taken, soc)


@kernel
def take_ready_battery(w: "World", s: int, p: int) -> int:
    """Take the ready battery of the pool with the highest SoC: from the rack, else from a
    charger."""
    if w.racks.ends[p].count > 0:
        return take_head(w.racks, p)
    know_ready(w, s)
    return unplug(w, s, _best_charger(w, s, p))


@kernel
def _best_charger(w: "World", s: int, p: int) -> int:
    """Return the charger of the fullest battery of the pool that is ready on one."""
    first = w.parameters.stations[s].first_charger
    number = next_above(w.ready_chargers, p, -1)
    best = first + number
    for _ in range(1, w.ready_chargers.ranges[p].count):
        number = next_above(w.ready_chargers, p, number)
        if is_fuller(w, s, first + number, best):
            best = first + number
    return best


@inlined
def _feed_chargers(w: "World", s: int) -> None:
    """Suspended charges resume in the order in which they were placed; if none is left, the
    charge queue goes to idle chargers, lowest first, while the price lets charges start. One that
    may not start blocks the rest."""
    station = w.stations[s]
    while station.suspended > 0:
        c = _first_suspended(w, s)
        mw = reservation(w, c, w.chargers[c].battery, w.chargers[c].derating)
        if not fits(w, s, mw):
            return
        resume(w, s, c, mw)
    # `&`, not `and`: both are read, so that the processor guesses one branch instead of two.
    while (w.idle_chargers.ranges[s].count > 0) & (w.charge_queues.ends[s].count > 0):
        if not (may_start(w, s) and _feed_one(w, s)):
            return


@inlined
def _feed_one(w: "World", s: int) -> bool:
    """The head of the charge queue goes to the lowest idle charger, if the limit allows; return
    whether."""
    station = w.parameters.stations[s]
    c, b = station.first_charger + lowest(w.idle_chargers, s), w.charge_queues.ends[s].head
    reserves = station.grid_rule == ADMIT and is_limited(w, s)
    # At full power: while a battery waits its temperature changes, and its derating with it.
    mw = reservation(w, c, b, 1.0) if reserves else 0
    if not fits(w, s, mw):
        return False
    take_head(w.charge_queues, s)
    take_lowest(w.idle_chargers, s)
    derating = derating_now(w, s, b)
    if reserves and derating < 1.0:
        mw = reservation(w, c, b, derating)
    place(w, s, c, b, derating, mw)
    return True


@kernel
def _first_suspended(w: "World", s: int) -> int:
    station, first = w.parameters.stations[s], NONE
    for c in range(station.first_charger, station.first_charger + station.chargers):
        charger = w.chargers[c]
        if charger.suspended and (first == NONE or charger.placement < w.chargers[first].placement):
            first = c
    return first
