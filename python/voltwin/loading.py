"""One `load` for whatever Voltwin has written: scenarios, runs, experiments."""

import os
from pathlib import Path

from voltwin.experiment.experiment import Experiment
from voltwin.experiment.saved import is_experiment, load_experiment
from voltwin.results import Run
from voltwin.run_folder.saved_run import read_run as load_run
from voltwin.scenario.files import load as load_scenario
from voltwin.scenario.scenario import Scenario

__all__ = ["load", "load_experiment", "load_run", "load_scenario"]


def load(path: str | os.PathLike[str]) -> Scenario | Run | Experiment:
    """Return the `Scenario` in a file, or the `Run` or `Experiment` in a folder.

    `load_scenario`, `load_run` and `load_experiment` do one of them: a type checker knows what they
    return.

    Raises:
        ScenarioError: the file cannot be read, or holds no valid scenario; one line a problem.
        FolderError: the folder holds no run or experiment, one that is not finished, or a damaged
            one.
    """
    if is_experiment(path):
        return load_experiment(path)
    return load_run(path) if Path(path).is_dir() else load_scenario(path)
