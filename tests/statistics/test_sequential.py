import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.statistics.intervals import Intervals, mean_interval
from voltwin.statistics.sequential import EQUAL, FIRST, Wanted, first_look, next_look

Floats = npt.NDArray[np.float64]


def seen(*half_widths: float, n: int = 100, mean: float = 10.0) -> Intervals:
    """Return intervals with these half-widths about one mean."""
    half = np.array(half_widths)
    means, sizes = np.full(half.shape, mean), np.full(half.shape, n)
    return Intervals(sizes, means, means - half, means + half, half, half * math.sqrt(n) / 2.0)


def test_narrow_enough_is_the_end() -> None:
    assert next_look(100, seen(0.5), [Wanted(0, 0.5)], 1000) is None
    assert next_look(100, seen(0.5), [Wanted(0, 0.05, relative=True)], 1000) is None


def test_most_replications_are_the_end() -> None:
    assert next_look(1000, seen(9.0), [Wanted(0, 0.1)], 1000) is None


def test_the_next_look_is_planned_from_the_present_width() -> None:
    # A width too wide by 1.2 takes 1.44 times as many.
    assert next_look(100, seen(0.6), [Wanted(0, 0.5)], 1000) == 144
    assert next_look(100, seen(0.6), [Wanted(0, 0.05, relative=True)], 1000) == 144


def test_a_look_is_neither_near_nor_far() -> None:
    assert next_look(100, seen(0.501), [Wanted(0, 0.5)], 1000) == 111
    assert next_look(100, seen(50.0), [Wanted(0, 0.5)], 1000) == 200
    assert next_look(100, seen(50.0), [Wanted(0, 0.5)], 150) == 150


def test_all_measures_have_to_be_narrow_at_once() -> None:
    wanted = [Wanted(0, 1.0), Wanted(1, 1.0), Wanted(2, 1.0)]
    assert next_look(100, seen(0.9, 1.1, 1.3), wanted, 1000) == math.ceil(100 * 1.3**2)
    assert next_look(100, seen(0.9, 0.9, 0.9), wanted, 1000) is None


def test_one_measure_may_be_wanted_alone() -> None:
    assert next_look(100, seen(9.0, 0.1), [Wanted(1, 0.5)], 1000) is None


@pytest.mark.parametrize("relative", [False, True])
def test_equal_values_are_believed_when_they_are_many(relative: bool) -> None:
    wanted = [Wanted(0, 0.1, relative)]
    assert next_look(FIRST, seen(0.0, n=FIRST, mean=0.0), wanted, 1000) == 2 * FIRST
    assert next_look(2 * FIRST, seen(0.0, n=2 * FIRST, mean=0.0), wanted, 1000) == EQUAL
    assert next_look(EQUAL, seen(0.0, n=EQUAL, mean=0.0), wanted, 1000) is None
    assert next_look(FIRST, seen(0.0, n=FIRST, mean=0.0), wanted, FIRST) is None


def test_equal_values_say_that_others_are_rare() -> None:
    # Of values that differ in 1 of 20 replications, so many are equal with less than 5 %.
    assert 0.95**EQUAL < 0.05


def test_what_has_no_width_yet_is_not_narrow() -> None:
    assert next_look(20, seen(math.nan, n=1), [Wanted(0, 0.5)], 1000) == 40
    assert next_look(20, seen(0.3, mean=0.0), [Wanted(0, 0.5, relative=True)], 1000) == 40


@given(
    st.integers(2, 10_000),
    st.floats(1e-9, 1e9) | st.just(math.nan),
    st.floats(1e-9, 1e9),
    st.booleans(),
    st.integers(2, 100_000),
)
def test_looks_grow_by_a_tenth_to_double_up_to_the_most(
    n: int, half_width: float, wanted: float, relative: bool, most: int
) -> None:
    found = next_look(n, seen(half_width, n=n), [Wanted(0, wanted, relative)], most)
    if found is None:
        assert n >= most or half_width <= wanted * (10.0 if relative else 1.0)
    else:
        assert n < found <= most
        assert found == most or 1.1 * n <= found <= max(2.0 * n, n + 1)


@pytest.mark.parametrize("half_width", [0.0, -1.0, math.nan, math.inf])
def test_a_half_width_is_above_0(half_width: float) -> None:
    with pytest.raises(ValueError, match="half_width"):
        Wanted(0, half_width)


def test_the_first_look_has_replications_for_an_interval() -> None:
    assert first_look(1000) == FIRST >= 10
    assert first_look(15) == 15
    assert first_look(1000, first=50) == 50
    with pytest.raises(ValueError, match="takes 2"):
        first_look(1)


def experiment(values: Floats, half_width: float) -> tuple[int, Intervals]:
    """Return where an experiment stops that would see these values, and what it says."""
    n = first_look(len(values))
    while True:
        intervals = mean_interval(values[:n, np.newaxis])
        following = next_look(n, intervals, [Wanted(0, half_width)], len(values))
        if following is None:
            return n, intervals
        n = following


Draw = Callable[[np.random.Generator, int], Floats]


@pytest.mark.parametrize(
    ("draw", "mean", "sd", "coverage"),
    [
        (lambda random, n: random.normal(size=n), 0.0, 1.0, 0.95),
        (lambda random, n: random.gamma(4.0, size=n), 4.0, 2.0, 0.93),
        (lambda random, n: random.exponential(size=n), 1.0, 1.0, 0.91),
    ],
    ids=["normal", "gamma", "exponential"],
)
def test_coverage_is_what_the_docstring_says(
    draw: Draw, mean: float, sd: float, coverage: float
) -> None:
    # Of 600 experiments that take 45 replications; three standard errors of the share of 0.95 are
    # 0.027, of 0.91 0.035.
    random = np.random.default_rng(45)
    wanted = 1.96 * sd / math.sqrt(40)
    ends = [experiment(draw(random, 300), wanted) for _ in range(600)]
    assert np.mean([n for n, _ in ends]) == pytest.approx(45, abs=3)
    covered = np.mean([found.low[0] <= mean <= found.high[0] for _, found in ends])
    assert covered == pytest.approx(coverage, abs=3.0 * math.sqrt(coverage * (1 - coverage) / 600))
