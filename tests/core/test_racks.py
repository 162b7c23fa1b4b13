"""Racks against a sorted list."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voltwin_core.racks import empty_racks, put, take_best
from voltwin_core.record import as_array

SOCS = st.sampled_from((0.8, 0.95, 0.99))
MOVES = st.lists(st.tuples(st.integers(0, 1), st.one_of(st.none(), SOCS)), max_size=60)


@given(MOVES)
def test_the_best_is_that_of_highest_soc_and_then_of_lowest_number(
    moves: list[tuple[int, float | None]],
) -> None:
    racks = empty_racks(np.array([60, 60]))
    plain: list[list[tuple[float, int]]] = [[], []]
    for number, (i, soc) in enumerate(moves):
        battery = (7 * number) % 61  # 61 is prime: no number twice
        if soc is not None:
            put(racks, i, battery, soc)
            plain[i].append((-soc, battery))
        elif plain[i]:
            best = min(plain[i])
            plain[i].remove(best)
            assert take_best(racks, i) == best[1]
    assert as_array(racks.ranges)["count"].tolist() == [len(rack) for rack in plain]


def test_each_rack_has_its_own_room() -> None:
    racks = empty_racks(np.array([2, 0, 3]))
    assert as_array(racks.ranges)["first"].tolist() == [0, 2, 2]
    assert len(racks.entries) == 5
