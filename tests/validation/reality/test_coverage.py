"""Verdicts on shares of times: how much they allow, what they catch, how often they are wrong."""

import numpy as np
import pytest
from scipy.stats import binom

from voltwin.validation.reality.coverage import Allowed, held_shares, least_held
from voltwin.validation.trust.power import CHANCE
from voltwin.validation.trust.verdict import Sample, Status

SAMPLE = Sample(1, "128 logs")
ALLOWED = Allowed(0.02, 0.01)


@pytest.mark.parametrize(
    ("mean", "status"), [(0.5, "passed"), (0.48, "passed"), (0.45, "failed"), (0.54, "failed")]
)
def test_a_share_may_be_less_by_what_is_known_and_more_by_little(mean: float, status: str) -> None:
    of_logs = mean + np.tile([-0.03, 0.03], 64)
    found = held_shares("bands", 0.5, of_logs, SAMPLE, ALLOWED, 0.05)
    assert (found.status, found.expected) == (status, 0.5)
    assert found.half_width is not None
    assert found.catches is not None
    assert found.half_width + 0.02 < found.catches < 0.05


def test_a_share_that_is_no_number_fails() -> None:
    values = np.append(np.tile([0.47, 0.53], 64), np.nan)
    assert held_shares("bands", 0.5, values, SAMPLE, ALLOWED, 0.05).status is Status.FAILED


def missed(times: int) -> list[bool]:
    return [n < times for n in range(128)]


def test_the_parameter_that_is_missed_most_often_counts() -> None:
    right = least_held("x", {"a": missed(6), "b": missed(9)}, 0.07, SAMPLE)
    assert (right.status, right.got, right.chance) == (Status.PASSED, 9 / 128, CHANCE)
    assert right.sample.sizes == "128 logs; most often b"
    wrong = least_held("x", {"a": missed(40), "b": missed(9)}, 0.07, SAMPLE)
    assert (wrong.status, wrong.sample.sizes) == (Status.FAILED, "128 logs; most often a")


def test_right_intervals_are_seldom_wrong_and_what_is_caught_is_seen_nine_times_of_ten() -> None:
    found = least_held("x", dict.fromkeys("abcdefg", missed(9)), 0.07, SAMPLE)
    assert found.tolerance is not None
    assert found.catches is not None
    most = round(128 * found.tolerance)
    assert 7 * binom.sf(most, 128, 0.07) <= CHANCE < 7 * binom.sf(most - 1, 128, 0.07)
    assert binom.sf(most, 128, found.catches) == pytest.approx(0.9)


def test_a_few_logs_say_nothing() -> None:
    with pytest.raises(ValueError, match="x: 4 logs are too few"):
        least_held("x", {"a": [False] * 4}, 0.07, SAMPLE)
