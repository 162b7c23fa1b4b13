"""A tournament between event lists, against the least of their heads."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_core.agenda import empty_agenda, set_due, winner

SIZES = np.array([1, 5, 8])
TIMES = st.one_of(st.sampled_from((0.0, 1.0, math.inf)), st.floats(0.0, 100.0))


@settings(deadline=None)
@given(st.integers(0, 2), st.lists(st.tuples(st.integers(0, 7), TIMES), max_size=40))
def test_the_winner_is_the_list_whose_event_is_next(
    i: int, changes: list[tuple[int, float]]
) -> None:
    agenda = empty_agenda(SIZES)
    due = [(math.inf, 0)] * int(SIZES[i])
    for number, (leaf, time) in enumerate(changes):
        at = leaf % len(due)
        due[at] = time, 1000 - number  # all keys differ
        set_due(agenda, i, at, *due[at])
        best = winner(agenda, i)
        assert due[best][0] == min(due)[0]
        if due[best][0] < math.inf:
            assert best == due.index(min(due))


def test_where_nothing_is_due_the_first_list_wins() -> None:
    agenda = empty_agenda(SIZES)
    assert [winner(agenda, i) for i in range(3)] == [0, 0, 0]
