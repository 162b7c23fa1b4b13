"""Whether a station is open: by its opening hours, unless an intervention overrides them."""

import math
from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.station.events import ROW_CLOSED, ROW_OPENED
from voltwin_core.station.log_rows import log_station
from voltwin_core.station.state import BY_HOURS, KEPT_CLOSED, KEPT_OPEN

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def close_now(w: "World", s: int) -> None:
    """The station closes, and is kept closed; if that undoes an opening and the hours agree, they
    rule again."""
    override = w.overrides[s]
    agrees = override.hours == KEPT_OPEN and not override.open_by_week
    override.hours = BY_HOURS if agrees else KEPT_CLOSED
    change_hours(w, s)


@kernel
def open_now(w: "World", s: int) -> None:
    """The station opens, and is kept open; if that undoes a closing and the hours agree, they
    rule again."""
    override = w.overrides[s]
    agrees = override.hours == KEPT_CLOSED and override.open_by_week
    override.hours = BY_HOURS if agrees else KEPT_OPEN
    change_hours(w, s)


@kernel
def change_hours(w: "World", s: int) -> None:
    """Hours or intervention have changed. If that opens or closes: row `opened` or `closed`."""
    override, station = w.overrides[s], w.stations[s]
    is_open = override.open_by_week
    if override.hours != BY_HOURS:
        is_open = override.hours == KEPT_OPEN
    if is_open == station.open:
        return
    station.open = is_open
    log_station(w, s, ROW_OPENED if is_open else ROW_CLOSED, math.nan)
