"""Reading a run where it stands: open intervals booked and SoCs read, on copies of the state."""

from typing import TYPE_CHECKING

from voltwin_core.by_reference import by_reference
from voltwin_core.jit import kernel
from voltwin_core.station.accumulators import book_outage, go_on_to_hour, hour_by, take_back_rest
from voltwin_core.station.anchor import write_soc
from voltwin_core.station.cells import BAY_OUT_S, CHARGER_OUT_S
from voltwin_core.station.charge import has_power, soc_now
from voltwin_core.station.silent import become_ready, book_cooling, has_become_ready, is_silent
from voltwin_core.station.state import COOLS, OUT, OUT_OF_ORDER

if TYPE_CHECKING:
    from voltwin_core.station.world import World

_NO_CAUSE = 0  # in place of an event's key, at whose time all before it has happened


@kernel
def close_books(world: "World", t: float) -> None:
    """Book all that is under way up to `t` [s]: battery states, energy, throughput, SoC.

    Only for a world whose stations, chargers, pools, batteries and accumulators are copies: the run
    itself must not be written to, or looking at it would change it.
    """
    w = by_reference(world)
    hour = hour_by(w, t)
    for s in range(len(w.stations)):
        station, parameters = w.stations[s], w.parameters.stations[s]
        station.now = t
        station.cause = _NO_CAUSE
        go_on_to_hour(w, s, hour)
        for c in range(parameters.first_charger, parameters.first_charger + parameters.chargers):
            charger = w.chargers[c]
            if has_become_ready(w, s, c):
                become_ready(w, s, c)
            if charger.mode == COOLS and is_silent(w, s) and charger.since < t:
                book_cooling(w, s, c)
            if has_power(w, c):
                write_soc(w, s, c, soc_now(w, s, c))
            if charger.mode == OUT:
                book_outage(w, s, CHARGER_OUT_S, w.charger_outages[c].since, t)
        for bay in range(parameters.first_bay, parameters.first_bay + parameters.bays):
            if w.bays[bay].vehicle == OUT_OF_ORDER:
                book_outage(w, s, BAY_OUT_S, w.bay_outages[bay].since, t)
        take_back_rest(w, s, t)
