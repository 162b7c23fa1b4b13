"""Departures that are pending, drawn anew by the key of other draws."""

import math
from typing import TYPE_CHECKING

from voltwin_core.draws import TRIP_GAP, uniform
from voltwin_core.elementary import log
from voltwin_core.event_list import key_rank
from voltwin_core.fleet.drives import ROAD, pend
from voltwin_core.fleet.state import PARKED
from voltwin_core.fleet.trips import next_departure
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.events import WAKE
from voltwin_core.wheel import take_all, turn_in

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def draw_departures_again(w: "World", now: float) -> None:
    """The next departure of each parked vehicle is drawn anew at `now`: how long it has been parked
    tells nothing of when it will depart. One that still drives there is parked from its arrival
    on. All else on the road stays pending as it is."""
    v = take_all(w.road, ROAD)
    while v != NONE:
        waiting = w.road.waiting[v]
        after, time, key = int(waiting.next), waiting.time, waiting.key
        if w.drivers[v].doing != PARKED or key_rank(key) != WAKE:
            turn_in(w.road, ROAD, v, time, key)
        v = after
    for parked in range(len(w.drivers)):
        if w.drivers[parked].doing == PARKED:
            _draw_departure(w, parked, now)


@kernel
def _draw_departure(w: "World", v: int, now: float) -> None:
    driver, fleet, of = w.drivers[v], w.parameters.fleet, w.parameters.fleet.vehicles[v]
    since = max(now, driver.arrives_at)
    u = uniform(w.control[0].key, TRIP_GAP, of.key, driver.trip)
    at = next_departure(fleet, of.vehicle_class, since, -log(u))
    if at < math.inf:
        pend(w, v, at, WAKE)
