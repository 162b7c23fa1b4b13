"""Plans of sizings as files: YAML or JSON, written as scenarios are; every problem is one line."""

import os
from pathlib import Path
from typing import Any

from voltwin.experiment.plan_scenario import scenario_in_plan
from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import read_fields
from voltwin.scenario.text_files import read_text
from voltwin.scenario.yaml_lines import line_finder

_EXAMPLE = "docs/experiments.md shows one"


def load_sizing(path: str | os.PathLike[str]) -> Sizing:
    """Return the plan of a sizing in a YAML or (`.json`) JSON file.

    Files that it names are looked for beside it.

    Raises:
        ScenarioError: a file cannot be read, or the plan or its scenario is not valid; one line a
            problem.
    """
    file = Path(path)
    data = read_fields(file, "plan of a sizing", _EXAMPLE)
    try:
        return _sizing(data, file.parent)
    except ScenarioError as error:
        raise error.in_file(file, line_finder(read_text(file))) from None


def _sizing(data: dict[str, Any], folder: Path) -> Sizing:
    if "stations" in data:
        why = "a plan of a sizing names a scenario, and this is one"
        raise ScenarioError([f"stations: is no field of a plan: {why}; {_EXAMPLE}"])
    if "scenario" in data:
        data = {**data, "scenario": scenario_in_plan(data["scenario"], folder)}
    return Sizing(**data)
