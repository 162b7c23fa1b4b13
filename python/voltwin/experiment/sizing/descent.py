"""Descent: from the best design found, unit by unit, as long as the target is kept."""

from collections.abc import Iterator

from voltwin.experiment.sizing.levers import Design
from voltwin.experiment.sizing.trials import Trial, Trials

DESCENT = "descent"
_BATCH = 8
MOST_TRIALS = 400


def descend(trials: Trials, kept: tuple[int, ...]) -> None:
    """Have cheaper neighbours of the cheapest feasible design run until none is feasible.

    A neighbour has a unit less of one lever, and perhaps a unit more of another that costs less.
    Those that save most are run first.

    Args:
        trials: run the designs and keep what they give.
        kept: levers that may be used.
    """
    begun = len(trials.found)
    feasible = trials.feasible()
    while feasible and len(trials.found) - begun < MOST_TRIALS:
        best = feasible[0]
        better = _better(trials, best, kept, begun)
        if better is None:
            return
        feasible = [better]


def _better(trials: Trials, best: Trial, kept: tuple[int, ...], begun: int) -> Trial | None:
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


def _exchanged(trials: Trials, design: Design, kept: tuple[int, ...]) -> Iterator[Design]:
    """Yield the designs with a unit less of one lever and a unit more of another."""
    for fewer in _fewer(design):
        for number in kept:
            if fewer[number] < trials.levers[number].most and fewer[number] == design[number]:
                yield (*fewer[:number], fewer[number] + 1, *fewer[number + 1 :])
