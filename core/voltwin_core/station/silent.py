"""What a charge goes through without an event, as nobody would notice: `cooled` and `ready`.

Both are worked out when a battery is placed. Only `full` is pending then, unless a vehicle waits
for a battery: it is to have this one as soon as it is ready. Whoever asks how many are ready has
what has happened booked first, and a charge to which something is about to happen gets the events
back that it has done without.

Their rows are written when that is booked, if not before, see `late_rows`.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.event_list import drop, drop_due, event_key
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.accumulators import book_energy, set_battery_state_since
from voltwin_core.station.anchor import anchor, pend, reach
from voltwin_core.station.cells import CHARGING, COOLING, TOPPING
from voltwin_core.station.course import seconds_of_topping, seconds_to_target
from voltwin_core.station.events import COOLED, FULL, READY
from voltwin_core.station.late_rows import write_cooled, write_ready
from voltwin_core.station.lines import stock_line
from voltwin_core.station.log_rows import logging
from voltwin_core.station.racks import join_ready_chargers, pool_of, type_of
from voltwin_core.station.reserving import shares
from voltwin_core.station.state import CHARGES, COOLS

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def is_silent(w: "World", s: int) -> bool:
    """Return whether charges may do without events: no power is shared."""
    return not shares(w, s)


@inlined
def charge_silently(w: "World", s: int, c: int, t: float) -> None:
    """Anchor the charge that is cool at `t`: until that is booked it stays in COOLS. Its battery
    becomes ready without an event, too, if nobody waits for it."""
    charger = w.chargers[c]
    anchor(w, c, t)
    ready_at = t + seconds_to_target(w, c)
    # In no time: `ready` comes after `cooled`, and the row of that after all that is due before it.
    if ready_at == t or (logging(w) and t == w.stations[s].now):
        pend(w, s, c, COOLED, t)
    elif _is_noticed(w, s, c):
        pend(w, s, c, READY, ready_at)
    else:
        charger.ready_at = ready_at
        w.stations[s].ready_from = min(w.stations[s].ready_from, ready_at)
        pend(w, s, c, FULL, ready_at + seconds_of_topping(w, c))


@inlined
def _is_noticed(w: "World", s: int, c: int) -> bool:
    """Return whether it matters to somebody when exactly a battery becomes ready: to a vehicle that
    waits, to drivers who choose a station, or to itself, as it ages or is warmed."""
    waiting = w.vehicle_lists.ends[stock_line(w, pool_of(w, s, w.chargers[c].battery))].count
    return waiting > 0 or len(w.drivers) > 0 or w.chargers[c].wears != 0


@inlined
def has_become_ready(w: "World", s: int, c: int) -> bool:
    """Return whether the battery on charger `c` has become ready without an event, before that at
    hand."""
    at, station = w.chargers[c].ready_at, w.stations[s]
    return at < station.now or (at == station.now and event_key(READY, c) < station.cause)


@inlined
def know_ready(w: "World", s: int) -> None:
    """Count all batteries of a station as ready that have become so."""
    if w.stations[s].ready_from <= w.stations[s].now:
        _look_who_is_ready(w, s)


@kernel
def _look_who_is_ready(w: "World", s: int) -> None:
    station, ready_from = w.parameters.stations[s], math.inf
    for c in range(station.first_charger, station.first_charger + station.chargers):
        if has_become_ready(w, s, c):
            become_ready(w, s, c)
            join_ready_chargers(w, s, c)
        ready_from = min(ready_from, w.chargers[c].ready_at)
    w.stations[s].ready_from = ready_from


@kernel
def become_ready(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` became ready without an event: what `ready` would have done is
    done as of then, but for its place among those that are ready: that is no matter of books."""
    charger, t = w.chargers[c], w.chargers[c].ready_at
    _count_ready(w, s, c)
    charger.ready_at = math.inf
    book_energy(w, s, c, t, charger.target)
    reach(w, s, c, charger.target)
    anchor(w, c, t)
    seconds_to_target(w, c)  # its place on the ladder


@inlined
def go_on_to_full(w: "World", s: int, c: int) -> None:
    """So it did, and nobody asked: the charge has one anchor from its begin to full."""
    charger = w.chargers[c]
    _count_ready(w, s, c)
    charger.target = max(charger.target, type_of(w, charger.battery).full_soc)


@inlined
def _count_ready(w: "World", s: int, c: int) -> None:
    """Count the battery on charger `c` as ready, which it has been since `ready_at`."""
    charger, pool = w.chargers[c], w.pools[pool_of(w, s, w.chargers[c].battery)]
    if charger.mode == COOLS:
        book_cooling(w, s, c)
    if logging(w):
        write_ready(w, s, c)
    set_battery_state_since(w, s, charger.battery, CHARGING, TOPPING, charger.ready_at)
    pool.ready += 1
    pool.charging -= 1
    charger.ready = 1


@inlined
def book_cooling(w: "World", s: int, c: int) -> None:
    """Book what a silent charge has been through: it cooled until its anchor, then charged."""
    charger = w.chargers[c]
    if logging(w):
        write_cooled(w, s, c)
    set_battery_state_since(w, s, charger.battery, COOLING, CHARGING, charger.since)
    charger.mode = CHARGES


@kernel
def await_ready(w: "World", s: int) -> None:
    """Give all silent charges of a station their event `ready`, as somebody waits for it."""
    station = w.parameters.stations[s]
    for c in range(station.first_charger, station.first_charger + station.chargers):
        if w.chargers[c].ready_at < math.inf:
            _tell_ready(w, s, c)


@kernel
def tell(w: "World", s: int, c: int) -> None:
    """Give a silent charge the events that it has done without, as something is about to happen to
    it. What has happened is booked."""
    charger = w.chargers[c]
    if charger.ready_at < math.inf:
        _tell_ready(w, s, c)
    if charger.mode != COOLS or not is_silent(w, s):
        return
    if charger.since < w.stations[s].now:  # all that tells comes before `cooled` at one instant
        book_cooling(w, s, c)
    elif not charger.suspended:
        drop(w.events, s, event_key(READY, c))
        drop(w.events, s, event_key(COOLED, c))
        pend(w, s, c, COOLED, charger.since)


@kernel
def _tell_ready(w: "World", s: int, c: int) -> None:
    """Give a silent charge its event `ready`; if it is ready, that is booked."""
    charger = w.chargers[c]
    if has_become_ready(w, s, c):
        become_ready(w, s, c)
        join_ready_chargers(w, s, c)
        return
    drop_due(w.events, s, charger.due, event_key(FULL, c))
    pend(w, s, c, READY, charger.ready_at)
    charger.ready_at = math.inf
