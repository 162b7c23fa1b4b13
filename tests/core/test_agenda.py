"""A tournament between event lists, against the least of their heads."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_core.agenda import empty_agenda, set_due, winner

SIZES = np.array([1, 5, 8])
TIMES = st.one_of(st.sampled_from((0.0, 1.0, math.inf)), st.floats(0.0, 100.0))


CHANGES = st.tuples(st.integers(0, 2), st.integers(0, 7), TIMES)


@settings(deadline=None)
@given(st.lists(CHANGES, max_size=60))
def test_the_winner_is_the_list_whose_event_is_next(changes: list[tuple[int, int, float]]) -> None:
    agenda = empty_agenda(SIZES)
    all_due = [[(math.inf, 0)] * int(size) for size in SIZES]
    for number, (i, leaf, time) in enumerate(changes):
        at = leaf % len(all_due[i])
        all_due[i][at] = time, 1000 - number  # all keys differ
        set_due(agenda, i, at, *all_due[i][at])
        for other, due in enumerate(all_due):
            best = winner(agenda, other)
            assert due[best][0] == min(due)[0]
            if due[best][0] < math.inf:
                assert best == due.index(min(due))


def test_where_nothing_is_due_the_first_list_wins() -> None:
    agenda = empty_agenda(SIZES)
    assert [winner(agenda, i) for i in range(3)] == [0, 0, 0]
