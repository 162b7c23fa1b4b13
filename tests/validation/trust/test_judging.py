"""Verdicts: when they pass, and what they say when they do not."""

import math

import numpy as np
import pytest

from voltwin.validation.trust.judging import at_most, exact, raised, skipped, statistical
from voltwin.validation.trust.power import CHANCE, WIDE_CHANCE, Estimate
from voltwin.validation.trust.verdict import Sample, Status

SAMPLE = Sample(7, "64 x 1,000 arrivals", "6 h")
CLOSE = Estimate(mean=0.2004, error=0.0003, replications=64)


def test_a_value_within_a_narrow_interval_passes_and_says_what_would_not_have() -> None:
    verdict = statistical("lost", 0.2, CLOSE, SAMPLE)
    assert verdict.status is Status.PASSED
    assert verdict.half_width == CLOSE.half_width
    assert verdict.widest == pytest.approx(0.002)
    assert verdict.catches == CLOSE.catches > CLOSE.half_width
    assert verdict.chance == CHANCE + WIDE_CHANCE
    assert verdict.replications == 64
    assert verdict.sample.seed == 7
    assert verdict.deviation == pytest.approx(0.002)


def test_a_value_outside_fails() -> None:
    verdict = statistical("lost", 0.2, Estimate(0.203, 0.0003, 64), SAMPLE)
    assert verdict.status is Status.FAILED
    assert verdict.reason == "off by 10.0 standard errors"


def test_an_interval_that_is_too_wide_proves_nothing() -> None:
    verdict = statistical("lost", 0.2, Estimate(0.2, 0.003, 64), SAMPLE)
    assert verdict.status is Status.FAILED
    assert verdict.reason == "half-width 0.0153 is wider than 0.002: proves too little"


def test_a_wider_interval_needs_a_reason() -> None:
    wide = Estimate(0.2, 0.003, 64)
    with pytest.raises(ValueError, match="of the value needs a reason"):
        statistical("lost", 0.2, wide, SAMPLE, width=0.1)
    assert statistical("lost", 0.2, wide, SAMPLE, width=0.1, why_wide="rare").status == "passed"


def test_any_width_will_do_where_none_is_asked_for() -> None:
    found = statistical("lost", 0.2, Estimate(0.5, 0.2, 64), SAMPLE, width=None)
    assert found.status is Status.PASSED
    assert found.widest is None


def test_what_is_expected_to_be_nothing_is_measured_by_another_value() -> None:
    found = statistical("difference", 0.0, Estimate(0.0001, 0.0003, 64), SAMPLE, scale=0.2)
    assert found.status is Status.PASSED
    assert found.widest == pytest.approx(0.002)
    assert found.deviation is None


@pytest.mark.parametrize("mean", [math.nan, math.inf])
def test_what_is_no_number_fails(mean: float) -> None:
    assert statistical("lost", 0.2, Estimate(mean, 0.1, 64), SAMPLE).reason == "no number came out"
    assert exact("lost", 0.2, mean, 1.0).status is Status.FAILED
    assert at_most("lost", mean, 1.0).status is Status.FAILED


def test_replications_that_are_all_alike_say_nothing_of_the_mean() -> None:
    found = statistical("in use", 1.0 - 1e-10, Estimate.of(np.ones(64)), SAMPLE)
    assert found.status is Status.FAILED
    assert found.reason.startswith("no replication differs from another")


def test_exact_values_have_a_tolerance_and_no_chance() -> None:
    found = exact("charge time", 1800.0, 1800.5, 1.0, unit="s")
    assert (found.status, found.tolerance, found.half_width) == ("passed", 1.0, None)
    assert found.chance == 0.0
    off = exact("charge time", 1800.0, 1802.0, 1.0, unit="s")
    assert (off.status, off.reason, off.got) == ("failed", "2 is more than 1", 1802.0)


def test_what_may_not_be_above_a_limit() -> None:
    assert at_most("statistic", 0.9, 1.0, chance=CHANCE).status is Status.PASSED
    assert at_most("statistic", 1.1, 1.0).reason == "1.1 is more than 1"
    assert at_most("statistic", 0.9, 1.0).expected is None


def test_skipped_and_raised_give_their_reasons() -> None:
    assert skipped("a cell", "PyBaMM is not installed").status is Status.SKIPPED
    assert raised("a check", ZeroDivisionError("by\n nothing")).reason == (
        "ZeroDivisionError: by nothing"
    )
    assert raised("a check", KeyboardInterrupt()).reason == "KeyboardInterrupt"
