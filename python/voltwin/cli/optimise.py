"""`voltwin optimise`: how many units, where, at what cost, and how sure that is."""

from functools import partial
from pathlib import Path

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.sizing.optimising import optimise
from voltwin.experiment.sizing.sizing_file import load_sizing


def optimise_file(plan: Path, doing: Doing) -> None:
    """Do the sizing whose plan is in a file, and tell the answer."""
    do(partial(optimise, load_sizing(plan)), f"{plan.stem}-sizing", doing)
