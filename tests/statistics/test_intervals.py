import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.tables import Floats, defined, tables

from voltwin.statistics.intervals import mean_interval

levels = st.sampled_from([0.5, 0.8, 0.95, 0.99])


@given(tables(), levels)
def test_intervals_are_those_of_scipy_column_by_column(table: Floats, level: float) -> None:
    found = mean_interval(table, level)
    for j, column in enumerate(table.T):
        values = defined(column)
        assert found.n[j] == len(values)
        if len(values) < 2 or np.ptp(values) == 0.0:
            continue
        low, high = stats.t.interval(
            level, len(values) - 1, loc=values.mean(), scale=stats.sem(values)
        )
        assert (found.low[j], found.high[j]) == pytest.approx((low, high), rel=1e-9, abs=1e-9)


@given(tables(least=2), st.floats(0.1, 10.0), st.integers(-100, 100))
def test_shifted_and_scaled_values_shift_and_scale_their_interval(
    table: Floats, scale: float, shift: int
) -> None:
    one, other = mean_interval(table), mean_interval(shift + scale * table)
    assert np.allclose(other.low, shift + scale * one.low, atol=1e-8, equal_nan=True)
    assert np.allclose(other.high, shift + scale * one.high, atol=1e-8, equal_nan=True)
    assert np.allclose(other.half_width, scale * one.half_width, atol=1e-8, equal_nan=True)


@given(tables(least=1), st.integers(0, 100))
def test_the_order_of_replications_does_not_matter(table: Floats, seed: int) -> None:
    shuffled = table[np.random.default_rng(seed).permutation(len(table))]
    one, other = mean_interval(table), mean_interval(shuffled)
    assert np.allclose(one.low, other.low, atol=1e-9, equal_nan=True)
    assert np.allclose(one.high, other.high, atol=1e-9, equal_nan=True)


@given(tables())
def test_a_higher_level_is_wider(table: Floats) -> None:
    narrow, wide = mean_interval(table, 0.8), mean_interval(table, 0.99)
    varies = narrow.sd > 0.0
    assume(varies.any())
    assert (wide.half_width[varies] > narrow.half_width[varies]).all()


def test_one_replication_has_a_mean_and_no_bounds() -> None:
    found = mean_interval([[5.0, np.nan]])
    assert found.n.tolist() == [1, 0]
    assert np.array_equal(found.mean, [5.0, np.nan], equal_nan=True)
    assert np.isnan([found.low, found.high, found.half_width, found.sd]).all()


def test_no_replication_has_neither() -> None:
    found = mean_interval(np.empty((0, 3)))
    assert found.n.tolist() == [0, 0, 0]
    assert np.isnan([found.mean, found.low, found.high]).all()


def test_equal_replications_have_an_interval_of_width_0() -> None:
    found = mean_interval([0.3, 0.3, 0.3])
    assert [found.low.tolist(), found.high.tolist()] == [0.3, 0.3]


def test_95_of_100_intervals_hold_the_mean() -> None:
    # 20,000 samples of 8 normal values; 0.0046 is three standard errors of the share.
    values = np.random.default_rng(12).normal(3.0, 2.0, size=(8, 20_000))
    found = mean_interval(values)
    covered = np.mean((found.low <= 3.0) & (found.high >= 3.0))
    assert covered == pytest.approx(0.95, abs=0.0046)
