"""Plans of sizings as files: YAML or JSON, written as scenarios are; every problem is one line."""

import os
from pathlib import Path
from typing import Any

from voltwin.experiment.asked_file import load_asked, with_scenario
from voltwin.experiment.sizing.sizing_plan import Sizing


def load_sizing(path: str | os.PathLike[str]) -> Sizing:
    """Return the plan of a sizing in a YAML or (`.json`) JSON file.

    Files that it names are looked for beside it.

    Raises:
        ScenarioError: a file cannot be read, or the plan or its scenario is not valid; one line a
            problem.
    """
    return load_asked(path, "sizing", _sizing)


def _sizing(data: dict[str, Any], folder: Path) -> Sizing:
    return Sizing(**with_scenario(data, folder, "sizing"))
