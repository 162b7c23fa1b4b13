"""What a verdict needs, against the laws of statistics and by simulation."""

import math

import numpy as np
import pytest
from scipy.stats import nct, norm

from voltwin.validation.trust.power import (
    CHANCE,
    MOST_VERDICTS,
    RUN_CHANCE,
    Estimate,
    quantile,
    room,
    seen_bias,
)

SEED = 20_261_122


def failing(bias: float, replications: int, chance: float, trials: int) -> float:
    """Return how often normals with this bias, in standard errors, fail a verdict."""
    source = np.random.default_rng(SEED)
    values = source.normal(bias / math.sqrt(replications), 1.0, (trials, replications))
    means, errors = values.mean(axis=1), values.std(axis=1, ddof=1) / math.sqrt(replications)
    return float(np.mean(np.abs(means) > quantile(replications, chance) * errors))


def test_a_whole_run_of_a_right_model_fails_less_than_once_in_a_thousand() -> None:
    assert pytest.approx(RUN_CHANCE) == CHANCE * MOST_VERDICTS
    assert RUN_CHANCE == 1e-3


def test_the_quantile_of_many_replications_is_that_of_the_normal_law() -> None:
    assert quantile(1_000_000) == pytest.approx(norm.isf(CHANCE / 2.0), rel=1e-4)
    assert quantile(64) > quantile(1000) > 4.6


@pytest.mark.parametrize("replications", [5, 20, 64])
def test_a_right_mean_fails_as_often_as_said(replications: int) -> None:
    trials = 40_000
    expected, error = 0.02, math.sqrt(0.02 / trials)
    assert failing(0.0, replications, 0.02, trials) == pytest.approx(expected, abs=4.0 * error)


@pytest.mark.parametrize(("replications", "chance"), [(5, 0.02), (20, 1e-3), (64, CHANCE)])
def test_the_bias_that_is_caught_fails_nine_times_of_ten(replications: int, chance: float) -> None:
    trials = 20_000
    found = failing(seen_bias(replications, chance), replications, chance, trials)
    assert found == pytest.approx(0.9, abs=4.0 * math.sqrt(0.09 / trials))


@pytest.mark.parametrize(("replications", "chance"), [(10, 0.01), (64, 1e-3), (32, CHANCE)])
def test_the_bias_that_is_caught_is_that_of_students_law_off_centre(
    replications: int, chance: float
) -> None:
    bias = seen_bias(replications, chance)
    power = nct.sf(quantile(replications, chance), replications - 1, bias)
    assert power == pytest.approx(0.9, abs=2e-4)


def test_with_many_replications_the_bias_is_the_sum_of_two_quantiles() -> None:
    assert seen_bias(100_000) == pytest.approx(quantile(100_000) + norm.ppf(0.9), rel=1e-4)


def test_an_estimate_by_hand() -> None:
    found = Estimate.of([1.0, 2.0, 3.0, 6.0])
    assert found.mean == 3.0
    assert found.error == pytest.approx(math.sqrt(14.0 / 3.0 / 4.0))
    assert found.half_width == pytest.approx(quantile(4) * found.error)
    assert found.holds(3.0 + 0.99 * found.half_width)
    assert not found.holds(3.0 - 1.01 * found.half_width)


def test_a_single_replication_has_no_interval() -> None:
    with pytest.raises(ValueError, match="given 1 replications; an interval needs at least 2"):
        quantile(1)


@pytest.mark.parametrize("replications", [16, 32, 64])
def test_another_seed_gives_a_wider_interval_as_seldom_as_is_said(replications: int) -> None:
    """Of normals whose interval is `room` of the widest, the widest being 1."""
    source, trials, chance = np.random.default_rng(SEED), 200_000, 0.01
    spread = room(replications, chance) * source.normal(size=(trials, replications))
    wider = float(np.mean(spread.std(axis=1, ddof=1) > 1.0))
    assert wider == pytest.approx(chance, abs=4.0 * math.sqrt(chance / trials))
    assert room(replications) < room(replications, chance) < 1.0
