"""Heaps of numbers against a sorted list."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voltwin_core.number_heaps import empty_heaps, put, take_lowest
from voltwin_core.record import as_array

MOVES = st.lists(st.tuples(st.integers(0, 1), st.booleans()), max_size=60)


@given(MOVES)
def test_the_lowest_comes_first(moves: list[tuple[int, bool]]) -> None:
    heaps = empty_heaps(np.array([60, 60]))
    plain: list[list[int]] = [[], []]
    for n, (i, joins) in enumerate(moves):
        number = (7 * n) % 61  # 61 is prime: no number twice
        if joins:
            put(heaps, i, number)
            plain[i].append(number)
        elif plain[i]:
            lowest = min(plain[i])
            plain[i].remove(lowest)
            assert take_lowest(heaps, i) == lowest
    assert as_array(heaps.ranges)["count"].tolist() == [len(heap) for heap in plain]


def test_each_heap_has_its_own_room() -> None:
    heaps = empty_heaps(np.array([2, 0, 3]))
    assert as_array(heaps.ranges)["first"].tolist() == [0, 2, 2]
    assert len(heaps.numbers) == 5
