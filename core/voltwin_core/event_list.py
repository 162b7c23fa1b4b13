"""The future event list: pending events in the order (time, rank, entity).

Several lists share the tables, so that independent components stay in cache while they run. A list
is a small wheel: time is cut into slots of equal width, dealt round 64 buckets (Varghese and Lauck,
1987). One word has a bit for each bucket that holds events, so that the next one is found by
counting zeros, however many are empty. The events of a bucket are linked in order; where slots are
as narrow as they should be, it seldom has two. So a push or a step costs the same whatever is
pending, with hardly a branch that depends on it.

Beside it stands the list's recurring event, of which there is one at a time, as it makes its own
next one pending: that takes no place on the wheel, only a look at which of two comes first.

The width decides how fast a list is, never in what order it hands events out: an event further
ahead than a whole turn waits in its bucket behind those of this turn.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.bits import WORD_BITS, bit, bit_if, lowest_bit, turned, without_lowest
from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I32, I64, U64, Record, Table, as_array

BUCKETS = WORD_BITS
NO_EVENT = 0  # in place of a row: there is none. Row 0 is later than all events
# Behind it come the recurring events, one a list; then the rows of the wheels.

_ENTITY_BITS = 40
_LAST_BUCKET = BUCKETS - 1
_NEVER = 2**63 - 1


class Pending(Record):
    """One pending event, or a free row."""

    time: F64  # [s]
    key: I64  # rank and entity, see `event_key`
    after: I32  # row of the next in its bucket, or the next free row; or NO_EVENT


class EventRange(Record):
    """One list; a slot is numbered through all turns."""

    filled: U64  # a bit for each bucket that holds events
    slot: I64  # of the next event
    per_s: F64  # slots in a second [1/s]
    next: I32  # row of the next event of its wheel, or NO_EVENT
    free: I32  # its first free row
    first: I32  # of the rows that are its own
    rows: I32


class EventList(NamedTuple):
    """All lists of a world."""

    ranges: Table[EventRange]
    heads: npt.NDArray[np.int32]  # by list and bucket: the row of the first event, or NO_EVENT
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


@inlined
def recurring_row(i: int) -> int:
    """Return the row of the recurring event of list `i`."""
    return 1 + i


@inlined
def recur(events: EventList, i: int, time: float, key: int) -> None:
    """Have the recurring event of list `i` pending for this time, and no other; infinite: never."""
    event = events.pending[recurring_row(i)]
    event.time = time
    event.key = key


@kernel
def push(events: EventList, i: int, time: float, key: int) -> None:
    """Make an event pending in list `i`, which must have room. No key is pending twice."""
    push_here(events, i, time, key)


@inlined
def push_here(events: EventList, i: int, time: float, key: int) -> None:
    """Do so without a call, for the events that every arrival brings about."""
    of, pending = events.ranges[i], events.pending
    slot = int(time * of.per_s)
    bucket = slot & _LAST_BUCKET
    of.filled |= bit(bucket)
    row = int(of.free)
    of.free = pending[row].after
    pending[row].time = time
    pending[row].key = key
    head = i * BUCKETS + bucket
    before, after = NO_EVENT, int(events.heads[head])
    # An empty bucket ends at row 0, which is later than anything: no question whether there is one.
    while _is_before(pending, after, time, key):
        before, after = after, int(pending[after].after)
    pending[row].after = after
    if before == NO_EVENT:
        events.heads[head] = row
    else:
        pending[before].after = row
    # A branch, so that what is next need not wait for this time: see `_find_next`.
    if not _is_before(pending, int(of.next), time, key):
        of.next = row
        of.slot = slot


@inlined
def next_row(events: EventList, i: int) -> int:
    """Return the row of the next event of list `i`, or NO_EVENT, whose time is infinite."""
    row, recurring = int(events.ranges[i].next), recurring_row(i)
    due = events.pending[row]
    return recurring if _is_before(events.pending, recurring, due.time, due.key) else row


@inlined
def take_row(events: EventList, i: int, row: int) -> None:
    """Take the next event, which `next_row` has found in this row, off list `i`."""
    of, pending = events.ranges[i], events.pending
    if row == recurring_row(i):
        pending[row].time = math.inf
        return
    bucket = of.slot & _LAST_BUCKET
    after = pending[row].after
    events.heads[i * BUCKETS + bucket] = after
    of.filled &= ~bit_if(after == NO_EVENT, bucket)
    _set_free(events, i, row)
    _find_next(events, i)


@inlined
def _find_next(events: EventList, i: int) -> None:
    """Look up the next event of a wheel, none of whose events is in a slot before `slot`.

    That is done as soon as the one before is taken, not when it is asked for: whatever happens in
    between makes an event pending that comes before it or does not, which the processor guesses,
    so that it need not wait for times that are still worked out.
    """
    of = events.ranges[i]
    if of.filled == 0:
        of.next = NO_EVENT
        return
    while True:
        of.slot += lowest_bit(turned(of.filled, of.slot & _LAST_BUCKET))
        row = int(events.heads[i * BUCKETS + (of.slot & _LAST_BUCKET)])
        if int(events.pending[row].time * of.per_s) == of.slot:
            of.next = row
            return
        _skip_to_next(events, i)


@kernel
def drop(events: EventList, i: int, key: int) -> None:
    """Take the event with this key off list `i`; nothing happens if it is not pending."""
    filled = events.ranges[i].filled
    while filled != 0:
        if _drop_from(events, i, lowest_bit(filled), key):
            return
        filled = without_lowest(filled)


@kernel
def drop_due(events: EventList, i: int, time: float, key: int) -> None:
    """Do so for an event of which the time is known; infinite for none."""
    if time < math.inf:
        _drop_from(events, i, int(time * events.ranges[i].per_s) & _LAST_BUCKET, key)


@inlined
def _drop_from(events: EventList, i: int, bucket: int, key: int) -> bool:
    """Take the event with this key out of a bucket; return whether it was there."""
    pending, head = events.pending, i * BUCKETS + bucket
    before, row = NO_EVENT, int(events.heads[head])
    while row != NO_EVENT and pending[row].key != key:
        before, row = row, int(pending[row].after)
    if row == NO_EVENT:
        return False
    after = pending[row].after
    if before != NO_EVENT:
        pending[before].after = after
    else:
        events.heads[head] = after
        if after == NO_EVENT:
            events.ranges[i].filled &= ~bit(bucket)
    _set_free(events, i, row)
    if row == events.ranges[i].next:
        _find_next(events, i)
    return True


@kernel
def _skip_to_next(events: EventList, i: int) -> None:
    """Set the slot of a list to that of its next event: those of the bucket at hand are due in
    later turns only."""
    of = events.ranges[i]
    filled, soonest = of.filled, _NEVER
    while filled != 0:
        row = events.heads[i * BUCKETS + lowest_bit(filled)]
        soonest = min(soonest, int(events.pending[row].time * of.per_s))
        filled = without_lowest(filled)
    of.slot = soonest


@inlined
def _is_before(pending: Table[Pending], row: int, time: float, key: int) -> bool:
    """Return whether the event in a row comes before (time, key)."""
    event = pending[row]
    return event.time < time or (event.time == time and event.key < key)


@inlined
def _set_free(events: EventList, i: int, row: int) -> None:
    of = events.ranges[i]
    events.pending[row].after = of.free
    of.free = row


def empty_lists(room: npt.NDArray[np.int64], turn_s: npt.NDArray[np.float64]) -> EventList:
    """Return lists, all empty.

    Args:
        room: of each list, for how many pending events beside the recurring one.
        turn_s: of each list, how far ahead most of its events lie: a turn of its wheel [s].
    """
    first = 1 + len(room)  # row of an event on a wheel, behind the recurring ones
    ranges, pending = EventRange.table(len(room)), Pending.table(first + int(room.sum()))
    as_array(pending)["time"][:first] = math.inf
    rows, links = as_array(ranges), as_array(pending)["after"]
    rows["per_s"] = BUCKETS / turn_s
    rows["rows"] = room
    rows["first"] = rows["free"] = first + np.cumsum(room) - room
    links[:] = np.arange(1, len(links) + 1)
    links[(rows["first"] + rows["rows"] - 1)[room > 0]] = NO_EVENT
    return EventList(ranges, np.zeros(len(room) * BUCKETS, np.int32), pending)


@kernel
def move_all(events: EventList, into: EventList) -> None:
    """Make all that is pending in each list pending in the list of the same number of others."""
    for i in range(len(events.ranges)):
        recurring = events.pending[recurring_row(i)]
        recur(into, i, recurring.time, recurring.key)
        for head in range(i * BUCKETS, (i + 1) * BUCKETS):
            row = int(events.heads[head])
            while row != NO_EVENT:
                push(into, i, events.pending[row].time, events.pending[row].key)
                row = int(events.pending[row].after)
