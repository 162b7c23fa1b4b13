"""Confirmation: on fresh draws, with the confidence that was asked for."""

from collections.abc import Sequence
from typing import Any, cast

import pytest
from tests.experiment.sizing.pretended import Pretended, pretended

from voltwin.experiment.sizing.confirmation import candidates, confirmed, simultaneous
from voltwin.experiment.sizing.levers import Design
from voltwin.experiment.sizing.sizing_plan import Confirmation
from voltwin.experiment.sizing.trials import Trial, Trials

TARGET = 0.02


def looked_for(means: Sequence[float], *, noise: float, confidence: float = 0.9) -> Trials:
    """Return trials of designs 0, 1, ... units with these true means."""

    def mean(design: Design) -> float:
        return means[design[0]]

    trials = pretended(
        mean, (len(means) - 1,), (1.0,), at_most=TARGET, noise=noise, confidence=confidence
    )
    trials.of([(units,) for units in range(len(means))], "search")
    return trials


def plan(**fields: Any) -> Confirmation:
    return Confirmation(**{"candidates": 4, "replications": 10, "looks": 3, **fields})


def test_replications_are_new_to_the_search() -> None:
    trials = looked_for([0.03, 0.015], noise=0.001)
    runs = cast(Pretended, trials.runs)
    runs.asked.clear()
    (found,) = confirmed(trials, candidates(trials, 4), plan())
    assert found.is_confirmed
    assert {(span.variant, span.first) for span in runs.asked} == {(1, trials.replications)}


def test_the_first_that_is_confirmed_ends_it() -> None:
    trials = looked_for([0.03, 0.0201, 0.01, 0.005], noise=0.004)
    chosen = [trials.found[(units,)] for units in (1, 2, 3)]
    found = confirmed(trials, chosen, plan())
    assert [one.trial.design for one in found] == [(1,), (2,)]
    assert [one.is_confirmed for one in found] == [False, True]


def test_a_mean_beyond_the_target_is_given_up_at_once() -> None:
    trials = looked_for([0.03], noise=0.001)
    (found,) = confirmed(trials, list(trials.found.values()), plan())
    assert (found.replications, found.is_confirmed) == (10, False)


def test_what_is_near_the_target_is_looked_at_again() -> None:
    trials = looked_for([0.0195], noise=0.001)
    (found,) = confirmed(trials, list(trials.found.values()), plan(looks=6))
    assert found.is_confirmed
    assert found.replications in (20, 40, 80, 160, 320)


def test_candidates_become_dearer_and_safer() -> None:
    trials = looked_for([0.03, 0.019, 0.0195, 0.018, 0.017, 0.0175, 0.016, 0.01], noise=0.0)
    assert [one.design[0] for one in candidates(trials, 9)] == [1, 3, 4, 6, 7]
    assert [one.design[0] for one in candidates(trials, 3)] == [1, 3, 7]
    assert [one.design[0] for one in candidates(trials, 1)] == [1]


def test_an_answer_that_misses_its_target_is_as_rare_as_was_asked_for() -> None:
    """200 sizings whose cheapest candidates all miss the target by a hair, but look right in the
    search: at 90 % confidence one in ten of them may be confirmed at most."""
    wrong = 0
    for number in range(200):
        near = [TARGET + 1e-6 + 1e-9 * number + 1e-12 * n for n in range(3)]
        trials = looked_for([*near, 0.001], noise=0.005, confidence=0.9)
        chosen: list[Trial] = [trials.found[(units,)] for units in range(4)]
        found = confirmed(_other_draws(trials, number), chosen, plan())
        wrong += found[-1].is_confirmed and found[-1].trial.design[0] < 3
    assert wrong <= 0.1 * 200


def _other_draws(trials: Trials, number: int) -> Trials:
    """Have confirmation begin at replications of its own in each of many sizings."""
    trials.replications = 10 + 50 * number
    return trials


def test_a_front_has_intervals_that_hold_at_once() -> None:
    trials = looked_for([0.03, 0.02, 0.01], noise=0.002)
    chosen = list(trials.found.values())
    alone = simultaneous(trials, chosen[:1], 20)
    together = simultaneous(trials, chosen, 20)
    (_, mean, low, high), (_, same, lower, higher) = alone[0], together[0]
    assert mean == same
    assert lower < low < mean < high < higher
    assert together[1][1] == pytest.approx(0.02, abs=0.002)
