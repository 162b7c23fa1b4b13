"""Plans of sweeps as files: YAML or JSON, written as scenarios are; every problem is one line."""

import os
from pathlib import Path
from typing import Any

from voltwin.experiment.asked_file import load_asked, with_scenario
from voltwin.experiment.points_file import TablePoints, at_rows, read_points
from voltwin.experiment.sweep_plan import Sweep
from voltwin.scenario.errors import ScenarioError


def load_plan(path: str | os.PathLike[str]) -> Sweep:
    """Return the plan of a sweep in a YAML or (`.json`) JSON file.

    Files that it names are looked for beside it.

    Raises:
        ScenarioError: a file cannot be read, or the plan or its scenario is not valid; one line a
            problem.
    """
    return load_asked(path, "sweep", sweep_of)


def sweep_of(data: dict[str, Any], folder: Path) -> Sweep:
    """Return the plan with these fields, as in a file.

    Args:
        data: the fields, raw.
        folder: that files are looked for in.

    Raises:
        ScenarioError: the plan is not valid; one line a problem.
    """
    data = with_scenario(data, folder, "sweep")
    design = data.get("design")
    if not isinstance(design, dict) or "file" not in design or design.get("kind") != "list":
        return Sweep(**data)
    if "points" in design:
        raise ScenarioError(["design: must have points, or file"], [("design",)])
    table = _points(design["file"], folder)
    others = {name: value for name, value in design.items() if name != "file"}
    try:
        return Sweep(**{**data, "design": {**others, "points": table.points}})
    except ScenarioError as error:
        raise at_rows(error, table.places) from None


def _points(name: Any, folder: Path) -> TablePoints:
    if not isinstance(name, str):
        raise ScenarioError(["design.file: must be the name of a table"], [("design", "file")])
    try:
        return read_points(folder / name)
    except ScenarioError as error:
        lines = [f"design.file: {line}" for line in error.lines]
        raise ScenarioError(lines, [("design", "file")] * len(lines)) from None
