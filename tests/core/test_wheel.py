"""A timing wheel against a sorted list."""

import bisect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.wheel import Wheels, empty_wheels, has_next, take_all, take_next, turn_in

ENTITIES = 12
# Few delays, so that ties are frequent; none, less than a slot, and many turns of the wheel.
DELAYS = st.one_of(st.sampled_from((0.0, 1.0, 60.0, 1e5)), st.floats(0.0, 5000.0))
MOVES = st.lists(st.tuples(DELAYS, st.booleans(), st.integers(0, 3)), max_size=80)

Event = tuple[float, int, int]


def head(wheels: Wheels, i: int) -> Event:
    """Return (time, key, entity) of the next event of a wheel."""
    entry: Event = as_array(wheels.soon)[as_array(wheels.wheels)["first_soon"][i]].item()
    return entry


def two_wheels(width_s: float) -> Wheels:
    return empty_wheels(np.array([ENTITIES, ENTITIES]), ENTITIES, np.array([width_s, 9.0]))


@settings(deadline=None)
@given(MOVES, st.sampled_from((0.5, 77.0, 1e7)), st.integers(0, 1))
def test_events_come_by_time_and_then_by_key(
    moves: list[tuple[float, bool, int]], width_s: float, i: int
) -> None:
    wheels, free, now = two_wheels(width_s), list(range(ENTITIES)), 0.0
    pending: list[Event] = []
    for delay, takes, rank in [*moves, *[(0.0, True, 0)] * ENTITIES]:
        if takes and pending:
            assert has_next(wheels, i)
            due = pending.pop(0)
            assert head(wheels, i) == due
            assert take_next(wheels, i) == due[2]
            now = due[0]
            free.append(due[2])
        elif free and not takes:
            entity = free.pop(0)
            event = now + delay, 100 * rank + entity, entity
            turn_in(wheels, i, entity, *event[:2])
            bisect.insort(pending, event)
    assert not pending
    assert not has_next(wheels, i)


@settings(deadline=None)
@given(MOVES, st.sampled_from((0.5, 77.0, 1e7)), st.integers(0, ENTITIES))
def test_all_events_taken_off_may_be_turned_in_again(
    moves: list[tuple[float, bool, int]], width_s: float, looked_at: int
) -> None:
    """Whether they wait in buckets or, as the next ones, in the heap."""
    wheels = two_wheels(width_s)
    pending: list[Event] = []
    for entity, (delay, _, rank) in enumerate(moves[:ENTITIES]):
        event = delay, 100 * rank + entity, entity
        turn_in(wheels, 0, entity, *event[:2])
        bisect.insort(pending, event)
    for _ in range(min(looked_at, len(pending))):
        assert has_next(wheels, 0)
        assert take_next(wheels, 0) == pending.pop(0)[2]
    taken, entity, waiting = [], take_all(wheels, 0), as_array(wheels.waiting)
    assert not has_next(wheels, 0)
    while entity != NONE:
        taken.append((float(waiting["time"][entity]), int(waiting["key"][entity]), entity))
        entity = int(waiting["next"][entity])
    assert sorted(taken) == pending
    for time, key, again in taken:
        turn_in(wheels, 0, again, time, key)
    for event in pending:
        assert has_next(wheels, 0)
        assert head(wheels, 0) == event
        assert take_next(wheels, 0) == event[2]


def test_looking_far_ahead_does_not_hide_what_comes_before() -> None:
    wheels = two_wheels(1.0)
    turn_in(wheels, 0, 3, 1000.0, 7)
    assert has_next(wheels, 0)  # the wheel has turned to it
    turn_in(wheels, 0, 4, 10.0, 9)
    assert head(wheels, 0) == (10.0, 9, 4)


@pytest.mark.parametrize("entities", [0, 1, 17])
def test_a_wheel_has_at_least_as_many_buckets_as_entities(entities: int) -> None:
    wheel = as_array(empty_wheels(np.array([entities]), entities, np.ones(1)).wheels)[0]
    assert wheel["buckets"] >= max(16, entities)
    assert wheel["buckets"].bit_count() == 1
