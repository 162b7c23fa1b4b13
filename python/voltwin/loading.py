"""One `load` for whatever Voltwin has written: a scenario file, or the folder of a run."""

import os
from pathlib import Path

from voltwin.results import Run
from voltwin.scenario.files import load as load_scenario
from voltwin.scenario.scenario import Scenario
from voltwin.store.saved_run import read_run as load_run

__all__ = ["load", "load_run", "load_scenario"]


def load(path: str | os.PathLike[str]) -> Scenario | Run:
    """Return the `Scenario` in a file, or the `Run` in a folder.

    `load_scenario` and `load_run` do one of the two: a type checker knows what they return.

    Raises:
        ScenarioError: the file cannot be read, or holds no valid scenario; one line a problem.
        FolderError: the folder holds no run, or a damaged one.
    """
    return load_run(path) if Path(path).is_dir() else load_scenario(path)
