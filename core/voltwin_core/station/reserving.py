"""What charges take of the grid connection: their largest power to come, reserved in a limit."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.ladder import peak_from
from voltwin_core.power import to_reserve_mw
from voltwin_core.station.parameters import SHARE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def peak_kw(w: "World", c: int, b: int, soc: float, derating: float) -> float:
    """Return the largest power of the rest of battery `b`'s charge on charger `c` from `soc` on."""
    number = w.ladders.of_charger[c] + w.parameters.batteries[b].battery_type
    ladder = w.ladders.ladders[number]
    return peak_from(w.ladders.rungs, ladder.first, ladder.rungs, soc) * derating


@inlined
def rest_peak_kw(w: "World", c: int, soc: float) -> float:
    """Return the largest power of the rest of charger `c`'s own charge from `soc` on [kW]."""
    charger = w.chargers[c]
    ladder = w.ladders.ladders[charger.ladder]
    return peak_from(w.ladders.rungs, ladder.first, ladder.rungs, soc) * charger.derating


@kernel
def reservation(w: "World", c: int, b: int, derating: float) -> int:
    """Return the largest power of the rest of battery `b`'s charge on charger `c` [mW]."""
    return to_reserve_mw(peak_kw(w, c, b, w.batteries[b].soc, derating))


@inlined
def is_limited(w: "World", s: int) -> bool:
    """Return whether the station has or had a grid limit: if not, nothing is reserved."""
    return w.overrides[s].reserves != 0


@inlined
def shares(w: "World", s: int) -> bool:
    """Return whether the station's chargers share the power, if it ever is limited."""
    return w.parameters.stations[s].grid_rule == SHARE


@inlined
def fits(w: "World", s: int, mw: int) -> bool:
    """Return whether `mw` more may be reserved."""
    return w.stations[s].reserved_mw + mw <= w.stations[s].limit_mw


@inlined
def reserve(w: "World", s: int, c: int, mw: int) -> None:
    """Reserve `mw` for the charge on charger `c`, in place of what it has reserved."""
    w.stations[s].reserved_mw += mw - w.chargers[c].reserved_mw
    w.chargers[c].reserved_mw = mw
