import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.statistics.tables import Floats

from voltwin.statistics.factors import Factor
from voltwin.statistics.main_effects import main_effect, two_way

RANDOM = np.random.default_rng
POLICY = Factor.of("policy", ["wait", "lose", "wait", "lose", "wait", "lose"])
CHARGERS = Factor.of("chargers", [2, 2, 4, 4, 6, 6])


@given(st.integers(0, 1000), st.integers(2, 8))
def test_the_mean_of_a_level_has_an_interval_over_replications(seed: int, n: int) -> None:
    values = RANDOM(seed).normal(size=(6, n, 2))
    found = main_effect(POLICY, values, 0.9)
    for number, members in enumerate(([0, 2, 4], [1, 3, 5])):
        means = values[members].mean(axis=0)  # (replications, columns)
        for sample, wanted in ((means, found.mean), (means - values.mean(axis=0), found.effect)):
            reach = stats.t.ppf(0.95, n - 1) * stats.sem(sample)
            assert np.allclose(wanted.mean[number], sample.mean(axis=0))
            assert np.allclose(wanted.high[number], sample.mean(axis=0) + reach)
    assert found.groups.labels == ("wait", "lose")
    assert found.variants.tolist() == [3, 3]
    assert found.runs.tolist() == [[3 * n] * 2] * 2


@given(st.integers(0, 1000))
def test_effects_of_a_balanced_factor_add_to_nothing(seed: int) -> None:
    found = main_effect(CHARGERS, RANDOM(seed).normal(size=(6, 4)))
    assert found.effect.mean.sum() == pytest.approx(0.0, abs=1e-12)


def test_what_replications_do_to_all_variants_is_gone_from_an_effect() -> None:
    day = RANDOM(3).normal(scale=50.0, size=10)
    values = np.array([2.0, 1.0] * 3)[:, np.newaxis] + day
    found = main_effect(POLICY, values)
    assert np.allclose(found.effect.mean, [0.5, -0.5])
    assert (found.effect.half_width < 1e-12).all()
    assert (found.mean.half_width > 10.0).all()


def test_intervals_of_effects_hold_under_common_random_numbers() -> None:
    # 4,000 designs as columns; three standard errors of a share of 95 % are 0.0103.
    random, true = RANDOM(4), np.array([1.0, 0.0] * 3)[:, np.newaxis, np.newaxis]
    values = true + random.normal(size=(1, 8, 4_000)) + 0.3 * random.normal(size=(6, 8, 4_000))
    found = main_effect(POLICY, values).effect
    covered = np.mean((found.low[0] <= 0.5) & (found.high[0] >= 0.5))
    assert covered == pytest.approx(0.95, abs=0.0103)


def test_a_continuous_factor_is_seen_in_five_ranges() -> None:
    levels = RANDOM(5).permutation(100)
    factor = Factor.of("batteries", levels.tolist())
    found = main_effect(factor, levels[:, np.newaxis] * 2.0 + np.zeros(3))
    assert found.groups.labels[0] == "0 to 19"
    assert found.mean.mean.tolist() == [19.0, 59.0, 99.0, 139.0, 179.0]
    assert found.variants.tolist() == [20] * 5


def test_undefined_runs_are_left_out() -> None:
    values = np.array(
        [[1.0, 3.0], [5.0, np.nan], [3.0, 5.0], [7.0, np.nan], [np.nan, 7.0], [6.0, np.nan]]
    )
    found = main_effect(POLICY, values)
    assert found.runs.tolist() == [5, 3]
    assert found.mean.mean.tolist() == [3.5, 6.0]  # wait: 2 and 5
    assert found.mean.n.tolist() == [2, 1]
    assert math.isnan(found.mean.low[1])


def test_one_replication_has_means_without_bounds() -> None:
    found = main_effect(POLICY, np.arange(6.0)[:, np.newaxis])
    assert found.mean.mean.tolist() == [2.0, 3.0]
    assert np.isnan([found.mean.low, found.effect.high]).all()


def plain(values: Floats, one: int, two: str) -> float:
    pairs = zip(CHARGERS.levels, POLICY.levels, strict=True)
    return float(values[[number for number, pair in enumerate(pairs) if pair == (one, two)]].mean())


def test_means_by_two_factors() -> None:
    values = RANDOM(6).normal(size=(6, 4))
    found = two_way(CHARGERS, POLICY, values)
    wanted = [[plain(values, c, p) for p in ("wait", "lose")] for c in (2, 4, 6)]
    assert np.allclose(found.mean, wanted)
    assert found.variants.tolist() == [[1, 1]] * 3
    assert (found.groups.labels, found.other.labels) == (("2", "4", "6"), ("wait", "lose"))


def test_levels_that_never_meet_have_no_mean() -> None:
    found = two_way(POLICY, Factor.of("b", [1, 2, 1, 2, 1, 2]), np.ones((6, 2, 3)))
    assert found.mean.shape == (2, 2, 3)
    assert np.isnan(found.mean).any(axis=2).tolist() == [[False, True], [True, False]]
    assert found.variants.tolist() == [[3, 0], [0, 3]]


def test_every_variant_has_a_level_and_every_value_a_replication() -> None:
    with pytest.raises(ValueError, match="policy has 6 levels for 5 variants"):
        main_effect(POLICY, np.zeros((5, 2)))
    with pytest.raises(ValueError, match="variants, replications"):
        main_effect(POLICY, np.zeros(6))
