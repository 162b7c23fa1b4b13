"""Confirmation: the cheapest designs once more, on replications that the search has never seen.

Whoever picks the cheapest of many designs that look right picks lucky ones; only fresh draws tell.
The confidence is shared among all candidates and all looks at each (Bonferroni's inequality), so
that the answer keeps its target with the confidence asked for although it was picked by these
replications.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voltwin.experiment.runs import Floats
from voltwin.experiment.sizing.sizing_plan import Confirmation
from voltwin.experiment.sizing.trials import Trial, Trials
from voltwin.experiment.spans import Span
from voltwin.statistics.levels import shared_among
from voltwin.statistics.moments import moments


class Confirmed(NamedTuple):
    """What became of a candidate."""

    trial: Trial
    replications: int  # fresh ones
    mean: float  # over them
    bound: float  # what the mean is at most, or at least; all bounds hold at once
    is_confirmed: bool


def candidates(trials: Trials, most: int) -> list[Trial]:
    """Return designs to be confirmed, by rising cost: the cheapest, and dearer ones with more room.

    A dearer one is taken only if its bound is better than those of all cheaper ones. Half of the
    candidates are the cheapest such designs, the others lie evenly between them and the safest.
    """
    worth: list[Trial] = []
    for trial in trials.feasible():
        if not worth or trial.excess < worth[-1].excess:
            worth.append(trial)
    near = -(-most // 2)
    if len(worth) <= most:
        return worth
    far = np.linspace(near - 1, len(worth) - 1, most - near + 1)[1:].round().astype(int)
    return [*worth[:near], *(worth[place] for place in far)]


def confirmed(trials: Trials, chosen: Sequence[Trial], plan: Confirmation) -> list[Confirmed]:
    """Return what became of candidates, up to the first that is confirmed."""
    found: list[Confirmed] = []
    for trial in chosen:
        found.append(_looked_at(trials, trial, plan, len(chosen) * plan.looks))
        if found[-1].is_confirmed:
            break
    return found


def _looked_at(trials: Trials, trial: Trial, plan: Confirmation, statements: int) -> Confirmed:
    """Return what a candidate gave: looked at until it is confirmed, or will not be."""
    goal, first = trials.goal, trials.replications
    found = Confirmed(trial, 0, float("nan"), float("nan"), False)
    for look in range(plan.looks):
        count = plan.replications * 2**look
        trials.runs.have([Span(trial.variant, first, count)])
        values = trials.values(trial, first, count)
        bound = goal.bound(values, candidates=statements)
        mean = float(moments(values).mean)
        found = Confirmed(trial, count, mean, bound, goal.excess(bound) <= 0.0)
        if found.is_confirmed or goal.excess(mean) > 0.0:
            break  # a mean beyond the target would have to turn
    return found


def simultaneous(
    trials: Trials, chosen: Sequence[Trial], count: int
) -> list[tuple[Trial, float, float, float]]:
    """Return fresh means of designs with intervals that hold at once: (trial, mean, low, high)."""
    spans = [Span(trial.variant, trials.replications, count) for trial in chosen]
    trials.runs.have(spans)
    level = shared_among(trials.goal.confidence, max(1, len(chosen)))
    return [
        (trial, *_interval(trials.values(trial, trials.replications, count), level))
        for trial in chosen
    ]


def _interval(values: Floats, level: float) -> tuple[float, float, float]:
    from voltwin.statistics.intervals import mean_interval

    found = mean_interval(values, level)
    return float(found.mean), float(found.low), float(found.high)
