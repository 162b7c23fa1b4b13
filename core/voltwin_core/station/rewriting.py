"""The script and the surges of a run in progress, rewritten from now on."""

from typing import TYPE_CHECKING

from voltwin_core.by_reference import by_reference
from voltwin_core.demand import walk_again
from voltwin_core.event_list import event_key, recur
from voltwin_core.jit import kernel
from voltwin_core.station.events import ARRIVAL
from voltwin_core.station.interventions import drop_line, find_line, pend_line

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def drop_lines(world: "World") -> None:
    """Take the next line of each station's script off the pending events."""
    w = by_reference(world)
    for s in range(len(w.stations)):
        drop_line(w, s)


@kernel
def pend_lines(world: "World", now: float) -> None:
    """Make each station's first line at `now` [s] or later pending: the script is another one."""
    w = by_reference(world)
    for s in range(len(w.stations)):
        find_line(w, s, now)
        pend_line(w, s)


@kernel
def reschedule_arrivals(world: "World") -> None:
    """Make each station's next arrival pending when it comes by the surges, which may be others
    than before; where they are not, it comes when it would have."""
    w = by_reference(world)
    for s in range(len(w.stations)):
        t = walk_again(w.demand, w.control[0].key, s)
        recur(w.events, s, t, event_key(ARRIVAL, s))
