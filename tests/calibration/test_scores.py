"""Scores: what is known of them in closed form, and that a right forecast is told from a wrong."""

import numpy as np
import pytest
from scipy.stats import nbinom, poisson
from tests.calibration.made import counts_of, hourly

from voltwin.calibration.counts import Counts
from voltwin.calibration.demand import fit_demand
from voltwin.calibration.scores import (
    BANDS,
    coverage,
    crps_of_draws,
    crps_of_poisson,
    drawn,
    held_out,
    pit,
    scores,
)


def plain_crps(pmf: np.ndarray, came: int) -> float:
    """Return the sum of squared differences of the distribution function and a step."""
    cdf = np.cumsum(pmf)
    return float(((cdf - (np.arange(len(pmf)) >= came)) ** 2).sum())


@pytest.mark.parametrize(("mean", "came"), [(0.3, 0), (4.0, 9), (120.0, 100), (0.0, 2)])
def test_the_score_of_a_poisson_law_is_its_sum(mean: float, came: int) -> None:
    pmf = poisson.pmf(np.arange(400), mean)
    found = crps_of_poisson(np.array([mean]), np.array([float(came)]))
    assert found[0] == pytest.approx(plain_crps(pmf, came), abs=1e-9)


def test_the_score_of_draws_is_that_of_their_law() -> None:
    rng = np.random.default_rng(1)
    draws = rng.negative_binomial(4, 0.2, (200_000, 1)).astype(float)
    pmf = nbinom.pmf(np.arange(300), 4, 0.2)
    for came in (0, 12, 60):
        found = crps_of_draws(draws, np.array([float(came)]))
        assert found[0] == pytest.approx(plain_crps(pmf, came), rel=0.01)


def test_the_score_of_few_draws_is_that_of_many_in_the_mean() -> None:
    rng = np.random.default_rng(2)
    few = crps_of_draws(rng.poisson(9.0, (5, 100_000)).astype(float), np.full(100_000, 12.0))
    exact = crps_of_poisson(np.array([9.0]), np.array([12.0]))[0]
    assert few.mean() == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("band", BANDS)
def test_a_band_of_a_right_forecast_of_counts_holds_what_it_says(band: float) -> None:
    came = np.random.default_rng(3).poisson(1.7, 40_000)
    found = coverage(poisson.cdf(came - 1, 1.7), poisson.cdf(came, 1.7), band)
    assert found == pytest.approx(band, abs=0.01)


def split(counts: np.ndarray, days: int) -> tuple[Counts, Counts]:
    whole = counts_of(counts)
    return whole.part(slice(None, days)), whole.part(slice(days, None))


def test_draws_are_as_wide_as_days_differ() -> None:
    before, after = split(hourly(140, 300.0, day=0.1, seed=4), 84)
    draws = drawn(fit_demand(before), after, seed=1)
    assert draws.shape == (1000, 56, 24)
    of_days = draws.sum(axis=2)
    assert of_days.std(axis=0).mean() / of_days.mean() == pytest.approx(np.sqrt(0.1), rel=0.3)


def test_a_fit_with_a_day_factor_beats_a_poisson_week_and_its_bands_hold() -> None:
    before, after = split(hourly(196, 300.0, day=0.08, hour=0.05, seed=5), 84)
    of_hours, of_days = scores(held_out(fit_demand(before), before, after, seed=1))
    for score in (of_hours, of_days):
        assert score.high < 0.0
        assert score.coverage[2] > 0.85
        assert score.rival_coverage[2] < score.coverage[2] - 0.05
    assert (of_hours.n, of_days.n) == (112 * 24, 112)
    below, at = pit(held_out(fit_demand(before), before, after, seed=1))
    assert len(below) == len(at) == 112 * 24


def test_a_log_that_turns_out_otherwise_is_scored_as_badly_as_it_was_foretold() -> None:
    counts = hourly(84, 300.0, seed=6)
    counts[56:] = hourly(28, 150.0, seed=7)
    before, after = split(counts, 56)
    _, of_days = scores(held_out(fit_demand(before), before, after, seed=1))
    assert of_days.coverage[2] < 0.2
    assert of_days.crps > 100.0


def test_stations_with_factors_of_their_own_even_out() -> None:
    before, after = split(hourly(112, 300.0, day=0.2, seed=8), 84)
    one = fit_demand(before)
    many = one._replace(stations=tuple("abcdefgh"), share=np.full(8, 0.125))
    wide, narrow = (drawn(of, after, seed=1).sum(axis=2).std(axis=0).mean() for of in (one, many))
    assert narrow < 0.5 * wide
