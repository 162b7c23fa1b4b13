import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.tables import Floats, tables

from voltwin.statistics.intervals import mean_interval
from voltwin.statistics.pairs import paired

RANDOM = np.random.default_rng


def alike(pairs: int, columns: int, correlation: float, seed: int) -> tuple[Floats, Floats]:
    """Return two sides whose values have variance 1 and this correlation; means 10 and 11."""
    shared, one, other = RANDOM(seed).normal(size=(3, pairs, columns))
    common, own = np.sqrt(correlation), np.sqrt(1.0 - correlation)
    return 10.0 + common * shared + own * one, 11.0 + common * shared + own * other


@given(tables(), st.integers(0, 100), st.integers(1, 6))
def test_a_difference_has_the_interval_of_a_mean(table: Floats, seed: int, k: int) -> None:
    other = table[RANDOM(seed).permutation(len(table))] if len(table) else table
    found = paired(table, other, 0.9, comparisons=k)
    alone, at_once = (mean_interval(other - table, level) for level in (0.9, 1.0 - 0.1 / k))
    assert found.n.tolist() == alone.n.tolist()
    assert np.allclose(found.difference, alone.mean, atol=1e-9, equal_nan=True)
    assert np.allclose(found.low_alone, alone.low, atol=1e-9, equal_nan=True)
    assert np.allclose(found.high_alone, alone.high, atol=1e-9, equal_nan=True)
    assert np.allclose(found.low, at_once.low, atol=1e-9, equal_nan=True)
    assert np.allclose(found.high, at_once.high, atol=1e-9, equal_nan=True)
    assert np.allclose(found.value - found.base, found.difference, atol=1e-9, equal_nan=True)


def test_the_paired_test_of_scipy_has_the_same_interval() -> None:
    base, value = alike(15, 1, 0.8, seed=4)
    test = stats.ttest_rel(value[:, 0], base[:, 0]).confidence_interval(0.95)
    found = paired(base[:, 0], value[:, 0])
    assert (found.low, found.high) == pytest.approx((test.low, test.high))


@given(tables(least=2), st.integers(0, 100))
def test_sides_swapped_turn_the_difference_round(table: Floats, seed: int) -> None:
    other = table + RANDOM(seed).normal(size=table.shape)
    there, back = paired(table, other), paired(other, table)
    assert np.allclose(there.low, -back.high, equal_nan=True)
    assert np.allclose(there.correlation, back.correlation, equal_nan=True)
    assert np.allclose(there.variance_reduction, back.variance_reduction, equal_nan=True)


def test_correlation_is_that_of_numpy() -> None:
    base, value = alike(40, 3, 0.6, seed=9)
    wanted = [np.corrcoef(one, other)[0, 1] for one, other in zip(base.T, value.T, strict=True)]
    assert np.allclose(paired(base, value).correlation, wanted)


def test_pairing_takes_away_what_both_sides_share() -> None:
    # Variances 1 and 1, of the difference 2 (1 - correlation): reduction 1 / (1 - correlation).
    found = paired(*alike(20_000, 1, 0.95, seed=1))
    assert found.variance_reduction == pytest.approx(20.0, rel=0.05)


def test_pairs_without_a_relation_gain_nothing() -> None:
    assert paired(*alike(20_000, 1, 0.0, seed=2)).variance_reduction == pytest.approx(1.0, rel=0.05)


def test_a_constant_difference_leaves_no_variance() -> None:
    base = np.array([0.1, 0.2, 0.7])
    found = paired(base, base + 0.3)
    assert found.variance_reduction == np.inf
    assert found.correlation == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((0.3, 0.3))


def test_what_does_not_vary_has_no_reduction_and_no_correlation() -> None:
    found = paired(np.full(4, 2.0), np.full(4, 3.0))
    assert np.isnan([found.variance_reduction, found.correlation]).all()
    difference = [found.difference, found.low, found.high]
    relative = [found.relative, found.relative_low, found.relative_high]
    assert np.array_equal([difference, relative], [[1.0] * 3, [0.5] * 3])


def test_one_side_that_varies_has_a_reduction_and_no_correlation() -> None:
    found = paired(np.full(3, 2.0), np.array([3.0, 4.0, 5.0]))
    assert found.variance_reduction == 1.0
    assert np.isnan(found.correlation)


def test_a_replication_counts_if_both_sides_are_defined() -> None:
    found = paired([1.0, np.nan, 3.0, 100.0], [2.0, 5.0, 4.0, np.nan])
    assert found.n == 2
    assert np.array_equal([found.base, found.value, found.difference], [2.0, 3.0, 1.0])


@pytest.mark.parametrize("pairs", [0, 1])
def test_too_few_pairs_have_no_bounds(pairs: int) -> None:
    found = paired(np.ones((pairs, 2)), np.full((pairs, 2), 3.0))
    bounds = [found.low, found.high, found.low_alone, found.relative_low, found.correlation]
    assert np.isnan([*bounds, found.variance_reduction]).all()
    assert np.array_equal(np.isnan(found.difference), [pairs == 0] * 2)


def test_several_variants_may_stand_on_an_axis_of_their_own() -> None:
    base, value = alike(12, 3, 0.5, seed=5)
    both = np.stack([value, 2.0 * value], axis=1)  # (replications, variants, columns)
    found = paired(base[:, np.newaxis], both, comparisons=2)
    for j, variant in enumerate((value, 2.0 * value)):
        assert np.allclose(found.low[j], paired(base, variant, comparisons=2).low)


def test_sides_of_different_length_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="3 replications and value 2"):
        paired([1.0, 2.0, 3.0], [1.0, 2.0])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_relative_difference_is_bounded_by_what_a_test_rejects(sign: float) -> None:
    base, value = (sign * side[:, 0] for side in alike(10, 1, 0.3, seed=8))
    found = paired(base, value)
    assert found.relative_low < found.relative < found.relative_high
    for bound, outward in ((found.relative_low, -1.0), (found.relative_high, 1.0)):
        # The slow twin: a t test of value - base - ratio · |base|, just outside and just inside.
        ratios = [bound + outward * step for step in (1e-6, -1e-6)]
        rests = [value - base - ratio * sign * base for ratio in ratios]
        outside, inside = (stats.ttest_1samp(rest, 0.0).pvalue for rest in rests)
        assert outside < 0.05 < inside


def test_nothing_is_relative_to_a_base_that_may_be_0() -> None:
    found = paired([-1.0, 0.5, 1.0], [2.0, 3.0, 4.0])
    assert np.isnan([found.relative_low, found.relative_high]).all()
    assert np.isfinite(found.low)


def test_a_loss_that_becomes_smaller_is_a_relative_gain() -> None:
    assert paired([-100.0, -100.0], [-50.0, -50.0]).relative == 0.5


@pytest.mark.parametrize("correlation", [0.0, 0.9])
def test_intervals_of_several_variants_hold_at_once(correlation: float) -> None:
    # 4,000 comparisons of 5 variants; three standard errors of a share of 95 % are 0.0103.
    random = RANDOM(21)
    shared = random.normal(size=(10, 1, 4_000))
    own = random.normal(size=(10, 6, 4_000))
    runs = np.sqrt(correlation) * shared + np.sqrt(1.0 - correlation) * own
    found = paired(runs[:, :1], runs[:, 1:], comparisons=5)
    at_once = ((found.low <= 0.0) & (found.high >= 0.0)).all(axis=0)
    alone = ((found.low_alone <= 0.0) & (found.high_alone >= 0.0)).all(axis=0)
    assert at_once.mean() >= 0.95 - 0.0103
    assert alone.mean() < 0.90
