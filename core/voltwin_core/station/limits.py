"""The grid limit in force: that of the week, and what an intervention makes of it."""

import math
from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.power import limit_in_force, limit_mw, to_reserve_mw
from voltwin_core.station.charge import suspend
from voltwin_core.station.events import ROW_LIMIT
from voltwin_core.station.log_rows import log_station
from voltwin_core.station.parameters import ADMIT
from voltwin_core.station.reserving import fits, peak_kw, reserve
from voltwin_core.station.silent import tell

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def begin_limit(w: "World", s: int, by_week_kw: float) -> None:
    """The limit of the start is in force, and no intervention."""
    override = w.overrides[s]
    override.limit_by_week_kw = w.stations[s].limit_kw = by_week_kw
    override.limit_factor, override.limit_most_kw = 1.0, math.inf
    override.reserves = by_week_kw < math.inf or w.parameters.stations[s].limits > 1
    w.stations[s].limit_mw = limit_mw(by_week_kw)


@kernel
def change_limit(w: "World", s: int) -> None:
    """Week or intervention have changed. If the limit in force has: row `limit`; while
    reservations exceed it, the charge placed latest is suspended; power is shared anew."""
    override, station = w.overrides[s], w.stations[s]
    limit_kw = limit_in_force(
        override.limit_by_week_kw, override.limit_factor, override.limit_most_kw
    )
    if limit_kw == station.limit_kw:
        return
    station.limit_kw = limit_kw
    station.limit_mw = limit_mw(limit_kw)
    station.unshared = 1
    _know_charges(w, s)
    log_station(w, s, ROW_LIMIT, limit_kw)
    while not fits(w, s, 0):
        suspend(w, s, _latest_charge(w, s))


@kernel
def _know_charges(w: "World", s: int) -> None:
    """Make up for what charges do without where no limit ever suspends them: a reservation, as of
    the SoC with which it began, and the event `cooled`."""
    override, station = w.overrides[s], w.parameters.stations[s]
    for c in range(station.first_charger, station.first_charger + station.chargers):
        charger = w.chargers[c]
        if charger.battery == NONE:
            continue
        tell(w, s, c)
        if not override.reserves and station.grid_rule == ADMIT:
            kw = peak_kw(w, c, charger.battery, charger.soc_reserved, charger.derating)
            reserve(w, s, c, to_reserve_mw(kw))
    override.reserves = 1


@kernel
def _latest_charge(w: "World", s: int) -> int:
    """Return the charger whose charge was placed latest among those not suspended."""
    station, latest = w.parameters.stations[s], NONE
    for c in range(station.first_charger, station.first_charger + station.chargers):
        charger = w.chargers[c]
        if charger.battery == NONE or charger.suspended:
            continue
        if latest == NONE or charger.placement > w.chargers[latest].placement:
            latest = c
    return latest
