"""Sweeps: every variant of a design, and what the factors do."""

import os
from typing import Unpack

import pyarrow as pa

from voltwin.experiment.conduct import Course, How, conduct
from voltwin.experiment.effect_tables import effect_tables
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.plan import Plan
from voltwin.experiment.plan_file import load_plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.summaries import summaries
from voltwin.experiment.sweep_plan import Sweep, variants_of


def sweep(plan: Sweep | str | os.PathLike[str], **how: Unpack[How]) -> Experiment:
    """Run a design of experiments and return what the factors do.

    Args:
        plan: of the sweep, or the file that it is in.
        how: see `conduct.How`.

    Raises:
        ScenarioError: the plan or a scenario is not valid; see `conduct` for others.
    """
    asked = plan if isinstance(plan, Sweep) else load_plan(plan)
    return conduct(plan_of(asked), run_all, **how)


def plan_of(asked: Sweep) -> Plan:
    """Return a sweep as what is run."""
    return Plan(
        kind="sweep",
        name=asked.name,
        base=asked.scenario,
        variants=variants_of(asked),
        seed=asked.seed,
        replications=asked.replications,
        until_s=asked.until_s,
        measures=asked.asked_measures,
        kept=asked.kept,
        asked={"plan": asked.as_dict()},
    )


def course_of(plan: Plan) -> Course:
    """Return what has the runs of a sweep done, and makes its tables."""
    return run_all


def run_all(runs: Runs) -> dict[str, pa.Table]:
    """Have all runs done and return the tables."""
    runs.have(runs.whole())
    return {**effect_tables(runs), **summaries(runs)}
