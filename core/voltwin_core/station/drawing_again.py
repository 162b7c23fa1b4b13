"""A run that goes on from where it is in another way: what lies ahead, drawn anew.

What has been drawn for what is there already stays: patience and swap time of vehicles inside, the
energy of drives under way, times that were not drawn.
"""

from typing import TYPE_CHECKING

from voltwin_core.by_reference import by_reference
from voltwin_core.demand import draw_arrival_again
from voltwin_core.event_list import event_key, recur
from voltwin_core.fleet.departures_again import draw_departures_again
from voltwin_core.fleet.drives import is_fleet
from voltwin_core.jit import kernel
from voltwin_core.station.coming import draw_coming_again
from voltwin_core.station.events import ARRIVAL
from voltwin_core.station.faults import draw_faults_again

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def draw_again(world: "World", now: float) -> None:
    """Draw anew what is pending at `now` [s], after 0, and does not depend on how long it has been:
    arrivals, departures, faults. `control` has the key of the draws from now on.

    The agenda is not told: `set_all_due` does that.
    """
    w = by_reference(world)
    for s in range(len(w.stations)):
        _draw_arrival(w, s, now)
        draw_faults_again(w, s, now)
    if is_fleet(w):
        draw_departures_again(w, now)


@kernel
def _draw_arrival(w: "World", s: int, now: float) -> None:
    draw_coming_again(w, s, w.demand.states[s].ordinal)
    t = draw_arrival_again(w.demand, w.control[0].key, s, now)
    recur(w.events, s, t, event_key(ARRIVAL, s))
