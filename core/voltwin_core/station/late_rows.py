"""Rows of what charges go through without an event, see `silent`: `cooled` and `ready`.

They are written late: when that is booked, or at the end of the slab of the log. Where they belong
is known by what their events would have had, time and key. These would have been pending before
their instant, so that in it they would have been handled by their keys, and nothing would have come
of them in it.
"""

from typing import TYPE_CHECKING

from voltwin_core.event_list import event_key
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.course import full_kw
from voltwin_core.station.events import COOLED, READY, ROW_COOLED, ROW_READY
from voltwin_core.station.log_rows import log_charge_late
from voltwin_core.station.reserving import shares
from voltwin_core.station.state import COOLS

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def write_late_rows(w: "World", s: int, until: float) -> None:
    """Write the rows of what has come without an event before `until` [s]. Nothing is booked, so
    that the numbers of a run do not depend on where its slabs end."""
    station = w.parameters.stations[s]
    for c in range(station.first_charger, station.first_charger + station.chargers):
        charger = w.chargers[c]
        if charger.mode == COOLS and charger.since < until and not shares(w, s):
            if not charger.told_cooled:
                _log_cooled(w, s, c)
            charger.told_cooled = 1
        if charger.ready_at < until:
            if not charger.told_ready:
                _log_ready(w, s, c)
            charger.told_ready = 1


@kernel
def write_cooled(w: "World", s: int, c: int) -> None:
    """Write the row `cooled` of a silent charge, unless it is there: it is being booked."""
    if not w.chargers[c].told_cooled:
        _log_cooled(w, s, c)
    w.chargers[c].told_cooled = 0


@kernel
def write_ready(w: "World", s: int, c: int) -> None:
    """Write its row `ready`, likewise."""
    if not w.chargers[c].told_ready:
        _log_ready(w, s, c)
    w.chargers[c].told_ready = 0


@inlined
def _log_cooled(w: "World", s: int, c: int) -> None:
    """It has charged from its anchor on."""
    t, soc = w.chargers[c].since, w.chargers[c].soc
    log_charge_late(w, s, t, event_key(COOLED, c), ROW_COOLED, c, soc, full_kw(w, c, soc))


@inlined
def _log_ready(w: "World", s: int, c: int) -> None:
    """It goes on charging from its target."""
    t, soc = w.chargers[c].ready_at, w.chargers[c].target
    log_charge_late(w, s, t, event_key(READY, c), ROW_READY, c, soc, full_kw(w, c, soc))
