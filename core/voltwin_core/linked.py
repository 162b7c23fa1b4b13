"""Intrusive lists: lines of items numbered in a table, each item in at most one of them at a time.

Joining, leaving from anywhere and looking at the head are O(1) and touch no memory but the links
of the neighbours.
"""

from typing import NamedTuple

from voltwin_core.jit import kernel
from voltwin_core.record import I32, Record, Table

NONE = -1


class Link(Record):
    """An item's neighbours in its list; NONE at an end."""

    before: I32
    after: I32


class Ends(Record):
    """A list: its first and last item, NONE when empty."""

    head: I32
    tail: I32
    count: I32


class Lists(NamedTuple):
    """Several lists over one numbering of items."""

    ends: Table[Ends]
    links: Table[Link]


@kernel
def clear(lists: Lists, i: int) -> None:
    """Make list `i` empty."""
    lists.ends[i].head = NONE
    lists.ends[i].tail = NONE
    lists.ends[i].count = 0


@kernel
def append(lists: Lists, i: int, item: int) -> None:
    """Put `item` at the tail of list `i`: `insert_after` without the branches of its general
    case, as `take_head` is `remove`, for every arrival does both four times."""
    ends, links = lists.ends[i], lists.links
    tail = ends.tail
    links[item].before = tail
    links[item].after = NONE
    if tail == NONE:
        ends.head = item
    else:
        links[tail].after = item
    ends.tail = item
    ends.count += 1


@kernel
def insert_after(lists: Lists, i: int, before: int, item: int) -> None:
    """Put `item` into list `i` right after the item `before`; NONE puts it at the head."""
    ends, links = lists.ends[i], lists.links
    after = links[before].after if before != NONE else ends.head
    links[item].before = before
    links[item].after = after
    if before == NONE:
        ends.head = item
    else:
        links[before].after = item
    if after == NONE:
        ends.tail = item
    else:
        links[after].before = item
    ends.count += 1


@kernel
def remove(lists: Lists, i: int, item: int) -> None:
    """Take `item`, wherever it stands, out of list `i`."""
    ends, links = lists.ends[i], lists.links
    before, after = links[item].before, links[item].after
    if before == NONE:
        ends.head = after
    else:
        links[before].after = after
    if after == NONE:
        ends.tail = before
    else:
        links[after].before = before
    ends.count -= 1


@kernel
def take_head(lists: Lists, i: int) -> int:
    """Take the head out of list `i`, which is not empty, and return it."""
    ends, links = lists.ends[i], lists.links
    item = ends.head
    after = links[item].after
    ends.head = after
    if after == NONE:
        ends.tail = NONE
    else:
        links[after].before = NONE
    ends.count -= 1
    return item
