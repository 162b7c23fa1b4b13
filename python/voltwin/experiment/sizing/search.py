"""The search: a sampler of Optuna, begun where screening and the path say that good designs are.

Designs are asked for and told in batches of a fixed size, so that the sampler sees the same values
in the same order whatever the number of threads, and whatever was interrupted.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from voltwin.experiment.sizing.levers import Design, everything, nothing
from voltwin.experiment.sizing.path import BEYOND
from voltwin.experiment.sizing.trials import Trial, Trials

if TYPE_CHECKING:
    import optuna

SEARCH = "search"
_BATCH = 8
_STARTUP = 10  # trials before the sampler relies on what it was told; informed starts count
_POINTS_OF_FRONT = 12  # of the path, that a front begins with


class MissingOptunaError(ValueError):
    """Optuna is not installed."""


def require_optuna() -> None:
    """Look whether Optuna is there, before anything is run.

    Raises:
        MissingOptunaError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("optuna") is None:
        raise MissingOptunaError(
            "the search needs Optuna, which is not installed: pip install 'voltwin[optimise]'"
        )


def starts(trials: Trials, path: Sequence[Design], kept: Sequence[int]) -> list[Design]:
    """Return designs to begin with: nothing, everything, and those of the path where it reaches
    the target; for a front points all along it."""
    ends = [nothing(trials.levers), everything(trials.levers, kept)]
    if trials.goal.is_front:
        places = np.linspace(0, len(path) - 1, min(_POINTS_OF_FRONT, len(path))).round()
        return list(dict.fromkeys([*ends, *(path[int(place)] for place in places)]))
    border = _border(trials, path)
    near = (border - 2, border - 1, border, border + 1, border + 2, border + 4, border + BEYOND)
    return list(dict.fromkeys([*ends, *(path[n] for n in near if 0 <= n < len(path))]))


def _border(trials: Trials, path: Sequence[Design]) -> int:
    """Return the first design of the path that is feasible, found by halving; the last if none."""
    low, high = 0, len(path) - 1
    while low < high:
        middle = (low + high) // 2
        (trial,) = trials.of([path[middle]], SEARCH)
        low, high = (low, middle) if trial.is_feasible else (middle + 1, high)
    return low


def search(
    trials: Trials, kept: Sequence[int], begin: Sequence[Design], count: int, seed: int
) -> None:
    """Have designs run that the sampler proposes.

    One that costs more than a feasible one is not run: it is worse, whatever it gives.

    Args:
        trials: run the designs and keep what they give.
        kept: levers that are sought in, by number; others stay at nothing.
        begin: designs to begin with.
        count: of designs that are asked for.
        seed: of the sampler.
    """
    trials.of(begin, SEARCH)
    if not kept:
        return
    from optuna.distributions import IntDistribution

    levers = {trials.levers[number].name: number for number in kept}
    space = {name: IntDistribution(0, trials.levers[n].most) for name, n in levers.items()}
    with _silent():
        study = _study(trials.goal.is_front, seed)
        for design in begin:
            study.enqueue_trial({name: design[number] for name, number in levers.items()})
        for first in range(0, len(begin) + count, _BATCH):
            asked = [study.ask(dict(space)) for _ in range(min(_BATCH, len(begin) + count - first))]
            designs = [_design(trials, levers, one) for one in asked]
            _tell(study, asked, trials, designs)


@contextmanager
def _silent() -> Iterator[None]:
    """Have Optuna say nothing but warnings."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)


def _study(is_front: bool, seed: int) -> "optuna.Study":
    """Return a study in memory: with one objective, or with two and the front of both."""
    import optuna

    sampler = optuna.samplers.TPESampler(
        seed=seed % 2**32, multivariate=True, n_startup_trials=_STARTUP
    )
    return optuna.create_study(sampler=sampler, directions=["minimize"] * (1 + is_front))


def _design(trials: Trials, levers: dict[str, int], asked: "optuna.Trial") -> Design:
    design = list(nothing(trials.levers))
    for name, number in levers.items():
        design[number] = int(asked.params[name])
    return tuple(design)


def _tell(
    study: "optuna.Study",
    asked: Sequence["optuna.Trial"],
    trials: Trials,
    designs: Sequence[Design],
) -> None:
    feasible = trials.feasible()
    dearest = feasible[0].cost if feasible and not trials.goal.is_front else np.inf
    trials.of([one for one in designs if trials.cost(one) <= dearest], SEARCH)
    for one, design in zip(asked, designs, strict=True):
        trial = trials.found.get(design)
        if trial is None:  # too dear to be run: no better than feasible, which is all that counts
            one.set_constraint("excess", 0.0)
            study.tell(one, trials.cost(design))
        elif trials.goal.is_front:
            _tell_both(study, one, trials, trial)
        else:
            one.set_constraint("excess", float(np.nan_to_num(trial.excess, posinf=_FAR)))
            study.tell(one, trial.cost)


_FAR = 1e30  # by how much a measure that is not defined misses its target


def _tell_both(study: "optuna.Study", one: Any, trials: Trials, trial: Trial) -> None:
    from optuna.trial import TrialState

    if np.isnan(trial.mean):
        study.tell(one, state=TrialState.FAIL)
    else:
        study.tell(one, [trial.cost, trials.goal.sign * trial.mean])
