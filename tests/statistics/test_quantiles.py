import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.tables import Floats, defined, tables

from voltwin.statistics.quantiles import quantile_interval, quantiles

PROBABILITIES = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0]


@given(tables())
def test_quantiles_are_those_of_numpy_column_by_column(table: Floats) -> None:
    found = quantiles(table, PROBABILITIES)
    for j, column in enumerate(table.T):
        values = defined(column)
        if len(values) == 0:
            assert np.isnan(found[:, j]).all()
            continue
        wanted = np.quantile(values, PROBABILITIES, method="median_unbiased")
        assert np.allclose(found[:, j], wanted, rtol=1e-12, atol=1e-9)


@given(tables(least=1), st.floats(0.0, 1.0))
def test_a_quantile_lies_within_its_sample(table: Floats, probability: float) -> None:
    found = quantiles(table, probability)
    for column, value in zip(table.T, found, strict=True):
        values = defined(column)
        assert np.isnan(value) or values.min() <= value <= values.max()


def test_quantiles_of_more_axes_keep_their_shape() -> None:
    table = np.arange(24.0).reshape(4, 3, 2)
    assert quantiles(table, [0.25, 0.5, 0.75]).shape == (3, 3, 2)
    assert quantiles(table, 0.5).tolist() == table.mean(axis=0).tolist()


def test_of_thirteen_replications_quantile_5_is_the_least_and_95_the_greatest() -> None:
    thirteen, fourteen = np.arange(13.0), np.arange(14.0)
    assert np.allclose(quantiles(thirteen, [0.05, 0.95]), [0.0, 12.0])
    low, high = quantiles(fourteen, [0.05, 0.95])
    assert low > 0.0
    assert high < 13.0


@pytest.mark.parametrize("probabilities", [-0.1, 1.1, [0.5, 2.0], float("nan")])
def test_a_probability_is_from_0_to_1(probabilities: float | list[float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        quantiles([1.0, 2.0], probabilities)


def ranks_by_search(n: int, probability: float, level: float) -> tuple[int, int]:
    """Return the two ranks by going through them: the slow twin; 0 is no rank."""
    tail = (1.0 - level) / 2.0
    low = [rank for rank in range(1, n + 1) if stats.binom.cdf(rank - 1, n, probability) <= tail]
    high = [rank for rank in range(1, n + 1) if stats.binom.sf(rank - 1, n, probability) <= tail]
    return max(low, default=0), min(high, default=0)


@given(st.integers(0, 80), st.sampled_from([0.05, 0.25, 0.5, 0.9]), st.sampled_from([0.8, 0.95]))
def test_bounds_are_the_order_statistics_that_the_binomial_names(
    n: int, probability: float, level: float
) -> None:
    found = quantile_interval(np.arange(1.0, n + 1.0), probability, level)  # value = rank
    low, high = ranks_by_search(n, probability, level)
    assert np.nan_to_num(found.low) == low
    assert np.nan_to_num(found.high) == high


@given(tables(), st.sampled_from([0.1, 0.5, 0.8]))
def test_intervals_are_those_of_each_column_alone(table: Floats, probability: float) -> None:
    found = quantile_interval(table, probability, 0.8)
    for j, column in enumerate(table.T):
        alone = quantile_interval(defined(column), probability, 0.8)
        for name in ("n", "value", "low", "high", "coverage"):
            assert np.array_equal(getattr(found, name)[j], getattr(alone, name), equal_nan=True)


def test_the_median_of_ten_lies_between_the_second_and_the_ninth() -> None:
    # P(2 <= B <= 8) with B binomial (10, 1/2) is 1002 of 1024; ranks 3 and 8 would cover 89 %.
    found = quantile_interval(np.arange(1.0, 11.0), 0.5)
    assert [found.low.tolist(), found.high.tolist()] == [2.0, 9.0]
    assert found.coverage == pytest.approx(1002 / 1024)


def test_a_tail_given_up_may_be_as_large_as_allowed() -> None:
    # Both of two values lie on one side of the median in a quarter of all samples each.
    found = quantile_interval(np.array([1.0, 2.0]), 0.5, level=0.5)
    assert [found.low.tolist(), found.high.tolist(), found.coverage.tolist()] == [1.0, 2.0, 0.5]


def test_few_replications_give_no_bound_far_out() -> None:
    found = quantile_interval(np.arange(71.0), 0.95)
    assert np.isnan(found.high)
    assert not np.isnan(found.low)
    assert found.coverage >= 0.975
    assert quantile_interval(np.arange(72.0), 0.95).high == 71.0


def test_no_replications_have_no_quantile() -> None:
    found = quantile_interval(np.empty((0, 2)), 0.5)
    assert np.isnan([found.value, found.low, found.high, found.coverage]).all()


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9])
def test_the_coverage_that_is_stated_is_that_of_many_samples(probability: float) -> None:
    # 20,000 samples of 60 values from a skewed distribution; three standard errors of the share.
    values = np.random.default_rng(7).lognormal(sigma=1.0, size=(60, 20_000))
    true = stats.lognorm.ppf(probability, 1.0)
    found = quantile_interval(values, probability)
    covered = np.mean((found.low <= true) & (true <= found.high))
    stated = found.coverage[0]
    assert stated >= 0.95
    assert covered == pytest.approx(stated, abs=3.0 * np.sqrt(stated * (1.0 - stated) / 20_000))


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.5])
def test_an_interval_is_of_a_quantile_inside(probability: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        quantile_interval([1.0, 2.0], probability)
