"""The search, on networks that are formulas: it finds what trying everything finds."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.experiment.sizing.pretended import Formula, pretended

from voltwin.experiment.sizing.descent import descend
from voltwin.experiment.sizing.front import front_of, thinned
from voltwin.experiment.sizing.levers import Design
from voltwin.experiment.sizing.search import search, starts
from voltwin.experiment.sizing.trials import Trials

pytest.importorskip("optuna", reason="the search needs Optuna")

MOST = (3, 3)


def losses(weights: Sequence[float], decays: Sequence[float]) -> Formula:
    """Return losses that fall with each unit, less with each."""

    def lost(design: Design) -> float:
        return float(sum(w * d**n for w, d, n in zip(weights, decays, design, strict=True)))

    return lost


def sought(trials: Trials, path: Sequence[Design], count: int = 24, seed: int = 1) -> Trials:
    kept = tuple(range(len(trials.levers)))
    search(trials, kept, starts(trials, path, kept), count, seed)
    descend(trials, kept)
    return trials


def diagonal(most: Sequence[int]) -> list[Design]:
    """Return a path that knows nothing: lever after lever."""
    path = [(0,) * len(most)]
    for number, units in enumerate(most):
        for _ in range(units):
            last = path[-1]
            path.append((*last[:number], last[number] + 1, *last[number + 1 :]))
    return path


@settings(max_examples=25)
@given(
    st.lists(st.floats(0.001, 0.05), min_size=2, max_size=2),
    st.lists(st.floats(0.2, 0.95), min_size=2, max_size=2),
    st.lists(st.floats(1.0, 100.0), min_size=2, max_size=2),
    st.floats(0.0, 1.0),
)
def test_the_cheapest_of_sixteen_is_found(
    weights: list[float], decays: list[float], costs: list[float], where: float
) -> None:
    formula = losses(weights, decays)
    least, most = formula(MOST), formula((0, 0))
    target = least + where * (most - least) + 1e-9  # no design's value but for rounding
    trials = sought(pretended(formula, MOST, costs, at_most=target), diagonal(MOST))
    every = itertools.product(*(range(most + 1) for most in MOST))
    cheapest = min(trials.cost(one) for one in every if formula(one) <= target)
    assert trials.feasible()[0].cost == pytest.approx(cheapest)


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_of_four_thousand_designs_a_good_one_is_found(seed: int) -> None:
    """Six levers of 0 to 3: the answer costs at most 5 % more than the best of all 4,096."""
    draws = np.random.default_rng(seed)
    most = (3,) * 6
    weights, decays = draws.uniform(0.001, 0.02, 6), draws.uniform(0.3, 0.9, 6)
    costs = draws.uniform(1.0, 10.0, 6)
    units = np.array(list(itertools.product(range(4), repeat=6)))
    lost = (weights * decays**units).sum(axis=1)
    target = lost.min() + 0.3 * (lost.max() - lost.min())
    best = float((units @ costs)[lost <= target].min())
    trials = sought(
        pretended(losses(weights.tolist(), decays.tolist()), most, costs.tolist(), at_most=target),
        diagonal(most),
        120,
    )
    assert best - 1e-9 <= trials.feasible()[0].cost <= 1.05 * best


def test_the_same_seed_proposes_the_same_designs() -> None:
    one, other, third = (
        list(sought(pretended(losses((0.02, 0.03), (0.5, 0.7)), (9, 9), (1, 2), at_most=0.0213,
                    noise=0.001), diagonal((9, 9)), seed=seed).found)
        for seed in (1, 1, 2)
    )  # fmt: skip
    assert one == other
    assert one != third


def test_what_costs_more_than_a_feasible_design_is_not_run() -> None:
    trials = sought(pretended(losses((0.02, 0.03), (0.5, 0.7)), (9, 9), (1, 2), at_most=0.02),
                    diagonal((9, 9)), 60)  # fmt: skip
    proposed = [trial for trial in trials.found.values() if trial.phase == "search"]
    assert len(proposed) < 40


def test_no_unit_can_be_dropped_from_the_answer() -> None:
    trials = sought(pretended(losses((0.02, 0.03), (0.5, 0.7)), (9, 9), (1, 2), at_most=0.01),
                    diagonal((9, 9)), 1)  # fmt: skip
    best = trials.feasible()[0]
    for number in range(2):
        if best.design[number]:
            fewer = tuple(units - (number == n) for n, units in enumerate(best.design))
            assert not trials.found[fewer].is_feasible


def test_a_front_holds_what_nothing_beats() -> None:
    trials = pretended(losses((0.02, 0.03), (0.5, 0.7)), (3, 3), (1, 2), at_most=None)
    kept = (0, 1)
    search(trials, kept, starts(trials, diagonal((3, 3)), kept), 60, 1)
    front = front_of(trials, trials.found.values())
    for trial in trials.found.values():
        assert any(best.cost <= trial.cost and best.mean <= trial.mean for best in front)
    for one, other in itertools.pairwise(front):
        assert one.cost < other.cost
        assert one.mean > other.mean


@given(st.integers(2, 60), st.integers(2, 20))
def test_a_front_is_thinned_to_its_ends_and_what_lies_between(count: int, most: int) -> None:
    trials = pretended(losses((0.02,), (0.9,)), (count,), (1,), at_most=None)
    front = front_of(trials, trials.of([(units,) for units in range(count)], "search"))
    thin = thinned(front, most)
    assert len(thin) == min(most, len(front))
    assert (thin[0], thin[-1]) == (front[0], front[-1])
    assert len(set(thin)) == len(thin)
