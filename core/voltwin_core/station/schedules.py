"""What changes at a station by the week: its grid limit and its opening hours."""

from typing import TYPE_CHECKING

from voltwin_core.calendar import step_at, step_time, step_value
from voltwin_core.event_list import event_key, push
from voltwin_core.jit import kernel
from voltwin_core.station.events import (
    CLOSE,
    LIMIT,
    OPEN,
)
from voltwin_core.station.limits import begin_limit, change_limit
from voltwin_core.station.opening import change_hours

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def on_limit(w: "World", s: int) -> None:
    """The limit of the week changes: row `limit`, and charges are suspended until the others fit,
    unless an intervention rules. The next change becomes pending."""
    station = w.stations[s]
    limits = w.parameters.stations[s]
    w.overrides[s].limit_by_week_kw = step_value(
        w.parameters.steps, limits.first_limit, limits.limits, station.limit_change
    )
    change_limit(w, s)
    station.limit_change += 1
    _pend_limit(w, s)


@kernel
def on_hours(w: "World", s: int) -> None:
    """By its hours the station opens or closes (row `opened` or `closed`, unless an intervention
    rules); the next change becomes pending."""
    station = w.stations[s]
    w.overrides[s].open_by_week = 1 - w.overrides[s].open_by_week
    change_hours(w, s)
    station.hours_change += 1
    _pend_hours(w, s)


@kernel
def begin_schedules(w: "World", s: int) -> None:
    """The limit and the opening hours of the start are in force, their next changes pending."""
    station, state, clock = w.parameters.stations[s], w.stations[s], w.parameters.clock
    steps = w.parameters.steps
    k = step_at(steps, station.first_limit, station.limits, clock, 0.0)
    begin_limit(w, s, step_value(steps, station.first_limit, station.limits, k))
    state.limit_change = k + 1
    _pend_limit(w, s)
    k = step_at(steps, station.first_hours, station.hours, clock, 0.0)
    state.open = step_value(steps, station.first_hours, station.hours, k) != 0.0
    w.overrides[s].open_by_week = state.open
    state.hours_change = k + 1
    _pend_hours(w, s)


@kernel
def _pend_limit(w: "World", s: int) -> None:
    """The next step of the limit becomes pending; a constant has none."""
    station, state = w.parameters.stations[s], w.stations[s]
    if station.limits > 1:
        steps, first, count = w.parameters.steps, station.first_limit, station.limits
        t = step_time(steps, first, count, w.parameters.clock, state.limit_change)
        push(w.events, s, t, event_key(LIMIT, s))


@kernel
def _pend_hours(w: "World", s: int) -> None:
    """The next step of the opening hours becomes pending; constant ones have none."""
    station, state = w.parameters.stations[s], w.stations[s]
    if station.hours > 1:
        steps, first, count = w.parameters.steps, station.first_hours, station.hours
        t = step_time(steps, first, count, w.parameters.clock, state.hours_change)
        rank = CLOSE if w.overrides[s].open_by_week else OPEN
        push(w.events, s, t, event_key(rank, s))
