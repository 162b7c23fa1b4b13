"""The front: designs for which none is both cheaper and better."""

from collections.abc import Iterable, Sequence

import numpy as np

from voltwin.experiment.sizing.trials import Trial, Trials

MOST = 20  # designs of a front that are looked at once more


def front_of(trials: Trials, found: Iterable[Trial]) -> list[Trial]:
    """Return those of some trials that none beats, by rising cost."""
    sign = trials.goal.sign
    defined = [trial for trial in found if not np.isnan(trial.mean)]
    order = sorted(defined, key=lambda trial: (trial.cost, sign * trial.mean, trial.variant))
    kept: list[Trial] = []
    for trial in order:
        if not kept or sign * trial.mean < sign * kept[-1].mean:
            kept.append(trial)
    return kept


def thinned(front: Sequence[Trial], most: int = MOST) -> list[Trial]:
    """Return so many designs of a front, evenly by their place in it, the ends among them."""
    if len(front) <= most:
        return list(front)
    return [front[int(place)] for place in np.linspace(0, len(front) - 1, most).round()]
