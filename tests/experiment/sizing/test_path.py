"""The path: unit by unit from nothing to much, as steep as it goes."""

import itertools

import pytest
from tests.experiment.sizing.test_screening import trials_of
from tests.experiment.sizing.towns import sizing

from voltwin.experiment.sizing.levers import Design, everything, nothing
from voltwin.experiment.sizing.parts import Parts
from voltwin.experiment.sizing.path import path_of
from voltwin.experiment.sizing.screening import Effect, Screened, screened
from voltwin.experiment.sizing.trials import Trials

LEVERS = {name: {"each": "region", "most": 2} for name in ("chargers", "batteries")}


def walked(at_most: float | None) -> tuple[Trials, list[Design]]:
    trials, runs = trials_of(sizing(at_most, levers=LEVERS))
    parts = Parts(runs, "lost_share")
    return trials, path_of(trials, parts, screened(trials, parts, 40))


@pytest.fixture(scope="module")
def whole() -> tuple[Trials, list[Design]]:
    return walked(None)


def test_each_step_adds_to_one_station(whole: tuple[Trials, list[Design]]) -> None:
    trials, path = whole
    assert path[0] == nothing(trials.levers)
    for one, other in itertools.pairwise(path):
        grown = [n for n in range(len(one)) if other[n] != one[n]]
        assert all(other[n] == one[n] + 1 for n in grown)
        assert len({trials.levers[n].place for n in grown}) == 1
        assert 1 <= len(grown) <= 2


def test_each_step_makes_it_better(whole: tuple[Trials, list[Design]]) -> None:
    trials, path = whole
    means = [trial.mean for trial in trials.of(path, "path")]
    assert means == sorted(means, reverse=True)
    assert means[-1] < means[0]


def test_it_ends_some_steps_beyond_the_target(whole: tuple[Trials, list[Design]]) -> None:
    assert len(walked(0.9)[1]) <= len(whole[1])


def test_where_stations_affect_each_other_effects_give_the_order() -> None:
    trials, _ = trials_of(sizing(levers=LEVERS))
    helps = {0: 1.0, 1: 5.0, 2: 3.0}  # all cost more than batteries, the third
    effects = tuple(
        Effect(lever, "nothing else", -by, -by, -by, by, True) for lever, by in helps.items()
    )
    path = path_of(trials, None, Screened(effects, (0, 1, 2)))
    assert path == [
        (0, 0, 0, 0),
        (0, 0, 1, 0),
        (0, 0, 2, 0),
        (0, 1, 2, 0),
        (0, 2, 2, 0),
        (1, 2, 2, 0),
        (2, 2, 2, 0),
    ]
    assert path[-1] == everything(trials.levers, (0, 1, 2))
