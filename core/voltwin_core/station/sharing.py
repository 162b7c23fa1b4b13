"""The rule `share`: the grid limit is shared out max-min fair among the charges that are cool.

Only at power events: a battery has cooled, is full or is taken off its charger, the limit changes.
Step 5 of an event's consequences, the last, and once (docs/model.md §4).

Each time nearly all charges of the station get another set-point. Most of them were held at the
level before and will be: such a charge is anchored anew with a few numbers of its own (`_hold_on`),
the energy of all is booked as one, and what is pending of it stays so.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.charging import held_until, may_reach, soc_held
from voltwin_core.event_list import drop_due, event_key
from voltwin_core.jit import inlined, kernel
from voltwin_core.power import water_level
from voltwin_core.station.accumulators import book_drawn, set_battery_state, slot_of, slot_start
from voltwin_core.station.cells import CHARGING, SLOT_S, SUSPENDED, TOPPING
from voltwin_core.station.charge import (
    charge_on,
    has_power,
    reach,
    rest_peak_kw,
    shares,
    soc_now,
    write_soc,
)
from voltwin_core.station.course import NOWHERE
from voltwin_core.station.events import FULL, READY, ROW_SET_POINT
from voltwin_core.station.log_rows import log_charge, logging
from voltwin_core.station.state import CHARGES

if TYPE_CHECKING:
    from voltwin_core.station.world import World

_RISE = 1.25  # of the level, from one time to the next: seldom more


@kernel
def await_power(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` is cool: it stands without power until set-points are given."""
    w.stations[s].unshared = 1
    w.chargers[c].held = 1
    w.chargers[c].set_point_kw = 0.0
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
    """Return the water level of what the charges demand now, if it is at most `most_kw`: those who
    demand more than that are only counted."""
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
        charger.demand_kw = rest_peak_kw(w, c, soc)
        if charger.demand_kw > most_kw:
            others += 1
        else:
            w.demands[first + low] = charger.demand_kw
            low += 1
    return water_level(w.demands, first, low, others, w.stations[s].limit_kw)


@inlined
def _give_set_points(w: "World", s: int, level: float) -> None:
    """Who demands more than the level has it as set-point, any other its charger's power."""
    station, parameters = w.stations[s], w.parameters.stations[s]
    slot = slot_of(w, station.now)
    slot_began = slot_start(w, slot)
    drawn_kwh, before_kwh, charged_kwh = 0.0, 0.0, 0.0
    first = int(parameters.first_charger)
    for c in range(first, first + parameters.chargers):
        charger = w.chargers[c]
        if charger.mode != CHARGES:
            continue
        if charger.demand_kw > level:
            if charger.set_point_kw == level:
                continue
            if not _may_hold_on(w, s, c, level, slot_began - SLOT_S):
                _set(w, s, c, level, True)
                continue
            gained = charger.soc_shared - charger.soc
            drawn_kwh += gained * charger.kwh
            charged_kwh += gained * w.batteries[charger.battery].capacity_kwh
            if charger.since < slot_began:
                before_kwh += charger.set_point_kw * (slot_began - charger.since) * (1.0 / 3600.0)
            _hold_on(w, s, c, level)
        else:
            most = w.parameters.chargers[c].power_kw * charger.derating
            if charger.set_point_kw != most:
                _set(w, s, c, most, False)
    book_drawn(w, s, slot, drawn_kwh, before_kwh, charged_kwh)


@inlined
def _may_hold_on(w: "World", s: int, c: int, level: float, since: float) -> bool:
    """Return whether nothing changes for charger `c` but its level: it has drawn it since its
    anchor, which is not before `since`, will do so, and its event will not be late."""
    charger, soc = w.chargers[c], w.chargers[c].soc_shared
    u = level / charger.derating
    until = held_until(
        charger.piece_start, charger.piece_end, charger.piece_kw, charger.piece_per_kw, u
    )
    seconds = (charger.due - w.stations[s].now) * charger.pace
    return (
        level > 0.0
        and soc < charger.held_until
        and soc < until
        and charger.since >= since
        and not may_reach(charger.kws, u, soc, seconds, charger.target)
    )


@inlined
def _hold_on(w: "World", s: int, c: int, level: float) -> None:
    """Change the level at which charger `c` is held, and nothing else: the SoC is written, its
    event stays pending until it is due. Row `set_point`."""
    charger = w.chargers[c]
    u = level / charger.derating
    reach(w, s, c, charger.soc_shared)
    charger.soc = charger.soc_shared
    charger.since = w.stations[s].now
    charger.set_point_kw = level
    charger.held_kw = u
    charger.held_until = held_until(
        charger.piece_start, charger.piece_end, charger.piece_kw, charger.piece_per_kw, u
    )
    charger.early = 1
    if logging(w):
        log_charge(w, s, ROW_SET_POINT, c, charger.battery, charger.soc, level)


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
