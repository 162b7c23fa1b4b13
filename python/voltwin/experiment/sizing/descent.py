"""Descent: from the best design found to cheaper ones, as long as the target is kept."""

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from voltwin.experiment.sizing.levers import Design
from voltwin.experiment.sizing.trials import Trial, Trials
from voltwin.statistics.moments import Integers

DESCENT = "descent"
_BATCH = 8
MOST_TRIALS = 240
_MOST_COUNTED = 10_000  # designs in all, of which those that are cheaper are looked for
_ROUNDING = 1e-12  # of a cost


def descend(trials: Trials, kept: Sequence[int]) -> None:
    """Have cheaper neighbours of the cheapest feasible design run until none is feasible; then, if
    there are not too many designs at all, others that are cheaper still.

    A neighbour has a unit less of one lever, and perhaps a unit more of another that costs less.
    Those that save most are run first.

    Args:
        trials: run the designs and keep what they give.
        kept: levers that may be used.
    """
    begun = len(trials.found)
    feasible = trials.feasible()
    while feasible and len(trials.found) - begun < MOST_TRIALS:
        better = _better(trials, feasible[0], kept, begun)
        if better is None:
            _run_cheaper(trials, kept, begun)
            return
        feasible = [better]


def _better(trials: Trials, best: Trial, kept: Sequence[int], begun: int) -> Trial | None:
    """Return the cheapest neighbour that is feasible; None if none is, or too many were run."""
    around = {*_fewer(best.design), *_exchanged(trials, best.design, kept)}
    cheaper = [design for design in around if trials.cost(design) < best.cost]
    # Those that drop a unit come first: they are few, and lead to the best by themselves mostly.
    order = sorted(cheaper, key=lambda one: (sum(one) == sum(best.design), trials.cost(one), one))
    for first in range(0, len(order), _BATCH):
        found = trials.of(order[first : first + _BATCH], DESCENT)
        feasible = [trial for trial in found if trial.is_feasible]
        if feasible:
            return min(feasible, key=lambda trial: (trial.cost, trial.excess, trial.variant))
        if len(trials.found) - begun >= MOST_TRIALS:
            return None
    return None


def _fewer(design: Design) -> Iterator[Design]:
    """Yield the designs with a unit less of one lever."""
    for number, units in enumerate(design):
        if units:
            yield (*design[:number], units - 1, *design[number + 1 :])


def _exchanged(trials: Trials, design: Design, kept: Sequence[int]) -> Iterator[Design]:
    """Yield the designs with a unit less of one lever and a unit more of another."""
    for fewer in _fewer(design):
        for number in kept:
            if fewer[number] < trials.levers[number].most and fewer[number] == design[number]:
                yield (*fewer[:number], fewer[number] + 1, *fewer[number + 1 :])


def _run_cheaper(trials: Trials, kept: Sequence[int], begun: int) -> None:
    """Have designs run that cost less than the best, those that cost most first, until there are
    none, or too many were run.

    One with no more units of anything than an infeasible one is passed over: units do not harm.
    """
    ranges = [range(of.most + 1 if n in kept else 1) for n, of in enumerate(trials.levers)]
    if math.prod(map(len, ranges)) > _MOST_COUNTED:
        return
    every = np.array(list(itertools.product(*ranges)))
    left = _open(trials, every[np.argsort(-(every @ trials.unit_costs), kind="stable")])
    while len(left) and len(trials.found) - begun < MOST_TRIALS:
        trials.of([tuple(map(int, one)) for one in left[:_BATCH]], DESCENT)
        left = _open(trials, left[_BATCH:])


def _open(trials: Trials, designs: Integers) -> Integers:
    """Return those of some designs (n, levers) that may be the answer for all that is known."""
    cheap = designs @ trials.unit_costs < trials.feasible()[0].cost * (1.0 - _ROUNDING)
    left = designs[cheap]
    for trial in trials.found.values():
        if not trial.is_feasible:
            left = left[(left > np.array(trial.design)).any(axis=1)]
    return np.asarray(left)
