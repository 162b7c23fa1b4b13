"""The swap network put together: `advance` is the whole engine.

Stations do not affect each other, so each is run on its own up to the end of the slab, in cache.
"""

from voltwin_core.by_reference import by_reference
from voltwin_core.event_list import key_entity, key_rank
from voltwin_core.jit import inlined, kernel
from voltwin_core.log import Run
from voltwin_core.record import Table
from voltwin_core.station.accumulators import enter_hour
from voltwin_core.station.consequences import settle
from voltwin_core.station.events import (
    ARRIVAL,
    BEGIN,
    CLOSE,
    COOLED,
    FULL,
    INTERVENTION,
    LIMIT,
    OPEN,
    PATIENCE,
    READY,
    SWAP_END,
)
from voltwin_core.station.handlers import (
    on_arrival,
    on_begin,
    on_cooled,
    on_full,
    on_hours,
    on_limit,
    on_patience,
    on_ready,
    on_swap_end,
)
from voltwin_core.station.interventions import on_disturbance
from voltwin_core.station.world import World

# What `advance` returns.
REACHED = 0  # all events before `until` are handled
LOG_FULL = 1  # call again with a larger log buffer: the slab goes on where it stopped
RING_EMPTY = 2  # at station control.cursor
PAUSED = 3  # after _MOST_EVENTS: call again, so that whoever waits can be interrupted in between

_MOST_EVENTS = 1 << 23  # of one call: about a second


@kernel
def begin_slab(w: World) -> None:
    """Empty the log buffer; the next `advance` starts a slab."""
    control = w.control[0]
    control.rows = 0
    control.cursor = control.first
    for s in range(control.first, control.end):
        w.stations[s].first_row = -1


@kernel
def advance(w: World, until: float) -> int:
    """Handle all events before `until` [s], station by station, and return why it stopped.

    Worlds that share all but `control` may be advanced at once, each with components of its own,
    while no log is written.
    """
    world, control = by_reference(w), w.control[0]
    control.handled = 0
    while control.cursor < control.end:
        status = _advance_station(world, control.cursor, until)
        if status != REACHED:
            return status
        control.cursor += 1
    control.cursor = control.first
    return REACHED


@kernel
def _advance_station(w: World, s: int, until: float) -> int:
    control, station, pending = w.control[0], w.stations[s], w.events.ranges[s]
    room = _most_rows(w, s)
    if station.first_row < 0:
        station.first_row = control.rows
    while pending.length > 0:
        head = w.events.pending[pending.latest + pending.length - 1]
        if head.time >= until:
            break
        if control.logging and control.rows + room > len(w.log):
            return LOG_FULL
        if control.handled == _MOST_EVENTS:
            return PAUSED
        control.handled += 1
        station.now = head.time
        station.cause = head.key
        pending.length -= 1
        enter_hour(w, s, station.now)
        if not _handle(w, s, station.cause):
            return RING_EMPTY
        settle(w, s)
    station.end_row = control.rows
    return REACHED


@kernel
def _most_rows(w: World, s: int) -> int:
    """Return a bound on the rows of one event: its own, and per charger and bay what may follow."""
    station = w.parameters.stations[s]
    return 8 + 3 * (station.chargers + station.bays)


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
    elif rank == LIMIT:
        on_limit(w, s)
    elif rank == OPEN or rank == CLOSE:
        on_hours(w, s)
    elif rank == BEGIN:
        on_begin(w, s)
    elif rank <= INTERVENTION:
        on_disturbance(w, s, rank, entity)
    return True


@kernel
def set_runs(w: World, runs: Table[Run]) -> None:
    """Set each station's run of rows in the log buffer, to be merged."""
    for s in range(len(w.stations)):
        runs[s].first = w.stations[s].first_row
        runs[s].end = w.stations[s].end_row
