"""Screening: which levers help at all, found with few runs under common random numbers.

A lever is looked at twice: alone, with all others at nothing, and last, with all others at their
most. So neither a charger that helps only where there are batteries for it is missed, nor one whose
help others could give as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from voltwin.experiment.runs import Floats
from voltwin.experiment.sizing.levers import Design, everything, nothing
from voltwin.experiment.sizing.parts import Parts
from voltwin.experiment.sizing.trials import Trial, Trials
from voltwin.statistics.pairs import paired

SCREENING = "screening"
Given = Literal["nothing else", "everything else"]
Pair: TypeAlias = tuple[Design, Design]  # without the lever, and with it


@dataclass(frozen=True)
class Effect:
    """What the most units of a lever do to the goal's measure of the network."""

    lever: int
    given: Given
    difference: float  # in the measure's unit
    low: float  # of its 95 % interval
    high: float
    help: float  # the difference, above 0 where it is good
    is_visible: bool  # it is good, and its interval does not hold 0


@dataclass(frozen=True)
class Screened:
    """What screening tells."""

    effects: tuple[Effect, ...]
    kept: tuple[int, ...]  # levers, by number

    def worth(self, lever: int) -> float:
        """Return the larger of the effects of a lever."""
        return max(effect.help for effect in self.effects if effect.lever == lever)


def screened(trials: Trials, parts: Parts | None, most: int) -> Screened:
    """Return which levers help, and how much.

    Where stations do not affect each other, all levers of a resource are looked at at once: each
    station shows its own. Else one at a time.

    Args:
        trials: run what is looked at.
        parts: what stations contribute, if they do not affect each other.
        most: levers that are kept; those that help most for their cost.
    """
    together = parts is not None
    pairs: dict[Given, list[Pair]] = {
        "nothing else": _alone(trials, together),
        "everything else": _last(trials, together),
    }
    trials.of([one for all_of in pairs.values() for pair in all_of for one in pair], SCREENING)
    effects = [
        _effect(trials, parts, lever, given, pair)
        for given, all_of in pairs.items()
        for lever, pair in enumerate(all_of)
    ]
    kept = {effect.lever for effect in effects if effect.is_visible}
    if not _is_enough(trials, kept):
        kept |= {effect.lever for effect in effects if effect.help > 0.0}
    found = Screened(tuple(effects), ())
    order = sorted(kept, key=lambda lever: (-found.worth(lever) / _cost(trials, lever), lever))
    return Screened(tuple(effects), tuple(sorted(order[:most])))


def _cost(trials: Trials, lever: int) -> float:
    return float(trials.unit_costs[lever]) * trials.levers[lever].most


def _is_enough(trials: Trials, kept: set[int]) -> bool:
    """Return whether levers reach the target, or no more than that which all of them miss."""
    if trials.goal.is_front:
        return bool(kept)
    some, every = trials.of([everything(trials.levers, kept), everything(trials.levers)], SCREENING)
    return some.is_feasible or not every.is_feasible


def _alone(trials: Trials, together: bool) -> list[Pair]:
    levers = trials.levers
    none = nothing(levers)
    return [(none, everything(levers, _beside(trials, n, together))) for n in range(len(levers))]


def _last(trials: Trials, together: bool) -> list[Pair]:
    levers = trials.levers
    found = []
    for number in range(len(levers)):
        own = set(_beside(trials, number, together))
        rest = everything(levers, [other for other in range(len(levers)) if other not in own])
        found.append((rest, everything(levers)))
    return found


def _beside(trials: Trials, lever: int, together: bool) -> Iterator[int]:
    """Yield the levers that are raised together with one: at other stations the same resource."""
    resource = trials.levers[lever].resource
    for number, other in enumerate(trials.levers):
        if number == lever or (together and other.resource == resource):
            yield number


def _effect(trials: Trials, parts: Parts | None, lever: int, given: Given, pair: Pair) -> Effect:
    without, with_it = (_values(trials, parts, lever, trials.found[one]) for one in pair)
    found = paired(without, with_it)
    difference, low, high = float(found.difference), float(found.low), float(found.high)
    good = -trials.goal.sign
    is_visible = min(good * low, good * high) > 0.0
    return Effect(
        lever, given, difference, low, high, float(np.nan_to_num(good * difference)), is_visible
    )


def _values(trials: Trials, parts: Parts | None, lever: int, trial: Trial) -> Floats:
    """Return the measure, or of it what the stations of a lever contribute."""
    if parts is None:
        return trials.values(trial)
    return parts.at(trial.variant, trials.levers[lever].stations)


def in_order_of_worth(trials: Trials, found: Screened) -> Sequence[int]:
    """Return the levers that are kept, those first that help most for their cost."""
    return sorted(found.kept, key=lambda n: (-found.worth(n) / _cost(trials, n), n))
