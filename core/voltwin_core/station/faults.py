"""Random faults: each charger and each bay works and fails in turn, whatever it is used for."""

import math
from typing import TYPE_CHECKING

from voltwin_core.distributions import NEVER, draw
from voltwin_core.draws import BAY_FAULT, CHARGER_FAULT, fault_ordinal
from voltwin_core.event_list import drop, event_key, push
from voltwin_core.jit import kernel
from voltwin_core.station.events import BAY_IN, BAY_OUT, CHARGER_IN, CHARGER_OUT
from voltwin_core.station.outages import (
    put_bay_back,
    put_charger_back,
    take_bay_out,
    take_charger_out,
)
from voltwin_core.station.state import BY_FAULT

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def begin_faults(w: "World", s: int) -> None:
    """The first failure of each charger and bay becomes pending."""
    station, disturbances = w.parameters.stations[s], w.parameters.disturbances[s]
    if disturbances.charger_works != NEVER:
        for c in range(station.first_charger, station.first_charger + station.chargers):
            _pend_charger(w, s, c)
    if disturbances.bay_works != NEVER:
        for b in range(station.first_bay, station.first_bay + station.bays):
            _pend_bay(w, s, b)


@kernel
def on_fault(w: "World", s: int, rank: int, item: int) -> None:
    """A charger or bay fails, or is repaired; the opposite becomes pending."""
    if rank == CHARGER_OUT:
        take_charger_out(w, s, item, BY_FAULT)
    elif rank == CHARGER_IN:
        put_charger_back(w, s, item, BY_FAULT)
    elif rank == BAY_OUT:
        take_bay_out(w, s, item, BY_FAULT)
    else:
        put_bay_back(w, s, item, BY_FAULT)
    if rank < BAY_OUT:
        w.charger_outages[item].changes += 1
        _pend_charger(w, s, item)
    else:
        w.bay_outages[item].changes += 1
        _pend_bay(w, s, item)


@kernel
def end_charger_fault(w: "World", s: int, c: int) -> None:
    """The fault that charger `c` has, if any, is over before its repair was due."""
    if w.charger_outages[c].reasons & BY_FAULT:
        drop(w.events, s, event_key(CHARGER_IN, c))
        on_fault(w, s, CHARGER_IN, c)


@kernel
def _pend_charger(w: "World", s: int, c: int) -> None:
    disturbances, n = w.parameters.disturbances[s], w.charger_outages[c].changes
    fails = n % 2 == 0
    law = disturbances.charger_works if fails else disturbances.charger_fails
    ordinal = fault_ordinal(c - w.parameters.stations[s].first_charger, n)
    _pend(w, s, law, CHARGER_FAULT, ordinal, event_key(CHARGER_OUT if fails else CHARGER_IN, c))


@kernel
def _pend_bay(w: "World", s: int, b: int) -> None:
    disturbances, n = w.parameters.disturbances[s], w.bay_outages[b].changes
    fails = n % 2 == 0
    law = disturbances.bay_works if fails else disturbances.bay_fails
    ordinal = fault_ordinal(b - w.parameters.stations[s].first_bay, n)
    _pend(w, s, law, BAY_FAULT, ordinal, event_key(BAY_OUT if fails else BAY_IN, b))


@kernel
def _pend(w: "World", s: int, law: int, stream: int, ordinal: int, key: int) -> None:
    seconds = draw(
        w.parameters.distributions,
        w.parameters.numbers,
        law,
        w.control[0].key,
        stream,
        w.parameters.stations[s].key,
        ordinal,
    )
    t = w.stations[s].now + max(0.0, seconds)
    if t < math.inf:
        push(w.events, s, t, key)
