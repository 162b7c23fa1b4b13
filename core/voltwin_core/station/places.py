"""Where everything is before the first event."""

from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE, append
from voltwin_core.number_sets import add
from voltwin_core.station.lines import ring

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def take_places(w: "World") -> None:
    """Make every charger idle, and put every vehicle that has a ring into it, in the vehicles'
    order."""
    for s in range(len(w.stations)):
        for c in range(w.parameters.stations[s].chargers):
            add(w.idle_chargers, s, c)
    for v in range(w.parameters.settings[0].vehicles):
        if w.parameters.vehicles[v].pool != NONE:
            append(w.vehicle_lists, ring(w, w.parameters.vehicles[v].pool), v)
