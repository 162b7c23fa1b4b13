"""A charge: placed, cooled, charging to ready and to full; suspended, resumed, unplugged.

It is anchored, see `anchor`, which `sharing` does, too, for charges that stay held at a level.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.ageing import NO_AGEING
from voltwin_core.event_list import drop, drop_due, event_key
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.number_sets import add
from voltwin_core.station.accumulators import set_battery_state
from voltwin_core.station.anchor import anchor, pend, write_soc
from voltwin_core.station.cells import CHARGING, TOPPING
from voltwin_core.station.cells import COOLING as BATTERY_COOLING
from voltwin_core.station.cells import SUSPENDED as BATTERY_SUSPENDED
from voltwin_core.station.cooling import cool_enough_at
from voltwin_core.station.course import (
    NOWHERE,
    full_kw,
    least_seconds,
    least_seconds_to_target,
    seconds_to_target,
    soc_after_s,
)
from voltwin_core.station.events import (
    COOLED,
    FULL,
    READY,
    ROW_DERATED,
    ROW_PLACED,
    ROW_RESUMED,
    ROW_SUSPENDED,
    ROW_UNPLUGGED,
)
from voltwin_core.station.log_rows import NO_VALUE, log_charge, logging
from voltwin_core.station.racks import leave_ready_chargers, pool_of, type_of
from voltwin_core.station.reserving import reserve
from voltwin_core.station.silent import charge_silently, is_silent, tell
from voltwin_core.station.state import CHARGES, COOLS, IDLE
from voltwin_core.station.wear import age

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def soc_now(w: "World", s: int, c: int) -> float:
    """Read the SoC of the battery on charger `c`."""
    return soc_by(w, c, w.stations[s].now)


@kernel
def soc_by(w: "World", c: int, t: float) -> float:
    """Return the SoC of the battery on charger `c` at `t` [s], by its anchor."""
    charger = w.chargers[c]
    if not has_power(w, c):
        return w.batteries[charger.battery].soc
    return soc_after_s(w, c, t - charger.since)


@inlined
def is_fuller(w: "World", s: int, c: int, other: int) -> bool:
    """Return whether the battery on charger `c` has a higher SoC than that on another, both ready;
    of equal ones the lower is taken for fuller."""
    if _is_on_ladder(w, c) and _is_on_ladder(w, other):
        ladder = w.chargers[c].ladder
        # Who is further up the same ladder is fuller: no SoC to work out, but for a close finish.
        if ladder == w.chargers[other].ladder:
            ahead_s = _ladder_s(w, s, c) - _ladder_s(w, s, other)
            if abs(ahead_s) > w.ladders.ladders[ladder].apart_s:
                return ahead_s > 0.0
    soc, other_soc = soc_now(w, s, c), soc_now(w, s, other)
    lower = w.chargers[c].battery < w.chargers[other].battery
    return soc > other_soc or (soc == other_soc and lower)


@inlined
def _is_on_ladder(w: "World", c: int) -> bool:
    charger = w.chargers[c]
    return charger.mode == CHARGES and not charger.suspended and not charger.held


@inlined
def _ladder_s(w: "World", s: int, c: int) -> float:
    """Return how far up its ladder charger `c` is now [s]."""
    charger = w.chargers[c]
    return charger.since_s + (w.stations[s].now - charger.since) * charger.pace


@inlined
def has_power(w: "World", c: int) -> bool:
    """Return whether power flows to charger `c`'s battery: it is cool and neither suspended nor
    held at 0."""
    charger = w.chargers[c]
    if charger.mode != CHARGES or charger.suspended:
        return False
    return charger.held == 0 or charger.set_point_kw > 0.0


@kernel
def drawn_kw(w: "World", c: int) -> float:
    """Return the power that charger `c` draws from its anchor on [kW]."""
    charger = w.chargers[c]
    if not has_power(w, c):
        return 0.0
    drawn = full_kw(w, c, charger.soc)
    return min(drawn, charger.set_point_kw) if charger.held else drawn


@inlined
def place(w: "World", s: int, c: int, b: int, derating: float, mw: int) -> None:
    """Put battery `b` on the idle charger `c`, reserving `mw`: cool-down begins.

    Row `placed`; it ages (row `aged`) and its power is derated (row `derated`).
    """
    charger, battery, station = w.chargers[c], w.batteries[b], w.stations[s]
    kind, t = type_of(w, b), w.stations[s].now
    charger.mode = COOLS
    charger.suspended = 0
    charger.battery = b
    charger.ready = 0  # by the count: also one that was cut off in the very instant of `ready`
    w.pools[pool_of(w, s, b)].charging += 1
    charger.placement = station.placements
    charger.soc_reserved = battery.soc
    battery.first_in_queue = 0
    reserve(w, s, c, mw)
    charger.ladder = w.ladders.of_charger[c] + w.parameters.batteries[b].battery_type
    station.placements += 1
    set_battery_state(w, s, b, BATTERY_COOLING)
    log_charge(w, s, ROW_PLACED, c, b, battery.soc, 0.0)
    if kind.ageing != NO_AGEING:
        age(w, s, c, b)
    if derating < 1.0:
        log_charge(w, s, ROW_DERATED, c, b, derating, NO_VALUE)
    soh = battery.soh
    charger.held = 0
    charger.early = 0
    charger.ready_at = math.inf
    charger.set_point_kw = 0.0
    charger.derating = derating
    charger.pace = charger.stretch = 1.0
    if soh != derating:
        charger.pace = derating / soh
        charger.stretch = soh / derating
    charger.kwh = w.ladders.ladders[charger.ladder].kwh * soh
    charger.wears = kind.ageing != NO_AGEING or kind.heat_c_per_kw2 > 0.0
    cooled = t + kind.cool_minimum_s
    if kind.cool_tau_s > 0.0:
        cooled = max(cooled, cool_enough_at(w, s, b, t))
    if is_silent(w, s):
        charge_silently(w, s, c, cooled)
    else:
        pend(w, s, c, COOLED, cooled)


@inlined
def start(w: "World", s: int, c: int) -> None:
    """Charge from (now, the battery's SoC) to the next target."""
    # Not by the SoC: a charge suspended in the very instant of `ready` has reached it, uncounted.
    ready = w.chargers[c].ready
    set_battery_state(w, s, w.chargers[c].battery, TOPPING if ready else CHARGING)
    _charge_from(w, s, c, w.stations[s].now)


@inlined
def _charge_from(w: "World", s: int, c: int, t: float) -> None:
    """Anchor the charge at `t` and make its next target pending."""
    charger = w.chargers[c]
    anchor(w, c, t)
    reached = t + (least_seconds_to_target(w, c) if charger.held else seconds_to_target(w, c))
    pend(w, s, c, FULL if charger.ready else READY, reached)


@inlined
def charge_on(w: "World", s: int, c: int, pending: bool) -> None:
    """Charge with another set-point, from (now, the battery's SoC).

    Of a charge that is held most targets are never reached, as its set-point changes before. So its
    event stays pending until it is due, unless the target may be reached earlier. It is `early`
    then: when it is due, `pend_exactly` makes it pending anew for the exact time, which is never
    sooner, and nothing else happens.

    Args:
        pending: the charge has an event that is pending.
    """
    charger, t = w.chargers[c], w.stations[s].now
    rank = FULL if charger.ready else READY
    anchor(w, c, t)
    if charger.held:
        reached = t + least_seconds_to_target(w, c)
        if pending and charger.due <= reached:
            charger.early = 1
            return
    else:
        charger.early, charger.held_until = 0, NOWHERE
        reached = t + seconds_to_target(w, c)
    if pending:
        drop_due(w.events, s, charger.due, event_key(rank, c))
    pend(w, s, c, rank, reached)


@kernel
def pend_sooner(w: "World", s: int, c: int) -> None:
    """Make the target of charger `c`, held, pending for as early as it may be reached now."""
    charger, t = w.chargers[c], w.stations[s].now
    rank = FULL if charger.ready else READY
    drop_due(w.events, s, charger.due, event_key(rank, c))
    pend(w, s, c, rank, t + least_seconds(w, c))


@kernel
def pend_exactly(w: "World", s: int, c: int) -> None:
    """Make the target of charger `c` pending for when it is reached, not as early as it may be."""
    charger = w.chargers[c]
    charger.early = 0
    pend(w, s, c, FULL if charger.ready else READY, charger.since + seconds_to_target(w, c))


@inlined
def release(w: "World", s: int, c: int) -> None:
    """Charger `c` is idle; its reservation, or its share of the power, ends."""
    charger, station = w.chargers[c], w.stations[s]
    if not charger.ready:
        w.pools[pool_of(w, s, charger.battery)].charging -= 1
    leave_ready_chargers(w, s, c)
    charger.mode = IDLE
    charger.battery = NONE
    reserve(w, s, c, 0)
    station.unshared = w.parameters.stations[s].grid_rule  # 1 is SHARE
    if charger.suspended:
        charger.suspended = 0
        station.suspended -= 1
    add(w.idle_chargers, s, c - w.parameters.stations[s].first_charger)


@kernel
def unplug(w: "World", s: int, c: int) -> int:
    """Take the battery off charger `c` and return it: its SoC is written, row `unplugged`."""
    b = w.chargers[c].battery
    if has_power(w, c):
        write_soc(w, s, c, soc_now(w, s, c))
    drop_due(w.events, s, w.chargers[c].due, event_key(FULL, c))
    release(w, s, c)
    log_charge(w, s, ROW_UNPLUGGED, c, b, w.batteries[b].soc, 0.0)
    return b


@kernel
def cut_off(w: "World", s: int, c: int, row: int) -> int:
    """End the charge on charger `c`, of which the row is to tell: its SoC is written and the
    battery returned."""
    tell(w, s, c)
    b = w.chargers[c].battery
    if has_power(w, c):
        write_soc(w, s, c, soc_now(w, s, c))
    for rank in (READY, FULL, COOLED):
        drop(w.events, s, event_key(rank, c))
    release(w, s, c)
    log_charge(w, s, row, c, b, w.batteries[b].soc, 0.0)
    return b


@kernel
def suspend(w: "World", s: int, c: int) -> None:
    """Take the power from charger `c`: its SoC is written and its target dropped; cooling goes
    on."""
    charger = w.chargers[c]
    if charger.mode == CHARGES:
        write_soc(w, s, c, soc_now(w, s, c))
        drop_due(w.events, s, charger.due, event_key(FULL if charger.ready else READY, c))
    hold_back(w, s, c)


@kernel
def hold_back(w: "World", s: int, c: int) -> None:
    """Charger `c`, to which no power flows, gets none until it is resumed. Row `suspended`."""
    charger = w.chargers[c]
    charger.suspended = 1
    reserve(w, s, c, 0)
    w.stations[s].suspended += 1
    set_battery_state(w, s, charger.battery, BATTERY_SUSPENDED)
    log_charge(w, s, ROW_SUSPENDED, c, charger.battery, w.batteries[charger.battery].soc, 0.0)


@kernel
def resume(w: "World", s: int, c: int, mw: int) -> None:
    """Give charger `c` its power again, reserving `mw`: it goes on cooling, or charges from now.
    Row `resumed`."""
    charger = w.chargers[c]
    charger.suspended = 0
    charger.soc_reserved = w.batteries[charger.battery].soc
    reserve(w, s, c, mw)
    w.stations[s].suspended -= 1
    if charger.mode == COOLS:
        set_battery_state(w, s, charger.battery, BATTERY_COOLING)
    else:
        start(w, s, c)
    if logging(w):
        soc = w.batteries[charger.battery].soc
        log_charge(w, s, ROW_RESUMED, c, charger.battery, soc, drawn_kw(w, c))
