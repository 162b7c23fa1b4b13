"""`voltwin optimise`: how many units, where, at what cost, and how sure that is."""

from functools import partial
from pathlib import Path

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.sizing.optimising import optimise
from voltwin.experiment.sizing.sizing_file import load_sizing
from voltwin.experiment.sizing.words import in_words


def optimise_file(plan: Path, doing: Doing) -> None:
    """Do the sizing whose plan is in a file, and tell the answer."""
    experiment = do(partial(optimise, load_sizing(plan)), f"{plan.stem}-sizing", doing)
    if not doing.as_json:
        print(f"\n{in_words(experiment)}")
