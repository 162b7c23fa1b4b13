"""Tests of laws and counts: how often they fail right ones, and wrong ones, by simulation."""

import math

import numpy as np
import pytest
from scipy.stats import kstwo, uniform

from voltwin.validation.demand_checks import goodness
from voltwin.validation.demand_checks.goodness import (
    allowed_distance,
    distance,
    largest_score,
    of_counts,
    of_law,
    of_unit_gaps,
    of_worst,
    seen_distance,
    seen_noncentrality,
    seen_rate,
    seen_shape,
    unit_gap_law,
)
from voltwin.validation.trust.power import CHANCE, SEEN
from voltwin.validation.trust.verdict import Sample, Status

COUNT, TRIALS = 4000, 200
SAMPLE = Sample(7, "made up")
FEWEST = SEEN - 3.0 * math.sqrt(SEEN * (1.0 - SEEN) / TRIALS)  # of trials, by chance


def source() -> np.random.Generator:
    return np.random.default_rng(20_261_122)


def test_the_distance_is_the_largest_of_both_sides_of_each_step() -> None:
    assert distance([0.5], uniform.cdf) == 0.5
    assert distance([0.1, 0.2], uniform.cdf) == pytest.approx(0.8)
    assert distance([0.9], uniform.cdf) == pytest.approx(0.9)


@pytest.mark.parametrize("count", [30, 1000, 100_000])
def test_a_right_law_fails_with_the_chance_that_all_have_at_most(count: int) -> None:
    assert 0.3 * CHANCE < kstwo.sf(allowed_distance(count), count) <= CHANCE
    assert 7.0 * kstwo.sf(allowed_distance(count, 7), count) <= CHANCE


def share_failing(gaps: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    limit = allowed_distance(gaps.shape[1])
    return float(np.mean([distance(of, unit_gap_law) > limit for of in gaps]))


def test_right_gaps_pass() -> None:
    assert share_failing(source().exponential(1.0, (TRIALS, COUNT))) == 0.0


def test_the_rate_that_is_said_to_be_seen_is_seen_nine_times_of_ten() -> None:
    off = seen_rate(seen_distance(COUNT))
    assert 0.1 < off < 0.2
    for rate in (1.0 + off, 1.0 / (1.0 + off)):
        assert share_failing(source().exponential(1.0 / rate, (TRIALS, COUNT))) >= FEWEST


def test_a_third_of_it_is_not_seen() -> None:
    rate = 1.0 + seen_rate(seen_distance(COUNT)) / 3.0
    assert share_failing(source().exponential(1.0 / rate, (TRIALS, COUNT))) < 0.1


@pytest.mark.parametrize("more", [True, False])
def test_the_shape_that_is_said_to_be_seen_is_seen_nine_times_of_ten(more: bool) -> None:
    off = seen_shape(seen_distance(COUNT))
    shape = 1.0 + off if more else 1.0 - off
    assert share_failing(source().gamma(shape, 1.0 / shape, (TRIALS, COUNT))) >= FEWEST


def test_the_counts_that_are_said_to_be_seen_are_seen_nine_times_of_ten() -> None:
    expected = np.linspace(20.0, 80.0, 50)
    off = math.sqrt(seen_noncentrality(50) / expected.sum())
    wrong = expected * (1.0 + off * np.where(np.arange(50) % 2, 1.0, -1.0))
    failing = [
        of_counts("counts", source_counts, expected, SAMPLE, sums=0).status is Status.FAILED
        for source_counts in source().poisson(wrong, (TRIALS, 50)).astype(np.float64)
    ]
    assert np.mean(failing) >= FEWEST


def test_right_counts_pass() -> None:
    expected = np.linspace(20.0, 80.0, 50)
    for counts in source().poisson(expected, (TRIALS, 50)).astype(np.float64):
        assert of_counts("counts", counts, expected, SAMPLE, sums=0).status is Status.PASSED


def test_the_worst_of_several_groups_decides() -> None:
    right = source().uniform(size=(4, COUNT))
    assert of_worst("groups", list(right), uniform.cdf, SAMPLE).status is Status.PASSED
    right[2] **= 1.3
    verdict = of_worst("groups", list(right), uniform.cdf, SAMPLE)
    assert verdict.status is Status.FAILED
    assert verdict.catches == seen_distance(COUNT, 4)


def test_the_largest_score_decides_to_either_side() -> None:
    scores = np.append(source().normal(size=999), 0.0)
    assert largest_score("scores", scores, 0.1, SAMPLE).status is Status.PASSED
    scores[-1] = -7.0
    verdict = largest_score("scores", scores, 0.1, SAMPLE)
    assert verdict.status is Status.FAILED
    assert verdict.got == pytest.approx(0.7)


def test_the_score_that_is_said_to_be_seen_is_seen_nine_times_of_ten() -> None:
    scores = source().normal(size=(TRIALS, 100))
    seen = largest_score("scores", scores[0], 0.1, SAMPLE).catches
    assert seen is not None
    scores[:, 7] += 10.0 * seen
    failing = [largest_score("s", of, 0.1, SAMPLE).status is Status.FAILED for of in scores]
    assert np.mean(failing) >= FEWEST


def test_values_of_another_law_fail() -> None:
    values = source().uniform(size=COUNT)
    assert of_law("values", values, uniform.cdf, SAMPLE).status is Status.PASSED
    assert of_law("values", values**1.3, uniform.cdf, SAMPLE).status is Status.FAILED


def test_a_verdict_on_gaps_tells_what_it_would_have_seen() -> None:
    verdict = of_unit_gaps("gaps", source().exponential(size=COUNT), SAMPLE)
    assert verdict.status is Status.PASSED
    assert verdict.sample.sizes == (
        "made up, 4,000 gaps: a rate 14.9 % off is seen, or gamma gaps of shape 1 ± 0.27"
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_distance_that_is_no_number_fails(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [0.0, 0.0, 0.0]
    found[place] = float("nan")
    distances = iter(found)
    monkeypatch.setattr(goodness, "distance", lambda *_of: next(distances))
    verdict = goodness.of_worst("x", [np.zeros(9)] * 3, lambda x: x, Sample())
    assert verdict.status is Status.FAILED
