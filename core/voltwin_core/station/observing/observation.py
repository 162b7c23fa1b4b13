"""An observation: chargers, batteries and vehicles are set to what was seen.

What is taken away comes before what is added, so that all that follows does so from the whole.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.station.events import ROW_OBSERVED
from voltwin_core.station.log_rows import log_station
from voltwin_core.station.observing.batteries import (
    add_not_ready,
    add_ready,
    number_not_ready,
    remove_not_ready,
    remove_ready,
)
from voltwin_core.station.observing.chargers import add_to_chargers, is_missing, see_charger
from voltwin_core.station.observing.vehicles import (
    add_vehicles,
    number_waiting,
    remove_vehicles,
    withdraw_claims,
)
from voltwin_core.station.script import NOT_SEEN

if TYPE_CHECKING:
    from voltwin_core.station.script import Observation
    from voltwin_core.station.world import World


@kernel
def observe(w: "World", s: int, k: int, line: int) -> None:
    """Station `s` is set to what observation `k` has seen, by this line (row `observed`)."""
    seen = w.parameters.observations[k]
    p = s * w.parameters.settings[0].battery_types + seen.battery_type
    log_station(w, s, ROW_OBSERVED, math.nan)
    for i in range(seen.first_sight, seen.first_sight + seen.sights):
        sight = w.parameters.sights[i]
        see_charger(w, s, p, sight, line)
    ready, not_ready = _wanted(w, s, p, seen)
    waiting = seen.waiting if seen.waiting != NOT_SEEN else number_waiting(w, s, p)
    withdraw_claims(w, s, p, ready)
    remove_ready(w, s, p, ready)
    remove_not_ready(w, s, p, not_ready - _missing(w, seen), k)
    remove_vehicles(w, s, p, waiting)
    add_to_chargers(w, s, p, seen)
    add_not_ready(w, s, p, not_ready, seen.soc, seen.racks)
    add_ready(w, s, p, ready, seen.racks)
    add_vehicles(w, s, p, waiting, seen.soc)


@kernel
def _wanted(w: "World", s: int, p: int, seen: "Observation") -> tuple[int, int]:
    """Return how many batteries are to be ready, and how many not. If one of the two was not seen
    it keeps the sum, but no battery that was seen on a charger goes; if none was, both stay."""
    ready, not_ready = int(w.pools[p].ready), number_not_ready(w, s, p)
    if seen.ready != NOT_SEEN and seen.not_ready != NOT_SEEN:
        return int(seen.ready), int(seen.not_ready)
    if seen.ready != NOT_SEEN:
        return int(seen.ready), max(_on_chargers(w, seen), ready + not_ready - seen.ready)
    if seen.not_ready != NOT_SEEN:
        return max(0, ready + not_ready - seen.not_ready), int(seen.not_ready)
    return ready, not_ready + _missing(w, seen)


@kernel
def _on_chargers(w: "World", seen: "Observation") -> int:
    """Return the number of batteries that were seen on chargers."""
    number = 0
    for i in range(seen.first_sight, seen.first_sight + seen.sights):
        number += w.parameters.sights[i].soc >= 0.0
    return number


@kernel
def _missing(w: "World", seen: "Observation") -> int:
    """Return the number of batteries that are to come to chargers."""
    number = 0
    for i in range(seen.first_sight, seen.first_sight + seen.sights):
        number += is_missing(w, w.parameters.sights[i])
    return number
