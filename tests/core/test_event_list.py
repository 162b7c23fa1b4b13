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
    NO_EVENT,
    EventList,
    drop,
    drop_due,
    empty_lists,
    event_key,
    key_entity,
    key_rank,
    move_all,
    next_row,
    push,
    recur,
    take_row,
)
from voltwin_core.jit import kernel
from voltwin_core.record import as_array

SEVERAL = settings(deadline=None)
LISTS = 3
ROOM = 24
# Few times, so that ties are frequent.
TIME = st.one_of(st.sampled_from([0.0, 1.0, 1.5, 7.0]), st.floats(0.0, 1e9))
KEY = st.builds(event_key, st.integers(0, 17), st.integers(0, 9))
LIST = st.integers(0, LISTS - 1)

RECURRING = event_key(3, 10)  # which no event on a wheel has

Event = tuple[float, int]


def lists(turn_s: float = 100.0) -> EventList:
    return empty_lists(np.full(LISTS, ROOM), np.full(LISTS, turn_s))


def in_order(events: EventList, i: int) -> list[Event]:
    """Return what is pending in a list, the next event first, of a copy that is emptied."""
    copy = EventList(*(table.copy() for table in map(as_array, events)))
    found = []
    while (row := step_to(copy, i)) != NO_EVENT:
        found.append(event_in(copy, row))
        remove(copy, i, row)
    return found


@kernel
def step_to(events: EventList, i: int) -> int:
    return next_row(events, i)


@kernel
def set_recurring(events: EventList, i: int, time: float, key: int) -> None:
    recur(events, i, time, key)


@kernel
def remove(events: EventList, i: int, row: int) -> None:
    take_row(events, i, row)


def event_in(events: EventList, row: int) -> Event:
    time, key, _ = as_array(events.pending)[row].tolist()
    return time, key


def take(events: EventList, i: int) -> Event:
    """Take the next event off a list, as the engine does."""
    row = step_to(events, i)
    event = event_in(events, row)
    remove(events, i, row)
    return event


class Against(RuleBasedStateMachine):
    """Several lists in one table, each beside a sorted list of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.events = lists()
        self.twin: list[list[Event]] = [[] for _ in range(LISTS)]

    @rule(i=LIST, time=TIME, key=KEY)
    def schedule(self, i: int, time: float, key: int) -> None:
        if len(self.on_wheel(i)) < ROOM and key not in [k for _, k in self.twin[i]]:
            push(self.events, i, time, key)
            bisect.insort(self.twin[i], (time, key))

    def on_wheel(self, i: int) -> list[Event]:
        return [event for event in self.twin[i] if event[1] != RECURRING]

    @rule(i=LIST, time=st.one_of(TIME, st.just(math.inf)))
    def set_recurring(self, i: int, time: float) -> None:
        set_recurring(self.events, i, time, RECURRING)
        self.twin[i] = self.on_wheel(i)
        if time < math.inf:
            bisect.insort(self.twin[i], (time, RECURRING))

    @rule(i=LIST, key=KEY)
    def cancel(self, i: int, key: int) -> None:
        drop(self.events, i, key)
        self.twin[i] = [event for event in self.twin[i] if event[1] != key]

    @rule(i=LIST, data=st.data(), time=TIME)
    def reschedule(self, i: int, data: st.DataObject, time: float) -> None:
        if self.on_wheel(i):
            event = data.draw(st.sampled_from(self.on_wheel(i)))
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


@pytest.mark.parametrize("later", [0.0, 100.0, 1e7])
def test_a_list_is_used_over_and_over(later: float) -> None:
    events = lists()
    push(events, 1, 5.0, event_key(3, 0))
    for n in range(1, 500):
        push(events, 1, 5.0 + later * n, event_key(3, n))
        assert take(events, 1) == (5.0 + later * (n - 1), event_key(3, n - 1))
    assert in_order(events, 1) == [(5.0 + later * 499, event_key(3, 499))]


def test_a_recurring_event_comes_in_its_turn_and_once() -> None:
    events = lists()
    push(events, 1, 5.0, event_key(3, 0))
    set_recurring(events, 1, 9.0, RECURRING)
    set_recurring(events, 1, 5.0, RECURRING)  # in place of the one before
    push(events, 1, 5.0, event_key(4, 0))
    assert in_order(events, 1) == [
        (5.0, key) for key in (event_key(3, 0), RECURRING, event_key(4, 0))
    ]
    assert in_order(events, 0) == in_order(events, 2) == []


def test_what_comes_before_the_event_that_was_looked_up_is_next() -> None:
    events = lists()
    push(events, 1, 90.0, event_key(3, 0))
    step_to(events, 1)
    push(events, 1, 5.0, event_key(3, 1))
    assert take(events, 1) == (5.0, event_key(3, 1))


@SEVERAL
@given(st.floats(1e-3, 1e9), st.lists(TIME, max_size=ROOM))
def test_the_width_of_slots_does_not_change_the_order(turn_s: float, times: list[float]) -> None:
    events = lists(turn_s)
    for n, time in enumerate(times):
        push(events, 2, time, event_key(3, n))
    assert in_order(events, 2) == sorted((t, event_key(3, n)) for n, t in enumerate(times))


def test_an_event_of_which_the_time_is_known_is_dropped() -> None:
    events = lists()
    for n in range(4):
        push(events, 0, 100.0 * n, event_key(3, n))  # all in one bucket, a turn each
    drop_due(events, 0, 200.0, event_key(3, 2))
    drop_due(events, 0, 300.0, event_key(3, 2))
    assert [key for _, key in in_order(events, 0)] == [event_key(3, n) for n in (0, 1, 3)]


@pytest.mark.parametrize("i", range(LISTS))
def test_a_full_list_leaves_its_neighbours_alone(i: int) -> None:
    events = lists()
    for n in range(ROOM):
        push(events, i, float(n * 7 % 5), event_key(3, n))
    assert len(in_order(events, i)) == ROOM
    for j in range(LISTS):
        if j != i:
            assert in_order(events, j) == []
            for n in range(ROOM):
                push(events, j, 1.0, event_key(3, n))
    assert [len(in_order(events, j)) for j in range(LISTS)] == [ROOM] * LISTS


def test_all_that_is_pending_moves_to_larger_lists() -> None:
    events, roomier = lists(), empty_lists(np.full(LISTS, 2 * ROOM), np.full(LISTS, 7.0))
    set_recurring(events, 1, 2.5, RECURRING)
    for n in range(ROOM):
        push(events, n % 2, float(n * 7 % 5), event_key(3, n))
    move_all(events, roomier)
    for i in range(LISTS):
        assert in_order(roomier, i) == in_order(events, i)
    for n in range(ROOM, 2 * ROOM + ROOM // 2):
        push(roomier, 0, 3.0, event_key(3, n))
    assert len(in_order(roomier, 0)) == 2 * ROOM
