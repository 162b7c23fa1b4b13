"""A timing wheel: pending events of many entities, at most one each, in (time, key) order.

Time is cut into slots of equal width, dealt round a wheel of buckets (Varghese and Lauck, 1987).
An event waits unsorted in the bucket of its slot, a link in a list; only those of the slot in hand
are kept in order, in a small heap. So an event costs the same however many are pending, and the
width decides how fast the wheel is, never in what order it hands events out.

Several wheels share the tables, one for each component that has vehicles on the road. An entity is
numbered through all of them.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.record import F64, I32, I64, Record, Table, as_array


class Wheel(Record):
    """One wheel."""

    per_s: F64  # slots in a second [1/s]
    slot: I64  # in hand: its events, and all before it, are in the heap
    waiting: I64  # events in buckets
    soon: I64  # events in the heap
    first_bucket: I64
    buckets: I64  # a power of two
    first_soon: I64  # its part of the heaps' table


class Waiting(Record):
    """The pending event of an entity."""

    time: F64  # [s]
    key: I64  # see `event_list.event_key`
    next: I32  # entity in the same bucket, or NONE


class Soon(Record):
    """An entry of the heap."""

    time: F64
    key: I64
    entity: I32


class Wheels(NamedTuple):
    """All wheels of a world."""

    wheels: Table[Wheel]
    heads: npt.NDArray[np.int32]  # by bucket: first entity, or NONE
    waiting: Table[Waiting]  # by entity
    soon: Table[Soon]


@kernel
def turn_in(w: Wheels, i: int, entity: int, time: float, key: int) -> None:
    """Make the event of an entity, which has none pending, pending in wheel `i`."""
    wheel = w.wheels[i]
    slot = int(time * wheel.per_s)
    if slot <= wheel.slot:
        _push(w, i, time, key, entity)
        return
    waiting, bucket = w.waiting[entity], wheel.first_bucket + (slot & (wheel.buckets - 1))
    waiting.time = time
    waiting.key = key
    waiting.next = w.heads[bucket]
    w.heads[bucket] = entity
    wheel.waiting += 1


@inlined
def has_next(w: Wheels, i: int) -> bool:
    """Return whether anything is pending in wheel `i`; if so, `next_of` is its next event."""
    wheel = w.wheels[i]
    while wheel.soon == 0:
        if wheel.waiting == 0:
            return False
        wheel.slot += 1
        _empty_bucket(w, i)
    return True


@inlined
def next_of(w: Wheels, i: int) -> Soon:
    """Return the next event of wheel `i`; `has_next` must have found one."""
    return w.soon[w.wheels[i].first_soon]


@kernel
def take_next(w: Wheels, i: int) -> int:
    """Take the next event off wheel `i` and return its entity."""
    wheel = w.wheels[i]
    first = wheel.first_soon
    entity = int(w.soon[first].entity)
    wheel.soon -= 1
    last = w.soon[first + wheel.soon]
    time, key, moved = last.time, last.key, last.entity
    place = 0
    while True:
        child = 2 * place + 1
        if child >= wheel.soon:
            break
        if child + 1 < wheel.soon and _is_before(w, first + child + 1, first + child):
            child += 1
        below = w.soon[first + child]
        if not (below.time < time or (below.time == time and below.key < key)):
            break
        _move(w, first + child, first + place)
        place = child
    _write(w, first + place, time, key, moved)
    return entity


@kernel
def take_all(w: Wheels, i: int) -> int:
    """Take all events off wheel `i`; return the first of their entities, or NONE.

    `waiting` has the time and key of each, and which entity is `next`, until that is turned in
    again.
    """
    wheel, first = w.wheels[i], NONE
    for bucket in range(wheel.first_bucket, wheel.first_bucket + wheel.buckets):
        entity, w.heads[bucket] = int(w.heads[bucket]), NONE
        while entity != NONE:
            after = int(w.waiting[entity].next)
            w.waiting[entity].next = first
            first = entity
            entity = after
    for place in range(wheel.first_soon, wheel.first_soon + wheel.soon):
        soon = w.soon[place]
        waiting = w.waiting[soon.entity]
        waiting.time = soon.time
        waiting.key = soon.key
        waiting.next = first
        first = int(soon.entity)
    wheel.waiting = 0
    wheel.soon = 0
    return first


@kernel
def _push(w: Wheels, i: int, time: float, key: int, entity: int) -> None:
    wheel = w.wheels[i]
    first, place = wheel.first_soon, wheel.soon
    wheel.soon += 1
    while place > 0:
        parent = (place - 1) >> 1
        above = w.soon[first + parent]
        if above.time < time or (above.time == time and above.key < key):
            break
        _move(w, first + parent, first + place)
        place = parent
    _write(w, first + place, time, key, entity)


@kernel
def _empty_bucket(w: Wheels, i: int) -> None:
    """Move the events of the slot in hand to the heap; those of later turns stay."""
    wheel = w.wheels[i]
    bucket = wheel.first_bucket + (wheel.slot & (wheel.buckets - 1))
    entity, w.heads[bucket] = int(w.heads[bucket]), NONE
    while entity != NONE:
        waiting = w.waiting[entity]
        after = int(waiting.next)
        if int(waiting.time * wheel.per_s) <= wheel.slot:
            wheel.waiting -= 1
            _push(w, i, waiting.time, waiting.key, entity)
        else:
            waiting.next = w.heads[bucket]
            w.heads[bucket] = entity
        entity = after


@inlined
def _is_before(w: Wheels, place: int, other: int) -> bool:
    one, two = w.soon[place], w.soon[other]
    return one.time < two.time or (one.time == two.time and one.key < two.key)


@inlined
def _move(w: Wheels, place: int, to: int) -> None:
    one = w.soon[place]
    _write(w, to, one.time, one.key, one.entity)


@inlined
def _write(w: Wheels, place: int, time: float, key: int, entity: int) -> None:
    entry = w.soon[place]
    entry.time = time
    entry.key = key
    entry.entity = entity


def empty_wheels(
    entities: npt.NDArray[np.int64], total: int, width_s: npt.NDArray[np.float64]
) -> Wheels:
    """Return wheels, all empty.

    Args:
        entities: of each wheel, how many can have an event pending in it.
        total: number of entities of all wheels.
        width_s: of each wheel, of its slots [s].
    """
    wheels = Wheel.table(len(entities))
    rows = as_array(wheels)
    rows["per_s"] = 1.0 / width_s
    rows["slot"] = -1
    rows["buckets"] = [1 << max(4, math.ceil(math.log2(max(1, n)))) for n in entities.tolist()]
    rows["first_bucket"] = np.cumsum(rows["buckets"]) - rows["buckets"]
    rows["first_soon"] = np.cumsum(entities) - entities
    return Wheels(
        wheels,
        np.full(max(1, int(rows["buckets"].sum())), NONE, np.int32),
        Waiting.table(max(1, total)),
        Soon.table(max(1, int(entities.sum()))),
    )
