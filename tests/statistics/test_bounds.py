import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.tables import Floats, defined, tables

from voltwin.statistics.bounds import lower_bound, upper_bound
from voltwin.statistics.intervals import mean_interval


@given(tables(), st.sampled_from([0.8, 0.95]), st.integers(1, 5))
def test_bounds_are_those_of_scipy_column_by_column(table: Floats, level: float, m: int) -> None:
    low, high = lower_bound(table, level, m), upper_bound(table, level, m)
    for j, column in enumerate(table.T):
        values = defined(column)
        if len(values) < 2:
            assert np.isnan([low[j], high[j]]).all()
            continue
        reach = stats.t.ppf(1.0 - (1.0 - level) / m, len(values) - 1) * stats.sem(values)
        assert high[j] == pytest.approx(values.mean() + reach, abs=1e-9)
        assert low[j] == pytest.approx(values.mean() - reach, abs=1e-9)


def test_one_side_at_95_is_an_interval_at_90() -> None:
    values = np.array([3.0, 4.0, 4.5, 7.0])
    interval = mean_interval(values, 0.90)
    assert upper_bound(values) == pytest.approx(float(interval.high))
    assert lower_bound(values) == pytest.approx(float(interval.low))


def test_equal_values_are_bounded_by_their_mean() -> None:
    assert upper_bound([0.02, 0.02, 0.02]) == 0.02


def kept(values: Floats, mean: float) -> float:
    """Return the share of columns whose upper bound at 95 % keeps the true mean."""
    return float(np.mean(upper_bound(values) >= mean))


def test_95_of_100_bounds_keep_a_normal_mean() -> None:
    # 20,000 samples: three standard errors of the share are 0.0046.
    values = np.random.default_rng(31).normal(size=(12, 20_000))
    assert kept(values, 0.0) == pytest.approx(0.95, abs=0.0046)


def test_skewed_values_keep_what_the_docstring_says() -> None:
    random = np.random.default_rng(32)
    assert kept(random.gamma(4.0, size=(30, 20_000)), 4.0) == pytest.approx(0.93, abs=0.01)
    assert kept(random.exponential(size=(30, 20_000)), 1.0) == pytest.approx(0.90, abs=0.01)


def test_bounds_of_several_candidates_hold_at_once() -> None:
    values = np.random.default_rng(33).normal(size=(12, 6, 5_000))
    at_once = (upper_bound(values, candidates=6) >= 0.0).all(axis=0).mean()
    alone = (upper_bound(values) >= 0.0).all(axis=0).mean()
    assert at_once >= 0.95 - 3.0 * np.sqrt(0.95 * 0.05 / 5_000)
    assert alone < 0.80


def test_there_is_a_candidate_at_least() -> None:
    with pytest.raises(ValueError, match="too few"):
        upper_bound([1.0, 2.0], candidates=0)
