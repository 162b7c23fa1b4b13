"""Random faults: each charger and each bay works and fails in turn, whatever it is used for."""

import math
from typing import TYPE_CHECKING

from voltwin_core.distributions import NEVER, draw, is_memoryless
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
            _pend_charger(w, s, c, w.stations[s].now)
    if disturbances.bay_works != NEVER:
        for b in range(station.first_bay, station.first_bay + station.bays):
            _pend_bay(w, s, b, w.stations[s].now)


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
        _pend_charger(w, s, item, w.stations[s].now)
    else:
        w.bay_outages[item].changes += 1
        _pend_bay(w, s, item, w.stations[s].now)


@kernel
def end_charger_fault(w: "World", s: int, c: int) -> None:
    """The fault that charger `c` has, if any, is over before its repair was due."""
    if w.charger_outages[c].reasons & BY_FAULT:
        drop(w.events, s, event_key(CHARGER_IN, c))
        on_fault(w, s, CHARGER_IN, c)


@kernel
def draw_faults_again(w: "World", s: int, now: float) -> None:
    """What fails, or is repaired, at a constant rate does so anew from `now` on: how long it has
    worked tells nothing of its failure to come. By any other law what is pending stays."""
    station, disturbances = w.parameters.stations[s], w.parameters.disturbances[s]
    if disturbances.charger_works != NEVER:
        for c in range(station.first_charger, station.first_charger + station.chargers):
            if is_memoryless(w.parameters.distributions, _law_of_charger(w, s, c)):
                drop(w.events, s, _key_of_charger(w, c))
                _pend_charger(w, s, c, now)
    if disturbances.bay_works != NEVER:
        for b in range(station.first_bay, station.first_bay + station.bays):
            if is_memoryless(w.parameters.distributions, _law_of_bay(w, s, b)):
                drop(w.events, s, _key_of_bay(w, b))
                _pend_bay(w, s, b, now)


@kernel
def _law_of_charger(w: "World", s: int, c: int) -> int:
    """Return the law of the charger's next change."""
    disturbances = w.parameters.disturbances[s]
    fails = w.charger_outages[c].changes % 2 == 0
    return int(disturbances.charger_works if fails else disturbances.charger_fails)


@kernel
def _law_of_bay(w: "World", s: int, b: int) -> int:
    """Return the law of the bay's next change."""
    disturbances = w.parameters.disturbances[s]
    fails = w.bay_outages[b].changes % 2 == 0
    return int(disturbances.bay_works if fails else disturbances.bay_fails)


@kernel
def _key_of_charger(w: "World", c: int) -> int:
    """Return the key of the charger's next change."""
    return event_key(CHARGER_OUT if w.charger_outages[c].changes % 2 == 0 else CHARGER_IN, c)


@kernel
def _key_of_bay(w: "World", b: int) -> int:
    """Return the key of the bay's next change."""
    return event_key(BAY_OUT if w.bay_outages[b].changes % 2 == 0 else BAY_IN, b)


@kernel
def _pend_charger(w: "World", s: int, c: int, since: float) -> None:
    law, n = _law_of_charger(w, s, c), w.charger_outages[c].changes
    ordinal = fault_ordinal(c - w.parameters.stations[s].first_charger, n)
    _pend(w, s, law, CHARGER_FAULT, ordinal, _key_of_charger(w, c), since)


@kernel
def _pend_bay(w: "World", s: int, b: int, since: float) -> None:
    law, n = _law_of_bay(w, s, b), w.bay_outages[b].changes
    ordinal = fault_ordinal(b - w.parameters.stations[s].first_bay, n)
    _pend(w, s, law, BAY_FAULT, ordinal, _key_of_bay(w, b), since)


@kernel
def _pend(w: "World", s: int, law: int, stream: int, ordinal: int, key: int, since: float) -> None:
    seconds = draw(
        w.parameters.distributions,
        w.parameters.numbers,
        law,
        w.control[0].key,
        stream,
        w.parameters.stations[s].key,
        ordinal,
    )
    t = since + max(0.0, seconds)
    if t < math.inf:
        push(w.events, s, t, key)
