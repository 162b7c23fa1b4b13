"""So much at once, so much a second: never more over any time."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.sockets.allowance import Allowance


def test_some_at_once_and_then_so_many_a_second() -> None:
    allowance = Allowance(2.0, 5)
    assert [allowance.take(1, 10.0) for _ in range(7)] == [True] * 5 + [False] * 2
    assert [allowance.take(1, 11.0) for _ in range(3)] == [True, True, False]
    assert not allowance.take(6, 1e9)
    assert allowance.take(5, 1e9)


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(-1.0, 5.0)), max_size=40))
def test_over_no_time_more_than_is_allowed(asked: list[tuple[int, float]]) -> None:
    """Also with a clock that was put back."""
    allowance, now, taken = Allowance(1.5, 6), 100.0, list[tuple[float, int]]()
    for count, seconds in asked:
        now += max(0.0, seconds)
        if allowance.take(count, now):
            taken.append((now, count))
    for begin, end in combinations(range(len(taken)), 2):
        seconds = taken[end][0] - taken[begin][0]
        assert sum(count for _, count in taken[begin : end + 1]) <= 6 + 1.5 * seconds + 1e-6
