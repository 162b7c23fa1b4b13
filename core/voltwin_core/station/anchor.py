"""The anchor of a charge, (since, SoC then), its next target, and the event that it has pending.

Reading the SoC changes nothing; what is written is the anchor, and the SoC that was reached.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.ageing import NO_AGEING
from voltwin_core.event_list import event_key, push_here
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.accumulators import book_energy
from voltwin_core.station.racks import type_of
from voltwin_core.station.warming import warm_up

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def anchor(w: "World", c: int, t: float) -> None:
    """Anchor the charge at `t`, with its next target."""
    charger = w.chargers[c]
    battery, kind = w.batteries[charger.battery], type_of(w, charger.battery)
    charger.since = t
    charger.soc = battery.soc
    charger.target = max(battery.soc, kind.full_soc if charger.ready else kind.ready_soc)


@inlined
def pend(w: "World", s: int, c: int, rank: int, t: float) -> None:
    """Make the charge's next event pending; what never comes is not."""
    w.chargers[c].due = t
    if t < math.inf:
        push_here(w.events, s, t, event_key(rank, c))


@kernel
def write_soc(w: "World", s: int, c: int, soc: float) -> None:
    """Write the SoC reached by charger `c`, which is charging, and book the energy."""
    book_energy(w, s, c, w.stations[s].now, soc)
    reach(w, s, c, soc)


@inlined
def reach(w: "World", s: int, c: int, soc: float) -> None:
    """Write the SoC reached by charger `c`, of which the energy is booked."""
    charger = w.chargers[c]
    battery = w.batteries[charger.battery]
    kwh = (soc - charger.soc) * battery.capacity_kwh
    battery.throughput_kwh += kwh
    battery.soc = soc
    if charger.wears:
        _wear(w, s, c, kwh)


@inlined
def _wear(w: "World", s: int, c: int, kwh: float) -> None:
    """Keep what a battery that ages or warms has been through since its anchor."""
    b = w.chargers[c].battery
    kind = type_of(w, b)
    if kind.ageing != NO_AGEING:
        w.wear[b].top_soc = w.batteries[b].soc
    if kind.heat_c_per_kw2 > 0.0:
        warm_up(w, s, b, kwh, w.chargers[c].since)
