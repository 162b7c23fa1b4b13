"""Vehicles in their lines: the ring outside and the stock line of each pool, the bay line of each
station."""

from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import append, remove
from voltwin_core.station.state import IN_BAY_LINE, OUTSIDE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def ring(w: "World", p: int) -> int:
    """Return the list of the vehicles outside that belong to pool `p`."""
    return p


@kernel
def stock_line(w: "World", p: int) -> int:
    """Return the list of vehicles that wait for a battery of pool `p`."""
    return len(w.pools) + p


@kernel
def bay_line(w: "World", s: int) -> int:
    """Return the list of vehicles with a claim that wait for a bay of station `s`."""
    return 2 * len(w.pools) + s


@kernel
def leave_line(w: "World", s: int, v: int) -> None:
    """Vehicle `v` gives up its line, its queue place and the claim that it may have."""
    vehicle, p = w.vehicles[v], w.vehicles[v].pool
    if vehicle.where == IN_BAY_LINE:
        remove(w.vehicle_lists, bay_line(w, s), v)
        w.pools[p].claims -= 1
    else:
        remove(w.vehicle_lists, stock_line(w, p), v)
    vehicle.on_place = 0
    w.stations[s].waiting -= 1


@kernel
def leave_station(w: "World", s: int, v: int) -> None:
    """Vehicle `v`, in no line any more, is outside."""
    w.vehicles[v].where = OUTSIDE
    w.stations[s].inside -= 1


@kernel
def join_ring(w: "World", v: int) -> None:
    """Vehicle `v` goes to the tail of its home ring."""
    append(w.vehicle_lists, ring(w, w.parameters.vehicles[v].pool), v)
