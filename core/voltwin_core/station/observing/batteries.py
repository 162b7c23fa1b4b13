"""A station's ready and other batteries of a pool, made as many as were seen."""

from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE, remove
from voltwin_core.station.charge import cut_off
from voltwin_core.station.consequences import take_ready_battery
from voltwin_core.station.events import ROW_BATTERY_SEEN, ROW_BATTERY_UNSEEN
from voltwin_core.station.log_rows import NO_VALUE, log_charge
from voltwin_core.station.racks import join_charge_queue, pool_of, put_in_rack
from voltwin_core.station.unobserved import battery_may_come, bring_battery, put_away_battery

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def number_not_ready(w: "World", s: int, p: int) -> int:
    """Return the number of batteries in the charge queue and, not ready, on chargers."""
    number, b = 0, w.charge_queues.ends[s].head
    while b != NONE:
        number += pool_of(w, s, b) == p
        b = w.charge_queues.links[b].after
    station = w.parameters.stations[s]
    for c in range(station.first_charger, station.first_charger + station.chargers):
        number += _charges_not_ready(w, s, p, c)
    return number


@kernel
def remove_ready(w: "World", s: int, p: int, wanted: int) -> None:
    """While more are ready, the one that a vehicle would take goes: row `battery_unseen`."""
    while w.pools[p].ready > wanted:
        w.pools[p].ready -= 1
        b = take_ready_battery(w, s, p)
        put_away_battery(w, s, p, b)
        log_charge(w, s, ROW_BATTERY_UNSEEN, NONE, b, w.batteries[b].soc, NO_VALUE)


@kernel
def remove_not_ready(w: "World", s: int, p: int, wanted: int, k: int) -> None:
    """While more are not ready, the last of the charge queue goes, then the one placed last of
    those that observation `k` has not seen on a charger: row `battery_unseen`."""
    for _ in range(number_not_ready(w, s, p) - wanted):
        b = _last_in_queue(w, s, p)
        if b != NONE:
            remove(w.charge_queues, s, b)
            w.batteries[b].first_in_queue = 0
            log_charge(w, s, ROW_BATTERY_UNSEEN, NONE, b, w.batteries[b].soc, NO_VALUE)
        else:
            c = _placed_last(w, s, p, k)
            if c == NONE:
                return
            b = cut_off(w, s, c, ROW_BATTERY_UNSEEN)
        put_away_battery(w, s, p, b)


@kernel
def add_not_ready(w: "World", s: int, p: int, wanted: int, soc: float, racks: int) -> None:
    """While fewer are not ready, one comes and joins the charge queue: row `battery_seen`."""
    for _ in range(wanted - number_not_ready(w, s, p)):
        if not battery_may_come(w, s, p, racks):
            return
        b = bring_battery(w, s, p, soc)
        log_charge(w, s, ROW_BATTERY_SEEN, NONE, b, soc, NO_VALUE)
        join_charge_queue(w, s, b)


@kernel
def add_ready(w: "World", s: int, p: int, wanted: int, racks: int) -> None:
    """While fewer are ready, a full one comes into the rack: row `battery_seen`."""
    full = w.parameters.battery_types[w.parameters.pools[p].battery_type].full_soc
    while w.pools[p].ready < wanted and battery_may_come(w, s, p, racks):
        b = bring_battery(w, s, p, full)
        log_charge(w, s, ROW_BATTERY_SEEN, NONE, b, full, NO_VALUE)
        w.pools[p].ready += 1
        put_in_rack(w, s, b)


@kernel
def _charges_not_ready(w: "World", s: int, p: int, c: int) -> bool:
    charger = w.chargers[c]
    return charger.battery != NONE and not charger.ready and pool_of(w, s, charger.battery) == p


@kernel
def _last_in_queue(w: "World", s: int, p: int) -> int:
    b = w.charge_queues.ends[s].tail
    while b != NONE and pool_of(w, s, b) != p:
        b = w.charge_queues.links[b].before
    return b


@kernel
def _placed_last(w: "World", s: int, p: int, k: int) -> int:
    station, last = w.parameters.stations[s], NONE
    for c in range(station.first_charger, station.first_charger + station.chargers):
        if not _charges_not_ready(w, s, p, c) or _was_seen(w, c, k):
            continue
        if last == NONE or w.chargers[c].placement > w.chargers[last].placement:
            last = c
    return last


@kernel
def _was_seen(w: "World", c: int, k: int) -> bool:
    """Return whether observation `k` has seen a battery on charger `c`."""
    seen = w.parameters.observations[k]
    for i in range(seen.first_sight, seen.first_sight + seen.sights):
        if w.parameters.sights[i].charger == c:
            return w.parameters.sights[i].soc >= 0.0
    return False
