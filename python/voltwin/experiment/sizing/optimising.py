"""`voltwin.optimise`: the cheapest units that keep a target, or the front of cost and service."""

import os
from typing import Unpack

from voltwin.experiment.conduct import How, conduct
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.plan import Plan
from voltwin.experiment.sizing.course import ASKED, course_of
from voltwin.experiment.sizing.descent import MOST_TRIALS
from voltwin.experiment.sizing.levers import levers_of, nothing, variant_of
from voltwin.experiment.sizing.parts import ARRIVALS, BY_STATION, is_separable
from voltwin.experiment.sizing.path import most_of_path
from voltwin.experiment.sizing.search import require_optuna
from voltwin.experiment.sizing.sizing_file import load_sizing
from voltwin.experiment.sizing.sizing_plan import Sizing


def optimise(plan: Sizing | str | os.PathLike[str], **how: Unpack[How]) -> Experiment:
    """Find the cheapest units that keep a target, or what each cost can buy.

    Args:
        plan: what is sought, or the file that it is in.
        how: see `conduct.How`; shards are refused, as each design follows from what others gave.

    Returns:
        The experiment, with the tables that docs/experiments.md names; `in_words` tells the answer.

    Raises:
        ScenarioError: the plan is not valid, or the file holds none.
        MissingOptunaError: Optuna is not installed.
        ValueError: an argument is none of those allowed; see `conduct` for the others.
    """
    asked = plan if isinstance(plan, Sizing) else load_sizing(plan)
    if how.get("shard"):
        raise ValueError("shard: a sizing cannot be shared out: designs follow from other designs")
    require_optuna()
    whole = plan_of(asked)
    return conduct(whole, course_of(whole), **how)


def plan_of(asked: Sizing) -> Plan:
    """Return the plan of the experiment that a sizing is."""
    levers = levers_of(asked)
    base = variant_of(levers, nothing(levers))
    measures = asked.asked_measures
    separable = is_separable(asked.scenario, asked.goal.measure)
    return Plan(
        kind="sizing",
        name=asked.name,
        base=asked.scenario,
        variants=(base,),
        seed=asked.seed,
        replications=asked.replications,
        until_s=asked.until_s,
        measures=tuple(dict.fromkeys([*measures, *([ARRIVALS] if separable else [])])),
        kept=(BY_STATION,) if separable else (),
        asked={ASKED: asked.as_dict(), "more_runs": _more_runs(asked, separable)},
    )


def _more_runs(asked: Sizing, separable: bool) -> int:
    """Return how many runs there are besides those of the base, at most."""
    levers = levers_of(asked)
    screening = 2 * (len(asked.levers) if separable else len(levers)) + 2
    path = most_of_path(levers) if separable else len(levers)
    descent = 0 if asked.goal.is_front else MOST_TRIALS
    variants = screening + path + asked.trials + descent
    again = asked.confirmation.candidates * asked.confirmation.most
    return variants * asked.replications + again
