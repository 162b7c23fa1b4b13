"""The rule `share`: the grid limit is shared out max-min fair among the charges that are cool.

Only at power events: a battery has cooled, is full or is taken off its charger, the limit changes.
Step 5 of an event's consequences, the last, and once (docs/model.md §4).

Each time nearly all charges of the station get another set-point, most of them the new level in
place of the one before. Where the curve surely leaves both to a charge (`charging.held_until`), it
is not looked at: such a charge is anchored anew with a few numbers of its own, the energy of all is
booked at once, and what is pending of a charge stays so unless it might come too late.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.charging import held_until, may_reach, soc_held
from voltwin_core.event_list import drop_due, event_key
from voltwin_core.jit import inlined, kernel
from voltwin_core.power import water_level
from voltwin_core.station.accumulators import book_drawn, set_battery_state, slot_of, slot_start
from voltwin_core.station.anchor import reach, write_soc
from voltwin_core.station.cells import CHARGING, SLOT_S, SUSPENDED, TOPPING
from voltwin_core.station.charge import charge_on, has_power, pend_sooner, soc_now
from voltwin_core.station.course import NOWHERE
from voltwin_core.station.events import FULL, READY, ROW_SET_POINT
from voltwin_core.station.log_rows import log_charge, logging
from voltwin_core.station.reserving import rest_peak_kw, shares
from voltwin_core.station.state import CHARGES, ChargerState

if TYPE_CHECKING:
    from voltwin_core.station.world import World

_RISE = 1.25  # of the level, from one time to the next: seldom more


@kernel
def await_power(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` is cool: it stands without power until set-points are given."""
    charger = w.chargers[c]
    w.stations[s].unshared = 1
    charger.held = 1
    charger.held_kw = charger.set_point_kw = 0.0
    charger.most_kw = w.parameters.chargers[c].power_kw * charger.derating
    charger.kws = 3600.0 * w.ladders.ladders[charger.ladder].kwh
    _stand(w, s, c)


@kernel
def share_power(w: "World", s: int) -> None:
    """Give set-points to the charges that are cool, in the order of the chargers.

    Each demands the largest power of the rest of its charge. Who demands no more than the water
    level has its charger's power as set-point, the others have the level.
    """
    station = w.stations[s]
    station.unshared = 0
    if not shares(w, s):
        return
    most_kw = station.level_kw * _RISE
    station.level_kw = _level(w, s, most_kw)
    if station.level_kw > most_kw:
        station.level_kw = _level(w, s, math.inf)
    _give_set_points(w, s, station.level_kw)


@inlined
def _level(w: "World", s: int, most_kw: float) -> float:
    """Return the water level of what the charges demand now, if it is at most `most_kw`. Of those
    who surely demand more than that it is not asked how much.

    The level only rises while it is worked out: if what comes out is at most `most_kw`, it was
    never above anyone left out, and is that of all, bit for bit.
    """
    parameters, t = w.parameters.stations[s], w.stations[s].now
    first, low, others = int(parameters.first_charger), 0, 0
    for c in range(first, first + parameters.chargers):
        charger = w.chargers[c]
        if charger.mode != CHARGES:
            continue
        seconds = (t - charger.since) * charger.pace
        soc = soc_held(charger.kws, charger.held_kw, charger.soc, seconds)
        if soc >= charger.held_until:
            soc = soc_now(w, s, c)
        charger.soc_shared = soc
        if (
            most_kw < charger.most_kw
            and soc < charger.held_until
            and soc < _until(charger, most_kw)
        ):
            charger.demand_kw = math.inf
            others += 1
            continue
        charger.demand_kw = w.demands[first + low] = rest_peak_kw(w, c, soc)
        low += 1
    return water_level(w.demands, first, low, others, w.stations[s].limit_kw)


@inlined
def _give_set_points(w: "World", s: int, level: float) -> None:
    """Who demands more than the level has it as set-point, any other its charger's power.

    Who has drawn its set-point ever since it was anchored, in this slot or the one before, and will
    draw the level, is anchored anew here, with row `set_point`; all else comes the long way.
    """
    station, parameters = w.stations[s], w.parameters.stations[s]
    t, slot = station.now, slot_of(w, station.now)
    slot_began = slot_start(w, slot)
    logs, drawn_kwh, before_kwh, charged_kwh = logging(w), 0.0, 0.0, 0.0
    first = int(parameters.first_charger)
    for c in range(first, first + parameters.chargers):
        charger = w.chargers[c]
        if charger.mode != CHARGES:
            continue
        if charger.demand_kw <= level:
            if charger.set_point_kw != charger.most_kw:
                _set(w, s, c, charger.most_kw, False)
            continue
        if charger.set_point_kw == level:
            continue
        soc, since, u = charger.soc_shared, charger.since, level / charger.derating
        until, to_event = _until(charger, level), (charger.due - t) * charger.pace
        if soc >= charger.held_until or soc >= until or since < slot_began - SLOT_S or level <= 0.0:
            _set(w, s, c, level, True)
            continue
        late = may_reach(charger.kws, u, soc, to_event, charger.target)
        before = charger.soc
        if since < slot_began:
            in_slot_before = (slot_began - since) * charger.pace
            before = soc_held(charger.kws, charger.held_kw, before, in_slot_before)
            before_kwh += (before - charger.soc) * charger.kwh
        drawn_kwh += (soc - before) * charger.kwh
        charged_kwh += (soc - charger.soc) * w.batteries[charger.battery].capacity_kwh
        reach(w, s, c, soc)
        charger.soc, charger.since = soc, t
        charger.set_point_kw, charger.held_kw, charger.held_until = level, u, until
        charger.early = 1
        if late:
            pend_sooner(w, s, c)
        if logs:
            log_charge(w, s, ROW_SET_POINT, c, charger.battery, soc, level)
    book_drawn(w, s, slot, drawn_kwh, before_kwh, charged_kwh)


@inlined
def _until(charger: ChargerState, set_point_kw: float) -> float:
    """Return up to which SoC the charge would surely draw a set-point."""
    start, end = charger.piece_start, charger.piece_end
    return held_until(start, end, charger.piece_kw, charger.piece_per_kw, set_point_kw)


@kernel
def _set(w: "World", s: int, c: int, set_point_kw: float, held: bool) -> None:
    """Change a set-point: the SoC is written, the next target pending anew. Row `set_point`."""
    charger = w.chargers[c]
    had_power = has_power(w, c)
    if had_power:
        write_soc(w, s, c, charger.soc_shared)
    charger.set_point_kw = set_point_kw
    charger.held = 1 if held else 0
    if set_point_kw > 0.0:
        state = TOPPING if charger.ready else CHARGING
        if w.batteries[charger.battery].state != state:
            set_battery_state(w, s, charger.battery, state)
        charge_on(w, s, c, had_power)
    else:
        if had_power:
            drop_due(w.events, s, charger.due, event_key(FULL if charger.ready else READY, c))
        _stand(w, s, c)
    if logging(w):
        soc = w.batteries[charger.battery].soc
        log_charge(w, s, ROW_SET_POINT, c, charger.battery, soc, set_point_kw)


@kernel
def _stand(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` stands there without power; nothing of it is pending."""
    w.chargers[c].held_until = NOWHERE
    set_battery_state(w, s, w.chargers[c].battery, SUSPENDED)
