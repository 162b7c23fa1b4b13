"""The future event list, against a sorted list."""

import bisect
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voltwin_core.event_list import (
    EventList,
    drop,
    empty_lists,
    event_key,
    key_entity,
    key_rank,
    push,
)
from voltwin_core.record import as_array

SEVERAL = settings(deadline=None)
LISTS = 3
ROOM = 24
# Few times, so that ties are frequent.
TIME = st.one_of(st.sampled_from([0.0, 1.0, 1.5, 7.0]), st.floats(0.0, 1e9))
KEY = st.builds(event_key, st.integers(0, 17), st.integers(0, 9))
LIST = st.integers(0, LISTS - 1)

Event = tuple[float, int]


def lists() -> EventList:
    return empty_lists(np.full(LISTS, ROOM))


def in_order(events: EventList, i: int) -> list[Event]:
    """Return what is pending in a list, the next event first."""
    of = as_array(events.ranges)[i]
    held: list[Event] = as_array(events.pending)[of["latest"] :][: of["length"]].tolist()
    return held[::-1]


def take(events: EventList, i: int) -> Event:
    """Take the next event off a list, as the engine does: one step back."""
    head = in_order(events, i)[0]
    as_array(events.ranges)["length"][i] -= 1
    return head


class Against(RuleBasedStateMachine):
    """Several lists in one table, each beside a sorted list of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.events = lists()
        self.twin: list[list[Event]] = [[] for _ in range(LISTS)]

    @rule(i=LIST, time=TIME, key=KEY)
    def schedule(self, i: int, time: float, key: int) -> None:
        if len(self.twin[i]) < ROOM and key not in [k for _, k in self.twin[i]]:
            push(self.events, i, time, key)
            bisect.insort(self.twin[i], (time, key))

    @rule(i=LIST, key=KEY)
    def cancel(self, i: int, key: int) -> None:
        drop(self.events, i, key)
        self.twin[i] = [event for event in self.twin[i] if event[1] != key]

    @rule(i=LIST, data=st.data(), time=TIME)
    def reschedule(self, i: int, data: st.DataObject, time: float) -> None:
        if self.twin[i]:
            event = data.draw(st.sampled_from(self.twin[i]))
            self.twin[i].remove(event)
            drop(self.events, i, event[1])
            push(self.events, i, time, event[1])
            bisect.insort(self.twin[i], (time, event[1]))

    @rule(i=LIST)
    def take_next(self, i: int) -> None:
        if self.twin[i]:
            assert take(self.events, i) == self.twin[i].pop(0)

    @invariant()
    def same_events_in_the_same_order(self) -> None:
        for i in range(LISTS):
            assert in_order(self.events, i) == self.twin[i]


TestAgainstASortedList: Any = Against.TestCase
TestAgainstASortedList.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


@SEVERAL
@given(st.integers(0, 2**20), st.integers(0, 2**40 - 1))
def test_a_key_holds_rank_and_entity(rank: int, entity: int) -> None:
    key = event_key(rank, entity)
    assert (key_rank(key), key_entity(key)) == (rank, entity)


@SEVERAL
@given(*[st.tuples(st.integers(0, 20), st.integers(0, 2**40 - 1))] * 2)
def test_keys_sort_like_rank_and_entity(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (event_key(*one) < event_key(*other)) == (one < other)


def test_events_of_one_instant_come_by_rank_then_entity() -> None:
    events = lists()
    pairs = [(15, 0), (7, 3), (10, 9), (10, 2), (0, 0)]
    for rank, entity in pairs:
        push(events, 1, 5.0, event_key(rank, entity))
    push(events, 1, math.nextafter(5.0, 0.0), event_key(16, 0))
    taken = [take(events, 1) for _ in range(6)]
    ranks = [(key_rank(key), key_entity(key)) for _, key in taken]
    assert ranks == [(16, 0), *sorted(pairs)]


def test_dropping_what_is_not_pending_changes_nothing() -> None:
    events = lists()
    drop(events, 0, event_key(1, 1))
    push(events, 0, 3.0, event_key(1, 2))
    push(events, 1, 3.0, event_key(1, 1))
    drop(events, 0, event_key(1, 1))
    assert in_order(events, 0) == [(3.0, event_key(1, 2))]
    assert in_order(events, 1) == [(3.0, event_key(1, 1))]


@pytest.mark.parametrize("later", [0.0, 100.0])
def test_a_list_that_drifts_stays_in_its_range(later: float) -> None:
    events = lists()
    push(events, 1, 5.0, event_key(3, 0))
    for n in range(1, 500):
        push(events, 1, 5.0 + later * n, event_key(3, n))
        assert take(events, 1) == (5.0 + later * (n - 1), event_key(3, n - 1))
    assert in_order(events, 1) == [(5.0 + later * 499, event_key(3, 499))]
    assert not any(time for i in (0, 2) for time, _ in pending_rows(events, i))


@pytest.mark.parametrize("i", range(LISTS))
def test_a_full_list_leaves_its_neighbours_alone(i: int) -> None:
    events = lists()
    for n in range(ROOM):
        push(events, i, float(n * 7 % 5), event_key(3, n))
    assert len(in_order(events, i)) == ROOM
    assert [len(in_order(events, j)) for j in range(LISTS)] == [
        ROOM if j == i else 0 for j in range(LISTS)
    ]
    untouched = [event for j in range(LISTS) if j != i for event in pending_rows(events, j)]
    assert set(untouched) == {(0.0, 0)}


def pending_rows(events: EventList, i: int) -> list[Event]:
    """Return all rows in the range of a list, used or not."""
    of = as_array(events.ranges)[i]
    held: list[Event] = as_array(events.pending)[of["first"] :][: of["rows"]].tolist()
    return held
