"""What can be seen of every station at a moment, read without writing to the run."""

from typing import TYPE_CHECKING

from voltwin_core.by_reference import by_reference
from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, Record, Table
from voltwin_core.station.charge import has_power
from voltwin_core.station.course import full_kw, soc_after_s, topped_after_s
from voltwin_core.station.silent import is_silent
from voltwin_core.station.state import COOLS, OUT

if TYPE_CHECKING:
    from voltwin_core.station.world import World


class Seen(Record):
    """A station as it is seen."""

    open: I32  # 1, or 0: arrivals are lost
    ready: I32  # batteries that may be handed out, on chargers or in the rack
    charging: I32  # batteries on chargers that are not ready: cooling or suspended ones, too
    waiting: I32  # batteries queued for a charger
    bays_busy: I32  # bays in which a swap is under way
    bays_out: I32  # bays of order
    chargers_out: I32
    queue: I32  # vehicles in its lines
    swaps: I32  # since the start of the run
    lost: I32  # vehicles, for any reason, since the start of the run
    power_kw: F64  # drawn by all chargers, grid side [kW]


@kernel
def see_stations(world: "World", t: float, seen: Table[Seen]) -> None:
    """Write what is seen of each station at `t` [s], before which all events have been handled."""
    w = by_reference(world)
    types = int(w.parameters.settings[0].battery_types)
    for s in range(len(w.stations)):
        row, station, parameters = seen[s], w.stations[s], w.parameters.stations[s]
        row.open = station.open
        row.ready = row.charging = 0
        for p in range(s * types, (s + 1) * types):
            row.ready += w.pools[p].ready
            row.charging += w.pools[p].charging
        row.bays_out = station.bays_out
        row.bays_busy = parameters.bays - station.bays_out - station.idle_bays
        row.waiting = w.charge_queues.ends[s].count
        row.queue = station.inside - row.bays_busy
        row.swaps, row.lost = station.swaps, station.lost
        row.chargers_out = 0
        row.power_kw = 0.0
        for c in range(parameters.first_charger, parameters.first_charger + parameters.chargers):
            is_ready = w.chargers[c].ready_at < t  # it has not been told yet
            row.ready += is_ready
            row.charging -= is_ready
            row.chargers_out += w.chargers[c].mode == OUT
            row.power_kw += power_now(w, s, c, t)


@kernel
def power_now(w: "World", s: int, c: int, t: float) -> float:
    """Return the power that charger `c` draws at `t` [kW]."""
    charger = w.chargers[c]
    silent = charger.mode == COOLS and is_silent(w, s) and charger.since < t
    if not has_power(w, c) and not (silent and charger.suspended == 0):
        return 0.0
    if charger.ready_at < t:
        soc = topped_after_s(w, c, t - charger.ready_at)
    else:
        soc = soc_after_s(w, c, t - charger.since)
    drawn = full_kw(w, c, soc)
    return min(drawn, charger.set_point_kw) if charger.held else drawn
