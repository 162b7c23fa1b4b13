"""The swap network put together: `advance` is the whole engine.

Stations that do not affect each other are components of their own, each run up to the end of the
slab in one go, in cache. Those that do, as vehicles drive from one to another, are one component
and share one order of events.
"""

import math

from voltwin_core.agenda import set_due, winner
from voltwin_core.apart import apart
from voltwin_core.by_reference import by_reference
from voltwin_core.event_list import (
    NO_EVENT,
    event_key,
    key_entity,
    key_rank,
    next_row,
    push,
    take_row,
)
from voltwin_core.fleet.drives import ROAD, is_fleet
from voltwin_core.fleet.life import ARRIVES, STARTS, WAKES, live_on
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.station.accumulators import enter_hour
from voltwin_core.station.consequences import settle
from voltwin_core.station.events import (
    ARRIVAL,
    BEGIN,
    CLOSE,
    COOLED,
    FULL,
    LIMIT,
    OPEN,
    PATIENCE,
    PRICE,
    READY,
    SWAP_END,
    TRIP_END,
)
from voltwin_core.station.handlers import (
    on_arrival,
    on_begin,
    on_cooled,
    on_driver_arrival,
    on_full,
    on_patience,
    on_ready,
    on_swap_end,
)
from voltwin_core.station.interventions import on_disturbance
from voltwin_core.station.late_rows import write_late_rows
from voltwin_core.station.places import take_places
from voltwin_core.station.price import on_price
from voltwin_core.station.schedules import on_hours, on_limit
from voltwin_core.station.world import World
from voltwin_core.wheel import has_next, next_of, take_next, turn_in

# What `advance` returns.
REACHED = 0  # all events before `until` are handled
LOG_FULL = 1  # call again with a larger log buffer: the slab goes on where it stopped
RING_EMPTY = 2  # at station control.stuck
PAUSED = 3  # after _MOST_EVENTS: call again, so that whoever waits can be interrupted in between

_MOST_EVENTS = 1 << 23  # of one call: about a second


@kernel
def begin_run(world: World) -> None:
    """Vehicles take their places; the begin of every station, and of the first vehicle of a fleet,
    becomes pending: that of each vehicle comes with that of the one before it."""
    w = by_reference(world)
    take_places(w)
    for s in range(len(w.stations)):
        push(w.events, s, 0.0, event_key(BEGIN, s))
        _set_due(w, s)
    if is_fleet(w):
        turn_in(w.road, ROAD, 0, 0.0, event_key(BEGIN, len(w.stations)))


@kernel
def set_all_due(world: World) -> None:
    """Tell the agenda anew when each station's next event is due."""
    w = by_reference(world)
    for s in range(len(w.stations)):
        _set_due(w, s)


@kernel
def advance(w: World, until: float) -> int:
    """Handle all events before `until` [s], component by component, and return why it stopped.

    Worlds that share all but `control` may be advanced at once, each with components of its own,
    while no log is written.
    """
    world, control = by_reference(w), w.control[0]
    control.handled = 0
    control.until = until
    while control.cursor < control.end:
        component = w.components[control.cursor]
        if component.first_row < 0:
            component.first_row = control.rows
        status = advance_component(world, control.cursor, until)
        if status == REACHED and control.logging:
            status = _write_late_rows(world, control.cursor, until)
        if status != REACHED:
            return status
        component.end_row = control.rows
        control.cursor += 1
    control.cursor = control.first
    return REACHED


@inlined
def _write_late_rows(w: World, k: int, until: float) -> int:
    """Write the rows of what has come without an event before `until`, while there is room."""
    component = w.components[k]
    for member in range(component.first, component.first + component.stations):
        if not _has_room(w, component.most_rows):
            return LOG_FULL
        write_late_rows(w, int(w.members[member]), until)
    return REACHED


@apart
def advance_component(w: World, k: int, until: float) -> int:
    """Advance a component.

    Apart, so that all that can happen is compiled once for the entries that run networks: `advance`
    and replications. It calls one kernel alone: each that it called would be optimised on its own,
    with all that that calls.
    """
    return _advance_component(w, k, until)


@kernel
def _advance_component(w: World, k: int, until: float) -> int:
    """Advance a component: a station, or several and the vehicles that drive between them."""
    component, s = w.components[k], int(w.members[w.components[k].first])
    alone = component.tournament == NONE  # no road either, so that `s` stays
    while True:
        if not alone:
            s = int(w.members[component.first + winner(w.agenda, component.tournament)])
        row, on_road = next_row(w.events, s), False
        time, key = w.events.pending[row].time, w.events.pending[row].key
        if component.road and has_next(w.road, ROAD):
            soon = next_of(w.road, ROAD)
            if soon.time < time or (soon.time == time and soon.key < key):
                time, key, on_road = soon.time, soon.key, True
        if time >= until:
            return REACHED
        status = _may_go_on(w, component.most_rows)
        if status != REACHED:
            return status
        w.control[0].cause = key
        if on_road:
            s = _on_road(w, time, key)
        else:
            take_row(w.events, s, row)
        if s != NONE:
            if not _happen(w, s, time, key):
                return RING_EMPTY
            if not alone:
                _set_due(w, s)


@inlined
def _may_go_on(w: World, most_rows: int) -> int:
    """Return REACHED, or why no further event may be handled now."""
    control = w.control[0]
    if control.logging and not _has_room(w, most_rows):
        return LOG_FULL
    if control.handled >= _MOST_EVENTS:
        return PAUSED
    control.handled += 1
    return REACHED


@inlined
def _has_room(w: World, most_rows: int) -> bool:
    """Return whether so many rows more find a place in the log buffer, which fills from both
    ends."""
    return w.control[0].rows + w.control[0].late + most_rows <= len(w.log)


@kernel
def _on_road(w: World, t: float, key: int) -> int:
    """Handle the next event of a vehicle that is at no station. Where it is an arrival at one, that
    station is returned: the rest is an event there. Else NONE."""
    v, rank = take_next(w.road, ROAD), key_rank(key)
    what = ARRIVES if rank == TRIP_END else STARTS if rank == BEGIN else WAKES
    return live_on(w, what, v, NONE, t)


@inlined
def _happen(w: World, s: int, t: float, key: int) -> bool:
    """Handle an event of the station, with all that follows from it; False: the ring is empty."""
    station = w.stations[s]
    station.now = t
    station.cause = key
    enter_hour(w, s, t)
    if not _handle(w, s, key):
        w.control[0].stuck = s
        return False
    settle(w, s)
    return True


@inlined
def _set_due(w: World, s: int) -> None:
    """Tell the agenda when the station's next event is due, if it shares one."""
    station = w.stations[s]
    tournament = w.components[station.component].tournament
    if tournament == NONE:
        return
    row = next_row(w.events, s)
    if row == NO_EVENT:
        set_due(w.agenda, tournament, station.leaf, math.inf, 0)
        return
    due = w.events.pending[row]
    set_due(w.agenda, tournament, station.leaf, due.time, due.key)


@inlined
def _handle(w: World, s: int, key: int) -> bool:
    """Make the event's own change; False: the ring is empty."""
    rank, entity = key_rank(key), key_entity(key)
    if rank == ARRIVAL:
        return on_arrival(w, s)
    if rank == SWAP_END:
        on_swap_end(w, s, entity)
    elif rank == COOLED:
        on_cooled(w, s, entity)
    elif rank == READY:
        on_ready(w, s, entity)
    elif rank == FULL:
        on_full(w, s, entity)
    elif rank == PATIENCE:
        on_patience(w, s, entity)
    elif rank == TRIP_END:
        on_driver_arrival(w, s, entity)
    else:
        _handle_change(w, s, rank, entity)
    return True


@kernel
def _handle_change(w: World, s: int, rank: int, entity: int) -> None:
    """Make the own change of an event of the place itself."""
    if rank == LIMIT and entity == s:
        on_limit(w, s)
    elif rank == PRICE:
        on_price(w, s)
    elif rank == OPEN or rank == CLOSE:
        on_hours(w, s)
    elif rank == BEGIN:
        on_begin(w, s)
    else:
        on_disturbance(w, s, rank, entity)
