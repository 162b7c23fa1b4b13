"""Descent: from the best design found to cheaper ones, as long as the target is kept."""

import itertools
import math
from collections.abc import Iterator, Sequence

from voltwin.experiment.sizing.levers import Design
from voltwin.experiment.sizing.trials import Trial, Trials

DESCENT = "descent"
_BATCH = 8
MOST_TRIALS = 240
_MOST_COUNTED = 10_000  # designs in all, of which those that are cheaper are looked for


def descend(trials: Trials, kept: Sequence[int]) -> None:
    """Have cheaper neighbours of the cheapest feasible design run until none is feasible; then, if
    they are few, all designs that are cheaper still.

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
            _run_all_cheaper(trials, feasible[0], kept, MOST_TRIALS - len(trials.found) + begun)
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


def _run_all_cheaper(trials: Trials, best: Trial, kept: Sequence[int], most: int) -> None:
    """Run all designs that cost less than the best, the cheapest first, until one is feasible;
    none if they are more than so many."""
    ranges = [range(trials.levers[n].most + 1 if n in kept else 1) for n in range(len(best.design))]
    if math.prod(map(len, ranges)) > _MOST_COUNTED:
        return
    every = (one for one in itertools.product(*ranges) if trials.cost(one) < best.cost)
    left = sorted((one for one in every if one not in trials.found), key=trials.cost)
    if len(left) > most:
        return
    for first in range(0, len(left), _BATCH):
        found = trials.of(left[first : first + _BATCH], DESCENT)
        if any(trial.is_feasible for trial in found):
            return
