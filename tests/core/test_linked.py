"""Intrusive lists, against Python's lists."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.core.tables import readable

from voltwin_core import linked
from voltwin_core.linked import NONE, Ends, Link, Lists

LISTS = 3
ITEMS = 8
LIST = st.integers(0, LISTS - 1)
ITEM = st.integers(0, ITEMS - 1)


def forwards(lists: Lists, i: int) -> list[int]:
    """Return a list's items as found by walking from its head."""
    items, links, item = [], readable(lists.links), readable(lists.ends)[i].head
    while item != NONE:
        items.append(int(item))
        item = links[item].after
    return items


def backwards(lists: Lists, i: int) -> list[int]:
    """Return a list's items as found by walking from its tail."""
    items, links, item = [], readable(lists.links), readable(lists.ends)[i].tail
    while item != NONE:
        items.append(int(item))
        item = links[item].before
    return items


class Against(RuleBasedStateMachine):
    """Several lists over one numbering of items; each item in at most one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.lists = Lists(Ends.table(LISTS), Link.table(ITEMS))
        for i in range(LISTS):
            linked.clear(self.lists, i)
        self.twin: list[list[int]] = [[] for _ in range(LISTS)]

    def is_free(self, item: int) -> bool:
        return not any(item in items for items in self.twin)

    @rule(i=LIST, item=ITEM)
    def append(self, i: int, item: int) -> None:
        if self.is_free(item):
            linked.append(self.lists, i, item)
            self.twin[i].append(item)

    @rule(i=LIST, item=ITEM, data=st.data())
    def insert_after(self, i: int, item: int, data: st.DataObject) -> None:
        if self.is_free(item):
            before = data.draw(st.sampled_from([NONE, *self.twin[i]]))
            linked.insert_after(self.lists, i, before, item)
            place = 0 if before == NONE else self.twin[i].index(before) + 1
            self.twin[i].insert(place, item)

    @rule(i=LIST, data=st.data())
    def remove(self, i: int, data: st.DataObject) -> None:
        if self.twin[i]:
            item = data.draw(st.sampled_from(self.twin[i]))
            linked.remove(self.lists, i, item)
            self.twin[i].remove(item)

    @rule(i=LIST)
    def take_head(self, i: int) -> None:
        if self.twin[i]:
            assert linked.take_head(self.lists, i) == self.twin[i].pop(0)

    @rule(i=LIST)
    def clear(self, i: int) -> None:
        linked.clear(self.lists, i)
        self.twin[i] = []

    @invariant()
    def same_items_both_ways(self) -> None:
        for i, items in enumerate(self.twin):
            assert forwards(self.lists, i) == items
            assert backwards(self.lists, i) == items[::-1]
            assert readable(self.lists.ends)[i].count == len(items)


TestAgainstPythonsLists: Any = Against.TestCase
TestAgainstPythonsLists.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
