"""Where vehicles go that leave a station: on with their lives, to their rings, or out of sight."""

from typing import TYPE_CHECKING

from voltwin_core.fleet.drives import is_fleet
from voltwin_core.fleet.life import IS_LOST, IS_SERVED, IS_UNSEEN, live_on
from voltwin_core.jit import inlined, kernel
from voltwin_core.number_heaps import put
from voltwin_core.station.cells import UNOBSERVED
from voltwin_core.station.lines import join_ring
from voltwin_core.station.unobserved import book_vehicle, has_come_from_pool

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def go_on_served(w: "World", s: int, v: int, t: float) -> None:
    """Vehicle `v` leaves with the battery that it has taken."""
    if has_come_from_pool(w, v):
        _go_out_of_sight(w, v)
    elif is_fleet(w):
        live_on(w, IS_SERVED, v, s, t)
    else:
        join_ring(w, v)


@kernel
def go_on_unserved(w: "World", s: int, v: int, t: float, lost: bool) -> None:
    """Vehicle `v` leaves with the battery that it has brought: lost, or not seen there."""
    if has_come_from_pool(w, v):
        b = int(w.vehicles[v].battery)
        book_vehicle(w, s, b, -1.0)
        w.batteries[b].state = UNOBSERVED
        _go_out_of_sight(w, v)
    elif not is_fleet(w):
        join_ring(w, v)
    else:
        live_on(w, IS_LOST if lost else IS_UNSEEN, v, s, t)


@kernel
def _go_out_of_sight(w: "World", v: int) -> None:
    put(w.unobserved_vehicles, w.parameters.vehicles[v].pool, v)
