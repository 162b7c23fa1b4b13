"""`voltwin sweep`: a design of experiments."""

from functools import partial
from pathlib import Path

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.plan_file import load_plan
from voltwin.experiment.sweep import sweep


def sweep_file(plan: Path, doing: Doing) -> None:
    """Run the sweep whose plan is in a file."""
    do(partial(sweep, load_plan(plan)), f"{plan.stem}-sweep", doing)
