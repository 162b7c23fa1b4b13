"""Screening: all stations at once tell what one lever at a time would; what is of no use goes."""

import numpy as np
import pytest
from tests.experiment.sizing.towns import sizing, town

from voltwin.experiment.executor import Threads
from voltwin.experiment.journal import InMemory
from voltwin.experiment.runs import Runs
from voltwin.experiment.sizing.costs import unit_costs
from voltwin.experiment.sizing.levers import levers_of
from voltwin.experiment.sizing.optimising import plan_of
from voltwin.experiment.sizing.parts import Parts, is_separable
from voltwin.experiment.sizing.screening import Screened, in_order_of_worth, screened
from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.experiment.sizing.trials import Trials

LEVERS = {name: {"each": "region", "most": 2} for name in ("chargers", "batteries", "bays")}


def trials_of(asked: Sizing) -> tuple[Trials, Runs]:
    plan, levers = plan_of(asked), levers_of(asked)
    runs = Runs(plan, Threads(1), InMemory(), lambda done, wanted: None)
    return Trials(runs, levers, unit_costs(asked, levers), asked.goal, asked.replications), runs


@pytest.fixture(scope="module")
def looked_at() -> tuple[Trials, Parts, Screened]:
    trials, runs = trials_of(sizing(levers=LEVERS))
    parts = Parts(runs, "lost_share")
    return trials, parts, screened(trials, parts, 40)


def test_what_stations_contribute_adds_up_to_the_measure(
    looked_at: tuple[Trials, Parts, Screened],
) -> None:
    trials, parts, _ = looked_at
    for trial in trials.found.values():
        sums = parts.of(trial.variant).sum(axis=1)
        assert sums == pytest.approx(trials.values(trial), abs=1e-12)


def test_all_at_once_is_one_at_a_time(looked_at: tuple[Trials, Parts, Screened]) -> None:
    """The slow twin has a variant for each lever; stations that stand alone make it needless."""
    together = looked_at[2]
    trials, _ = trials_of(sizing(levers=LEVERS))
    one_by_one = screened(trials, None, 40)
    for effect, twin in zip(together.effects, one_by_one.effects, strict=True):
        assert effect.lever == twin.lever
        assert effect.difference == pytest.approx(twin.difference, abs=1e-12)
        assert effect.low == pytest.approx(twin.low, abs=1e-9)
    assert together.kept == one_by_one.kept
    assert len(trials.found) > len(looked_at[0].found)


def test_a_lever_without_effect_is_not_kept(looked_at: tuple[Trials, Parts, Screened]) -> None:
    trials, _, found = looked_at
    kept = {trials.levers[number].name for number in found.kept}
    assert "batteries[North]" in kept
    bays = [effect for effect in found.effects if trials.levers[effect.lever].resource == "bays"]
    assert kept.isdisjoint(
        trials.levers[effect.lever].name for effect in bays if not effect.is_visible
    ) or any(effect.is_visible for effect in bays)
    for number in range(len(trials.levers)):
        own = [effect for effect in found.effects if effect.lever == number]
        assert (number in found.kept) == any(effect.is_visible for effect in own)


def test_no_more_levers_are_kept_than_asked_for(
    looked_at: tuple[Trials, Parts, Screened],
) -> None:
    trials, parts, found = looked_at
    few = screened(trials, parts, 2)
    assert list(few.kept) == sorted(in_order_of_worth(trials, found)[:2])


def test_stations_that_divert_are_looked_at_one_at_a_time() -> None:
    city = town()
    assert is_separable(city, "lost_share")
    assert not is_separable(city, "wait_p95_s")
    for number, station in enumerate(city.stations):
        station.policy = "divert"
        station.lon, station.lat = 13.4 + 0.01 * number, 52.5
    assert not is_separable(city, "lost_share")
    assert plan_of(sizing(scenario=city)).kept == ()


def test_effects_are_of_the_same_replications(
    looked_at: tuple[Trials, Parts, Screened],
) -> None:
    trials, _, found = looked_at
    assert {trial.variant for trial in trials.found.values()} == set(range(len(trials.found)))
    assert np.isfinite([effect.difference for effect in found.effects]).all()
