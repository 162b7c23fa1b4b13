"""The life of a vehicle as the rest of the kernel calls it: one kernel apart for all of it, as most
runs have no vehicle that drives."""

from typing import TYPE_CHECKING

from voltwin_core.apart import apart
from voltwin_core.fleet.driving import (
    divert,
    on_lost,
    on_served,
    on_start,
    on_trip_end,
    on_unseen,
    on_wake,
)
from voltwin_core.linked import NONE

if TYPE_CHECKING:
    from voltwin_core.station.world import World

# What happens to the vehicle.
STARTS = 0
WAKES = 1
ARRIVES = 2  # its drive ends
IS_SERVED = 3
IS_LOST = 4
IS_SENT_ON = 5
IS_UNSEEN = 6  # where it was thought to wait


@apart
def live_on(w: "World", what: int, v: int, s: int, t: float) -> int:
    """Vehicle `v` goes on with its life; return the station that it is at or drives to, or NONE.

    Args:
        w: the world.
        what: happens to it, one of the above.
        v: the vehicle.
        s: the station that it leaves; NONE on the road.
        t: now [s].
    """
    if what == ARRIVES:
        return on_trip_end(w, v, t)
    if what == IS_SENT_ON:
        return divert(w, s, v, t)
    if what == IS_SERVED:
        on_served(w, v, t)
    elif what == IS_LOST:
        on_lost(w, v, t)
    elif what == IS_UNSEEN:
        on_unseen(w, v, t)
    elif what == WAKES:
        on_wake(w, v, t)
    else:
        on_start(w, v, t)
    return NONE
