"""Chargers as they were seen: out of order, idle, or with a battery of some SoC."""

from typing import TYPE_CHECKING

from voltwin_core.event_list import drop, event_key
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.number_sets import take
from voltwin_core.station.anchor import write_soc
from voltwin_core.station.charge import (
    cut_off,
    drawn_kw,
    has_power,
    hold_back,
    place,
    soc_now,
    start,
)
from voltwin_core.station.events import (
    FULL,
    READY,
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_SOC_SEEN,
    ROW_SOC_SIMULATED,
)
from voltwin_core.station.faults import end_charger_fault
from voltwin_core.station.log_rows import NO_VALUE, log_charge
from voltwin_core.station.observing.vehicles import withdraw_claims
from voltwin_core.station.outages import put_charger_back, take_charger_out
from voltwin_core.station.racks import join_queue_first, leave_ready_chargers, pool_of
from voltwin_core.station.reserving import fits, is_limited, reservation, reserve, shares
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT, Sight
from voltwin_core.station.silent import tell
from voltwin_core.station.state import BY_SCRIPT
from voltwin_core.station.unobserved import (
    battery_may_come,
    bring_battery,
    correct_soc,
    put_away_battery,
)
from voltwin_core.station.warming import derating_now

if TYPE_CHECKING:
    from voltwin_core.station.script import Observation
    from voltwin_core.station.world import World


@kernel
def see_charger(w: "World", s: int, p: int, sight: Sight, line: int) -> None:
    """A charger was seen, by this line: without a battery, or with one of pool `p`, which comes
    later if there is none."""
    c, soc = int(sight.charger), sight.soc
    w.charger_outages[c].line = line
    if soc == SEEN_OUT:
        take_charger_out(w, s, c, BY_SCRIPT)
        return
    put_charger_back(w, s, c, BY_SCRIPT)
    end_charger_fault(w, s, c)
    b = int(w.chargers[c].battery)
    held = pool_of(w, s, b) if b != NONE else p
    _set_battery(w, s, p, sight)
    withdraw_claims(w, s, held, w.pools[held].ready)


@kernel
def _set_battery(w: "World", s: int, p: int, sight: Sight) -> None:
    """Have on the charger nothing but what was seen there."""
    c, soc = int(sight.charger), sight.soc
    b = int(w.chargers[c].battery)
    if b != NONE and (soc == SEEN_IDLE or pool_of(w, s, b) != p):
        _take_away(w, s, c)
        b = NONE
    if b != NONE and soc != SEEN_IDLE:
        _correct(w, s, p, c, soc)


@kernel
def is_missing(w: "World", sight: Sight) -> bool:
    """Return whether a battery was seen on a charger that has none."""
    return sight.soc >= 0.0 and w.chargers[sight.charger].battery == NONE


@kernel
def add_to_chargers(w: "World", s: int, p: int, seen: "Observation") -> None:
    """Batteries come to the chargers that they were seen on, as far as there are, and places."""
    for i in range(seen.first_sight, seen.first_sight + seen.sights):
        sight = w.parameters.sights[i]
        if is_missing(w, sight) and battery_may_come(w, s, p, seen.racks):
            _bring(w, s, p, int(sight.charger), sight.soc)


@kernel
def _take_away(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` was not seen there: row `battery_unseen`."""
    b = cut_off(w, s, c, ROW_BATTERY_UNSEEN)
    p = pool_of(w, s, b)
    put_away_battery(w, s, p, b)
    if w.chargers[c].ready:
        w.pools[p].ready -= 1


@kernel
def _bring(w: "World", s: int, p: int, c: int, soc: float) -> None:
    """A battery is on charger `c`, which is idle, if its charge fits (row `battery_seen`); else it
    joins the charge queue first."""
    b = bring_battery(w, s, p, soc)
    log_charge(w, s, ROW_BATTERY_SEEN, c, b, soc, NO_VALUE)
    reserves = is_limited(w, s) and not shares(w, s)
    if reserves and not fits(w, s, reservation(w, c, b, 1.0)):
        join_queue_first(w, s, b)
        return
    take(w.idle_chargers, s, c - w.parameters.stations[s].first_charger)
    derating = derating_now(w, s, b)
    place(w, s, c, b, derating, reservation(w, c, b, derating) if reserves else 0)


@kernel
def _correct(w: "World", s: int, p: int, c: int, soc: float) -> None:
    """The battery on charger `c` has this SoC: rows `soc_simulated` and `soc_seen`.

    It does not count as ready. If the rest of its charge does not fit, it is suspended.
    """
    charger = w.chargers[c]
    tell(w, s, c)
    b, charges = int(charger.battery), has_power(w, c)
    if charges:
        write_soc(w, s, c, soc_now(w, s, c))
        drop(w.events, s, event_key(FULL if charger.ready else READY, c))
    log_charge(w, s, ROW_SOC_SIMULATED, c, b, w.batteries[b].soc, 0.0)
    correct_soc(w, s, b, soc)
    charger.soc_reserved = soc
    if charger.ready:
        charger.ready = 0
        leave_ready_chargers(w, s, c)
        w.pools[p].ready -= 1
        w.pools[p].charging += 1
    w.stations[s].unshared = 1
    if is_limited(w, s) and not shares(w, s) and not charger.suspended:
        reserve(w, s, c, 0)
        mw = reservation(w, c, b, charger.derating)
        if not fits(w, s, mw):
            log_charge(w, s, ROW_SOC_SEEN, c, b, soc, 0.0)
            hold_back(w, s, c)
            return
        reserve(w, s, c, mw)
    if charges:
        start(w, s, c)
    log_charge(w, s, ROW_SOC_SEEN, c, b, soc, drawn_kw(w, c))
