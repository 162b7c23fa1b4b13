"""Interventions: the lines of the script, one pending at a time at each station."""

import math
from typing import TYPE_CHECKING

from voltwin_core.apart import apart
from voltwin_core.event_list import drop, event_key, push
from voltwin_core.jit import kernel
from voltwin_core.station.events import BAY_OUT, INTERVENTION, TRUCK
from voltwin_core.station.faults import on_fault
from voltwin_core.station.limits import change_limit
from voltwin_core.station.observing.observation import observe
from voltwin_core.station.opening import change_hours, close_now, open_now
from voltwin_core.station.outages import (
    put_bay_back,
    put_charger_back,
    take_bay_out,
    take_charger_out,
)
from voltwin_core.station.script import (
    CLOSE_NOW,
    LIMIT_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    LOAD,
    NO_LINE,
    OBSERVE,
    OPEN_NOW,
    TAKE_OUT,
    UNLOAD,
    Line,
    line_entity,
)
from voltwin_core.station.silent import know_ready
from voltwin_core.station.state import BY_HOURS, BY_SCRIPT
from voltwin_core.station.trucks import load_truck, unload_truck

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@apart
def on_disturbance(w: "World", s: int, rank: int, entity: int) -> None:
    """A charger or bay fails or is repaired, or the station's next line of the script is due."""
    know_ready(w, s)
    if rank >= TRUCK or entity >= (len(w.chargers) if rank < BAY_OUT else len(w.bays)):
        _on_line(w, s)
    else:
        on_fault(w, s, rank, entity)


@kernel
def _on_line(w: "World", s: int) -> None:
    """The line happens; the next one becomes pending."""
    override = w.overrides[s]
    line = w.parameters.script[w.parameters.disturbances[s].first_line + override.next_line]
    if line.does == LOAD:
        load_truck(w, s, line.unit)
    elif line.does == UNLOAD:
        unload_truck(w, s, line.unit)
    elif line.does == OBSERVE:
        observe(w, s, line.unit, line.number)
    elif line.rank == INTERVENTION:
        if line.does == LIMIT_KW or line.does == LIMIT_FACTOR or line.does == LIMIT_BY_WEEK:
            _set_limit(w, s, line)
        else:
            _set_hours(w, s, line)
    elif line.rank < BAY_OUT:
        _set_charger(w, s, line)
    else:
        _set_bay(w, s, line)
    override.next_line += 1
    pend_line(w, s)


@kernel
def pend_line(w: "World", s: int) -> None:
    """The next line of the station's script becomes pending."""
    key = _next_key(w, s)
    if key >= 0:
        line = w.parameters.disturbances[s].first_line + w.overrides[s].next_line
        push(w.events, s, w.parameters.script[line].time, key)


@kernel
def drop_line(w: "World", s: int) -> None:
    """The next line of the station's script is not pending any more."""
    key = _next_key(w, s)
    if key >= 0:
        drop(w.events, s, key)


@kernel
def find_line(w: "World", s: int, now: float) -> None:
    """Go to the station's first line at `now` or later, all before having happened."""
    override, disturbances = w.overrides[s], w.parameters.disturbances[s]
    n, first = 0, disturbances.first_line
    while n < disturbances.lines and w.parameters.script[first + n].time < now:
        n += 1
    override.next_line = n


@kernel
def _next_key(w: "World", s: int) -> int:
    """Return the key of the next line's event; -1 for none."""
    disturbances, n = w.parameters.disturbances[s], w.overrides[s].next_line
    if n >= disturbances.lines:
        return -1
    line = w.parameters.script[disturbances.first_line + n]
    entity = line_entity(line.rank, line.number, len(w.chargers), len(w.bays))
    return event_key(line.rank, entity)


@kernel
def _set_charger(w: "World", s: int, line: Line) -> None:
    outage = w.charger_outages[line.unit]
    if line.ends != NO_LINE and outage.line != line.ends:
        return
    outage.line = line.number
    if line.does == TAKE_OUT:
        take_charger_out(w, s, line.unit, BY_SCRIPT)
    else:
        put_charger_back(w, s, line.unit, BY_SCRIPT)


@kernel
def _set_bay(w: "World", s: int, line: Line) -> None:
    outage = w.bay_outages[line.unit]
    if line.ends != NO_LINE and outage.line != line.ends:
        return
    outage.line = line.number
    if line.does == TAKE_OUT:
        take_bay_out(w, s, line.unit, BY_SCRIPT)
    else:
        put_bay_back(w, s, line.unit, BY_SCRIPT)


@kernel
def _set_limit(w: "World", s: int, line: Line) -> None:
    override = w.overrides[s]
    if line.ends != NO_LINE and override.limit_line != line.ends:
        return
    override.limit_line = line.number
    override.limit_most_kw = line.value if line.does == LIMIT_KW else math.inf
    override.limit_factor = line.value if line.does == LIMIT_FACTOR else 1.0
    change_limit(w, s)


@kernel
def _set_hours(w: "World", s: int, line: Line) -> None:
    override = w.overrides[s]
    if line.ends != NO_LINE and override.hours_line != line.ends:
        return
    override.hours_line = line.number
    if line.does == CLOSE_NOW:
        close_now(w, s)
    elif line.does == OPEN_NOW:
        open_now(w, s)
    else:
        override.hours = BY_HOURS
        change_hours(w, s)
