"""The mean gap of a renewal stream, against formulas of truncated laws and against draws."""

import math

import numpy as np
import pytest

from voltwin.scenario.distributions import (
    AnyLaw,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from voltwin.scenario.mean_gap import mean_gap

HORIZON = 1e4


@pytest.mark.parametrize(
    "law",
    [
        Fixed(value=3.0, scale=2.0),
        Uniform(low=2.0, high=10.0),
        Uniform(low=-50.0, high=12.0),  # nothing below 0 is drawn
        Triangular(low=0.0, mode=1.0, high=17.0),
        Exponential(mean=6.0),
        Exponential(mean=5.0, min=1.0),  # memoryless
        Normal(mean=0.0, sd=6.0 * math.sqrt(math.pi / 2.0)),  # the half of it above 0
        Normal(mean=6.0, sd=0.1),
        Lognormal(median=6.0 * math.exp(-0.125), sigma=0.5),
        Gamma(mean=5.0, sd=2.0, shift=1.0),
        Beta(a=1.0, b=3.0, scale=24.0),
        Beta(a=1.0, b=3.0, scale=-8.0, shift=8.0),
        Empirical(values=(1.0, 2.0, 15.0, -400.0)),
        Empirical(values=(1.0, 2.0, 15.0, 400.0), max=20.0),
        Fixed(value=6.0, max=7.0),
    ],
)
def test_each_of_these_laws_has_a_mean_of_6(law: AnyLaw) -> None:
    assert mean_gap(law, HORIZON) == pytest.approx(6.0, rel=0.1)


def test_a_gap_beyond_the_horizon_counts_as_the_horizon() -> None:
    assert mean_gap(Fixed(value=9e9), HORIZON) == HORIZON
    assert mean_gap(Empirical(values=(0.0, 9e9)), HORIZON) == HORIZON / 2.0
    mean = HORIZON * -math.expm1(-1.0)  # of min(X, its own mean)
    assert mean_gap(Exponential(mean=HORIZON), HORIZON) == pytest.approx(mean, rel=0.1)


def test_a_heavy_tail_does_not_hide_short_gaps() -> None:
    law = Lognormal(median=1e-3, sigma=5.0)  # its mean is 268 s
    draws = np.random.default_rng(1).lognormal(math.log(1e-3), 5.0, 4_000_000)
    expected = np.minimum(draws, 10.0).mean()
    assert mean_gap(law, 10.0) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("mean", [1e-12, 1e-6, 1.0, 1e6])
def test_every_scale_is_found(mean: float) -> None:
    assert mean_gap(Exponential(mean=mean), 1e9) == pytest.approx(mean, rel=0.1)
