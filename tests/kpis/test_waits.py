from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.kpis.waits import (
    RELATIVE_ERROR,
    bin_middles,
    binned_quantiles,
    bins_of,
    exact_quantiles,
)
from voltwin_core.station.cells import WAIT_BINS, wait_bin

WAIT_S = st.one_of(st.just(0.0), st.floats(0.0, 1.0), st.floats(1.0, 2.0**20, exclude_max=True))
ANY_WAIT_S = st.one_of(WAIT_S, st.floats(0.0, 1e9), st.integers(0, 4000).map(float))
PERCENT = st.integers(1, 100)


def plain_quantile(waits: list[float], percent: int) -> float:
    """The smallest wait that at least that share does not exceed, word by word."""
    share = Fraction(percent, 100)
    return min(w for w in waits if Fraction(sum(x <= w for x in waits), len(waits)) >= share)


def histogram(waits: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.bincount(bins_of(np.array(waits)), minlength=WAIT_BINS).reshape(1, -1)


@given(ANY_WAIT_S)
def test_bins_are_those_of_the_compiled_engine(wait_s: float) -> None:
    assert bins_of(np.array([wait_s])).tolist() == [wait_bin(wait_s)]


def test_borders_of_bins() -> None:
    waits = np.array([0.0, 5e-324, 0.999, 1.0, 1.0625, 2.0, 2.0**20 - 1, 2.0**20])
    assert bins_of(waits).tolist() == [
        0,
        1,
        1,
        2,
        3,
        18,
        WAIT_BINS - 2,
        WAIT_BINS - 1,
    ]


def test_every_middle_lies_in_its_bin() -> None:
    assert bins_of(bin_middles()).tolist() == list(range(WAIT_BINS))


@given(st.lists(ANY_WAIT_S, min_size=1, max_size=60), PERCENT)
def test_exact_quantile_is_the_definition(waits: list[float], percent: int) -> None:
    group = np.zeros(len(waits), np.int64)
    found = exact_quantiles(group, np.array(waits), 1, [percent])
    assert found.tolist() == [[plain_quantile(waits, percent)]]


@given(st.lists(WAIT_S, min_size=1, max_size=60), PERCENT)
def test_binned_quantile_is_as_close_as_promised(waits: list[float], percent: int) -> None:
    exact = plain_quantile(waits, percent)
    found = binned_quantiles(histogram(waits), [percent])[0, 0]
    if exact < 1.0:
        assert abs(found - exact) <= (0.0 if exact == 0.0 else 0.5)
    else:
        assert abs(found - exact) <= RELATIVE_ERROR * exact


@pytest.mark.parametrize(("size", "percent", "rank"), [(20, 95, 19), (60, 95, 57), (100, 99, 99)])
def test_no_rounding_moves_a_rank(size: int, percent: int, rank: int) -> None:
    waits = np.arange(1.0, size + 1)
    found = exact_quantiles(np.zeros(size, np.int64), waits, 1, [percent])
    assert found.tolist() == [[float(rank)]]


def test_groups_are_kept_apart_and_empty_ones_have_no_quantile() -> None:
    group, waits = np.array([2, 0, 2, 0, 2]), np.array([30.0, 2.0, 10.0, 1.0, 20.0])
    found = exact_quantiles(group, waits, 4, [50, 99])
    assert np.array_equal(
        found, [[1.0, np.nan, 20.0, np.nan], [2.0, np.nan, 30.0, np.nan]], equal_nan=True
    )
    bins = np.zeros((2, WAIT_BINS), np.int64)
    bins[0, 0] = 1
    assert np.array_equal(binned_quantiles(bins, [50]), [[0.0, np.nan]], equal_nan=True)
