"""Random factors of days and hours: other ones than were asked for are found out, drawn in plain
NumPy or by an engine of which something else is asked."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from tests.validation.demand_checks.made import failed

from voltwin.scenario import Scenario
from voltwin.scenario.tables import sources
from voltwin.validation.demand_checks.dispersion import (
    DAY_TOTAL,
    DAY_VARIANCE,
    DAYS,
    DISPERSION,
    HOUR_VARIANCE,
    PER_HOUR,
    REPLICATIONS,
    ROUNDED_DAY_TOTAL,
    STATIONS,
    Days,
    counted,
    scenario,
    verdict_on_rounded,
    verdicts_on_both,
    verdicts_on_dispersed,
)
from voltwin.validation.trust.effort import Effort

Floats = npt.NDArray[np.float64]
STREAMS = STATIONS * REPLICATIONS[Effort.QUICK]
SHAPE = np.array([0.25 + hour / 16.0 for hour in range(24)])
DISPERSED, BOTH = DAY_TOTAL * SHAPE / SHAPE.sum(), PER_HOUR * SHAPE
RATIO, ROW, LAW = (
    "variance / mean",
    "covariance of days / mean",
    "day totals, chi-square",
)
HOURS, HALVES, TOTALS = (
    "hours: variance / mean",
    "variance of day factor",
    "days: variance / mean",
)


def gamma(variance: float, shape: tuple[int, ...]) -> Floats:
    source = np.random.default_rng(5 + len(shape))
    return source.gamma(1.0 / variance, variance, shape)


def lognormal(variance: float, shape: tuple[int, ...]) -> Floats:
    sigma = np.sqrt(np.log1p(variance))
    return np.random.default_rng(5).lognormal(-sigma * sigma / 2.0, sigma, shape)


def days(expected: Floats, factors: Floats) -> Days:
    """Return Poisson counts with factors of hours, shape (streams, DAYS, 24) or less."""
    means = np.broadcast_to(factors * expected, (STREAMS, DAYS, 24))
    return Days(np.random.default_rng(6).poisson(means).astype(np.float64), expected)


def of_dates(variance: float) -> Floats:
    return gamma(variance, (STREAMS, DAYS))[:, :, None]


ASKED = (DISPERSION - 1.0) / DAY_TOTAL


def wrong_dispersed(factors: Floats) -> set[str]:
    return failed(verdicts_on_dispersed(days(DISPERSED, factors), 1, Effort.QUICK))


def wrong_both(factors: Floats) -> set[str]:
    return failed(verdicts_on_both(days(BOTH, factors), 1, Effort.QUICK))


def test_what_is_asked_for_passes() -> None:
    assert wrong_dispersed(of_dates(ASKED)) == set()
    jitter = gamma(HOUR_VARIANCE, (STREAMS, DAYS, 24))
    assert wrong_both(of_dates(DAY_VARIANCE) * jitter) == set()


def test_no_factor_at_all_is_found_out() -> None:
    assert wrong_dispersed(np.ones(1)) >= {RATIO, LAW}
    assert wrong_both(np.ones(1)) == {HOURS, HALVES, TOTALS}


def test_a_variance_that_is_a_quarter_off_is_found_out() -> None:
    assert RATIO in wrong_dispersed(of_dates(1.25 * ASKED))


def test_another_law_of_the_same_variance_is_found_out() -> None:
    factors = lognormal(ASKED, (STREAMS, DAYS))[:, :, None]
    assert wrong_dispersed(factors) == {LAW}


def test_a_factor_that_holds_for_two_days_is_found_out() -> None:
    factors = np.repeat(gamma(ASKED, (STREAMS, DAYS // 2)), 2, axis=1)[:, :, None]
    assert ROW in wrong_dispersed(factors)


def test_a_factor_that_changes_at_another_midnight_is_found_out() -> None:
    """As that of UTC would be: five and a half hours late."""
    long = np.repeat(gamma(DAY_VARIANCE, (STREAMS, DAYS + 1)), 24, axis=1)
    shifted = long[:, 6 : 6 + 24 * DAYS].reshape(STREAMS, DAYS, 24)
    jitter = gamma(HOUR_VARIANCE, (STREAMS, DAYS, 24))
    assert wrong_both(shifted * jitter) >= {HALVES}


@pytest.mark.parametrize("without", ["day", "hour"])
def test_one_factor_alone_is_found_out(without: str) -> None:
    jitter = gamma(HOUR_VARIANCE, (STREAMS, DAYS, 24))
    found = wrong_both(jitter if without == "day" else of_dates(DAY_VARIANCE))
    assert HOURS in found
    assert (HALVES in found) == (without == "day")


@pytest.mark.parametrize(
    ("factors", "seen"),
    [
        ({"day_factor": {"dispersion": 3.2}}, {RATIO, LAW}),
        ({"hour_jitter": {"variance": 0.5}}, {RATIO, LAW}),
    ],
)
def test_an_engine_of_which_something_else_is_asked_is_found_out(
    factors: dict[str, object], seen: set[str]
) -> None:
    of = scenario(factors, swaps_per_day=DAY_TOTAL)
    found = counted(of, DISPERSED, 7, REPLICATIONS[Effort.QUICK])
    assert failed(verdicts_on_dispersed(found, 7, Effort.QUICK)) >= seen


ROUNDED_RATIO = "variance / mean, rounded by 1 % at most"


def wrong_rounded(of: Scenario) -> set[str]:
    means = ROUNDED_DAY_TOTAL * SHAPE / SHAPE.sum()
    found = counted(of, means, 7, REPLICATIONS[Effort.QUICK])
    return failed([verdict_on_rounded(found, 7, Effort.QUICK)])


def test_variances_that_are_rounded_by_far_more_are_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {"day_factor": {"dispersion": DISPERSION}}
    assert wrong_rounded(scenario(asked, swaps_per_day=ROUNDED_DAY_TOTAL)) == set()
    monkeypatch.setattr(sources, "_ROUNDING", math.log(2.0))
    wrong = scenario(asked, swaps_per_day=ROUNDED_DAY_TOTAL)
    assert wrong_rounded(wrong) == {ROUNDED_RATIO}


def test_a_variance_is_rounded_by_a_percent_where_as_much_is_said() -> None:
    asked = (DISPERSION - 1.0) / np.array([DAY_TOTAL, ROUNDED_DAY_TOTAL])
    steps = np.log(asked) / np.log(1.02)
    kept = 1.02 ** np.round(steps)
    assert np.abs(kept / asked - 1.0) == pytest.approx([0.0, 0.01], abs=2e-4)


def test_the_expected_variances_are_those_of_plain_draws() -> None:
    """By far more days than a check has."""
    source = np.random.default_rng(8)
    a, b, m, many = DAY_VARIANCE, HOUR_VARIANCE, np.array([0.5, 2.0]), 400_000
    dates = source.gamma(1.0 / a, a, (many, 1))
    counts = source.poisson(m * dates * source.gamma(1.0 / b, b, (many, 2)))
    variance = m + m * m * ((1.0 + a) * (1.0 + b) - 1.0)
    assert counts.var(axis=0) == pytest.approx(variance, rel=0.03)
    assert np.cov(counts.T)[0, 1] == pytest.approx(a * m[0] * m[1], rel=0.05)
