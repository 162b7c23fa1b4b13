"""Goals: which side of the target is right, and by how much a bound misses it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voltwin.experiment.sizing.goal import Goal
from voltwin.statistics.bounds import lower_bound, upper_bound

VALUES = np.array([0.02, 0.03, 0.025, 0.04])


def test_a_percentage_is_a_share() -> None:
    assert Goal.model_validate({"measure": "lost_share", "at_most": "0.5%"}).at_most == 0.005
    assert Goal.model_validate({"measure": "lost_share", "confidence": "99 %"}).confidence == 0.99


def test_a_percentage_of_something_else_is_refused() -> None:
    with pytest.raises(ValidationError, match="wait_mean_s is none"):
        Goal.model_validate({"measure": "wait_mean_s", "at_most": "5%"})


def test_both_sides_are_refused() -> None:
    with pytest.raises(ValidationError, match="at_most, or at_least"):
        Goal(measure="lost_share", at_most=0.1, at_least=0.1)


def test_what_is_at_most_is_bounded_from_above() -> None:
    goal = Goal(measure="lost_share", at_most=0.04, confidence=0.9)
    assert goal.bound(VALUES) == pytest.approx(float(upper_bound(VALUES, 0.9)))
    assert goal.excess(0.05) == pytest.approx(0.01)
    assert goal.excess(0.04) == 0.0


def test_what_is_at_least_is_bounded_from_below() -> None:
    goal = Goal(measure="served_share", at_least=0.02, confidence=0.9)
    assert goal.bound(VALUES) == pytest.approx(float(lower_bound(VALUES, 0.9)))
    assert goal.excess(0.01) == pytest.approx(0.01)


@given(st.integers(1, 50), st.integers(1, 50))
def test_more_candidates_have_wider_bounds(some: int, more: int) -> None:
    goal = Goal(measure="lost_share", at_most=0.04)
    bounds = [goal.bound(VALUES, candidates=count) for count in (some, some + more)]
    assert bounds[0] < bounds[1]


def test_what_is_not_defined_misses_every_target() -> None:
    goal = Goal(measure="wait_mean_s", at_most=60)
    assert goal.excess(goal.bound(np.full(5, math.nan))) == math.inf


def test_without_a_target_it_is_a_front_of_what_is_good() -> None:
    assert Goal(measure="lost_share").is_front
    assert Goal(measure="lost_share").sign == 1.0
    assert Goal(measure="served_share").sign == -1.0
