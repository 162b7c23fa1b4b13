"""The future event list: pending events in the order (time, rank, entity).

Several lists share one table, each a heap in its own range, so that independent components stay
in cache while they run. An event is known by its *slot*: whatever can have one pending event (a
charger, a vehicle, a source) owns a slot, and scheduling it anew moves the event. Rank and entity
are packed into one integer key.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, I64, Record, Table

ABSENT = -1
_ENTITY_BITS = 40


class Pending(Record):
    """One pending event."""

    time: F64  # [s]
    key: I64  # rank and entity, see `event_key`
    slot: I64


class Heap(Record):
    """One list: entries first to first + size of the shared table, its range as large as slots."""

    first: I32
    size: I32


class EventList(NamedTuple):
    """All lists of a world."""

    heaps: Table[Heap]
    entries: Table[Pending]
    places: npt.NDArray[np.int32]  # of each slot: place in its heap, or ABSENT


@kernel
def event_key(rank: int, entity: int) -> int:
    """Return rank and entity as one integer that sorts like the pair."""
    return (rank << _ENTITY_BITS) | entity


@kernel
def key_rank(key: int) -> int:
    """Return the rank packed in a key."""
    return key >> _ENTITY_BITS


@kernel
def key_entity(key: int) -> int:
    """Return the entity packed in a key."""
    return key & ((1 << _ENTITY_BITS) - 1)


@kernel
def schedule(events: EventList, i: int, slot: int, time: float, key: int) -> None:
    """Make the event of `slot` pending in list `i`; if it was pending, it is moved."""
    heap = events.heaps[i]
    place = events.places[slot]
    if place == ABSENT:
        place = heap.size
        heap.size += 1
        _rise(events, heap.first, place, time, key, slot)
        return
    entry = events.entries[heap.first + place]
    if _before(time, key, entry.time, entry.key):
        _rise(events, heap.first, place, time, key, slot)
    else:
        _sink(events, heap.first, heap.size, place, time, key, slot)


@kernel
def cancel(events: EventList, i: int, slot: int) -> None:
    """Drop the pending event of `slot` from list `i`; nothing happens if there is none."""
    place = events.places[slot]
    if place == ABSENT:
        return
    heap = events.heaps[i]
    events.places[slot] = ABSENT
    heap.size -= 1
    if place == heap.size:
        return
    last, gone = events.entries[heap.first + heap.size], events.entries[heap.first + place]
    if _before(last.time, last.key, gone.time, gone.key):
        _rise(events, heap.first, place, last.time, last.key, last.slot)
    else:
        _sink(events, heap.first, heap.size, place, last.time, last.key, last.slot)


@kernel
def _before(time: float, key: int, other_time: float, other_key: int) -> bool:
    return time < other_time or (time == other_time and key < other_key)


@kernel
def _put(events: EventList, first: int, place: int, time: float, key: int, slot: int) -> None:
    entry = events.entries[first + place]
    entry.time = time
    entry.key = key
    entry.slot = slot
    events.places[slot] = place


@kernel
def _rise(events: EventList, first: int, place: int, time: float, key: int, slot: int) -> None:
    """Put the event into the hole at `place`, or nearer to the root."""
    while place > 0:
        parent = (place - 1) >> 1
        above = events.entries[first + parent]
        if not _before(time, key, above.time, above.key):
            break
        _put(events, first, place, above.time, above.key, above.slot)
        place = parent
    _put(events, first, place, time, key, slot)


@kernel
def _sink(
    events: EventList, first: int, size: int, place: int, time: float, key: int, slot: int
) -> None:
    """Put the event into the hole at `place`, or further from the root."""
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size:
            left, right = events.entries[first + child], events.entries[first + child + 1]
            child += _before(right.time, right.key, left.time, left.key)
        below = events.entries[first + child]
        if not _before(below.time, below.key, time, key):
            break
        _put(events, first, place, below.time, below.key, below.slot)
        place = child
    _put(events, first, place, time, key, slot)
