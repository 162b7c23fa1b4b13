"""The rule `share`: the grid limit is shared out max-min fair among the charges that are cool.

Only at power events: a battery has cooled, is full or is taken off its charger, the limit changes.
Step 5 of an event's consequences, the last, and once (docs/model.md §4).
"""

from typing import TYPE_CHECKING

from voltwin_core.event_list import drop_due, event_key
from voltwin_core.jit import kernel
from voltwin_core.power import water_level
from voltwin_core.station.accumulators import set_battery_state
from voltwin_core.station.cells import CHARGING, SUSPENDED, TOPPING
from voltwin_core.station.charge import (
    charge_on,
    has_power,
    rest_peak_kw,
    shares,
    soc_now,
    write_soc,
)
from voltwin_core.station.events import FULL, READY, ROW_SET_POINT
from voltwin_core.station.log_rows import log_charge, logging
from voltwin_core.station.state import CHARGES

if TYPE_CHECKING:
    from voltwin_core.station.world import World


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
    w.stations[s].unshared = 0
    if not shares(w, s):
        return
    first, count = w.parameters.stations[s].first_charger, w.parameters.stations[s].chargers
    for c in range(first, first + count):
        charger = w.chargers[c]
        w.demands[c] = 0.0
        if charger.mode == CHARGES:
            charger.soc_shared = soc_now(w, s, c)
            w.demands[c] = rest_peak_kw(w, c, charger.soc_shared)
    level = water_level(w.demands, first, count, w.stations[s].limit_kw)
    for c in range(first, first + count):
        charger = w.chargers[c]
        if charger.mode == CHARGES:
            most = w.parameters.chargers[c].power_kw * charger.derating
            set_point = level if w.demands[c] > level else most
            if set_point != charger.set_point_kw:
                _set(w, s, c, set_point, set_point < most)


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
    set_battery_state(w, s, w.chargers[c].battery, SUSPENDED)
