"""The future event list: pending events in the order (time, rank, entity).

Several lists share one table, each in its own range, so that independent components stay in cache
while they run. A list is sorted, its next event last: taking it is one step back. A new event takes
its place from the end that is nearer, judged by the event in the middle: swaps and arrivals are
due soon, charges late, so that either walks past few others. Room is left at both ends; a list that
has drifted to one is put back into the middle of its range.

It is linear in the number pending, where a component of a few dozen chargers and bays has a dozen
or two: coupled components of thousands want another structure.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I64, Record, Table, as_array

_ENTITY_BITS = 40
_DRIFT = 32  # rows at either end beyond a list's room, so that it is seldom put back


class Pending(Record):
    """One pending event."""

    time: F64  # [s]
    key: I64  # rank and entity, see `event_key`


class EventRange(Record):
    """One list: `length` events from row `latest` of the shared table on, the latest first."""

    latest: I64
    length: I64
    first: I64  # of the rows that are its own
    rows: I64


class EventList(NamedTuple):
    """All lists of a world."""

    ranges: Table[EventRange]
    pending: Table[Pending]


@kernel
def event_key(rank: int, entity: int) -> int:
    """Return rank and entity as one integer that sorts like the pair."""
    return (int(rank) << _ENTITY_BITS) | int(entity)


@kernel
def key_rank(key: int) -> int:
    """Return the rank packed in a key."""
    return key >> _ENTITY_BITS


@kernel
def key_entity(key: int) -> int:
    """Return the entity packed in a key."""
    return key & ((1 << _ENTITY_BITS) - 1)


@kernel
def push(events: EventList, i: int, time: float, key: int) -> None:
    """Make an event pending in list `i`, which must have room. No key is pending twice."""
    push_here(events, i, time, key)


@inlined
def push_here(events: EventList, i: int, time: float, key: int) -> None:
    """Do so without a call, for the events that every arrival brings about."""
    of = events.ranges[i]
    if of.latest == of.first or of.latest + of.length == of.first + of.rows:
        _put_in_the_middle(events, i)
    soonest = of.latest + of.length - 1
    of.length += 1
    if of.length > 1 and _is_later(events, of.latest + of.length // 2 - 1, time, key):
        place = soonest + 1
        while place > of.latest and not _is_later(events, place - 1, time, key):
            _move(events, place - 1, place)
            place -= 1
    else:
        of.latest -= 1
        place = of.latest
        while place < soonest and _is_later(events, place + 1, time, key):
            _move(events, place + 1, place)
            place += 1
    events.pending[place].time = time
    events.pending[place].key = key


@kernel
def drop(events: EventList, i: int, key: int) -> None:
    """Take the event with this key off list `i`; nothing happens if it is not pending."""
    first, last = events.ranges[i].latest, events.ranges[i].latest + events.ranges[i].length - 1
    place = last
    while place >= first and events.pending[place].key != key:
        place -= 1
    if place < first:
        return
    for later in range(place, last):
        _move(events, later + 1, later)
    events.ranges[i].length -= 1


@inlined
def _is_later(events: EventList, place: int, time: float, key: int) -> bool:
    """Return whether the event at `place` comes after (time, key)."""
    event = events.pending[place]
    return event.time > time or (event.time == time and event.key > key)


@inlined
def _move(events: EventList, place: int, to: int) -> None:
    events.pending[to].time = events.pending[place].time
    events.pending[to].key = events.pending[place].key


@kernel
def _put_in_the_middle(events: EventList, i: int) -> None:
    """Leave as much room before as behind a list."""
    of = events.ranges[i]
    begin = of.first + (of.rows - of.length) // 2
    if begin < of.latest:
        for n in range(of.length):
            _move(events, of.latest + n, begin + n)
    else:
        for n in range(of.length - 1, -1, -1):
            _move(events, of.latest + n, begin + n)
    of.latest = begin


def empty_lists(room: npt.NDArray[np.int64]) -> EventList:
    """Return lists, all empty, for that many pending events each."""
    ranges = EventRange.table(len(room))
    rows = as_array(ranges)
    rows["rows"] = room + 2 * _DRIFT
    rows["first"] = np.cumsum(rows["rows"]) - rows["rows"]
    rows["latest"] = rows["first"] + _DRIFT
    return EventList(ranges, Pending.table(int(rows["rows"].sum())))
