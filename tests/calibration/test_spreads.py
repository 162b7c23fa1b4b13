"""Day factor and hour jitter: found where they are, and not where they are not."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, nbinom, poisson
from tests.calibration.made import counts_of, hourly

from voltwin.calibration.day_factor import fit_day_factor
from voltwin.calibration.demand import Demand, fit_demand
from voltwin.calibration.hour_jitter import _likelihood, _Rows
from voltwin.scenario.profiles import named_profile


def fitted(seed: int, **of: float) -> Demand:
    return fit_demand(counts_of(hourly(84, 300.0, seed=seed, **of)))  # type: ignore[arg-type]


def test_factors_of_days_and_hours_are_told_apart() -> None:
    found = [fitted(seed, day=0.06, hour=0.04) for seed in range(12)]
    assert np.mean([of.day_variance for of in found]) == pytest.approx(0.06, rel=0.2)
    assert np.mean([of.hour_variance for of in found]) == pytest.approx(0.04, rel=0.2)
    assert np.mean([of.day.low <= 0.06 <= of.day.high for of in found]) > 0.7
    assert np.mean([of.hour.low <= 0.04 <= of.hour.high for of in found]) > 0.7


def test_a_factor_of_days_alone_is_no_jitter() -> None:
    found = [fitted(seed, day=0.06) for seed in range(12)]
    assert np.mean([of.hour_variance == 0.0 for of in found]) > 0.7
    assert np.mean([of.day_variance for of in found]) == pytest.approx(0.06, rel=0.2)


def test_what_is_poisson_has_neither_and_a_bound_says_what_could_have_stayed_unseen() -> None:
    found = [fitted(seed) for seed in range(12)]
    assert np.mean([of.day_variance == 0.0 for of in found]) > 0.7
    assert np.mean([of.hour_variance == 0.0 for of in found]) > 0.7
    assert all(0.0 < of.day.high < 0.01 for of in found)


def test_the_interval_of_the_day_factor_holds_it_as_often_as_it_says() -> None:
    """Totals of days around means that are known but for a level of each day of the week."""
    rng = np.random.default_rng(5)
    days, variance, held = 70, 0.1, []
    weekday = np.arange(days) % 7
    for _ in range(200):
        totals = rng.poisson(80.0 * rng.gamma(1.0 / variance, variance, days))
        level = np.bincount(weekday, totals, 7)[weekday] / 10.0
        found = fit_day_factor(totals[:, None], level[:, None], weekday)
        held.append(found.low <= variance <= found.high)
    assert 0.91 < np.mean(held) < 0.985


def test_the_variance_is_not_too_small_because_levels_come_from_the_same_days() -> None:
    rng = np.random.default_rng(6)
    weekday = np.arange(21) % 7
    found = []
    for _ in range(200):
        totals = rng.poisson(200.0 * rng.gamma(10.0, 0.1, 21))
        level = np.bincount(weekday, totals, 7)[weekday] / 3.0
        found.append(fit_day_factor(totals[:, None], level[:, None], weekday).variance)
    assert np.mean(found) == pytest.approx(0.1, rel=0.12)  # 0.067 without the adjustment


def test_stations_have_factors_of_their_own() -> None:
    rng = np.random.default_rng(7)
    days = 60
    usual = np.outer(np.ones(days), [50.0, 20.0, 5.0])
    totals = rng.poisson(usual * rng.gamma(5.0, 0.2, usual.shape))
    assert fit_day_factor(totals, usual, np.arange(days) % 7).variance == pytest.approx(
        0.2, rel=0.35
    )


def test_few_days_tell_no_factor() -> None:
    found = fit_demand(counts_of(hourly(6, day=0.5)))
    assert (found.day_variance, found.hour_variance) == (0.0, 0.0)
    assert np.isnan(found.day.high)
    assert np.isnan(fit_demand(counts_of(hourly(10, hour=0.5))).hour.high)


@pytest.mark.parametrize(("of_day", "of_hour"), [(0.1, 0.2), (1.5, 0.05), (0.01, 1.0), (0.3, 0.0)])
def test_the_likelihood_of_a_day_is_its_integral(of_day: float, of_hour: float) -> None:
    rng = np.random.default_rng(8)
    expected = np.array(named_profile("commuter")[:24]) * 4.0
    count = np.asarray(rng.poisson(2.0 * expected))
    rows = _Rows(count[None].astype(float), expected[None], np.arange(24)[None], np.zeros(168))

    def density(factor: float) -> float:
        mean = expected * factor
        if of_hour:
            of = np.sum(nbinom.logpmf(count, 1.0 / of_hour, 1.0 / (1.0 + of_hour * mean)))
        else:
            of = np.sum(poisson.logpmf(count, mean))
        return float(np.exp(of + 80.0) * gamma.pdf(factor, 1.0 / of_day, scale=of_day))

    plain = np.log(quad(density, 0.0, 8.0, points=[1.0, 2.0], limit=400)[0]) - 80.0
    adjusted = 0.5 * np.log(1.0 / (1.0 / (expected / (1.0 + of_hour * expected)).sum() + of_day))
    assert _likelihood(rows, of_day, of_hour) + adjusted == pytest.approx(plain, abs=2e-3)
