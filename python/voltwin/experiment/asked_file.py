"""Plans as files: YAML or JSON, written as scenarios are; every problem is one line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from voltwin.experiment.asked import Asked
from voltwin.experiment.plan_scenario import scenario_in_plan
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import read_fields
from voltwin.scenario.text_files import read_text
from voltwin.scenario.yaml_lines import line_finder

EXAMPLE = "docs/experiments.md shows one"
A = TypeVar("A", bound=Asked)


def load_asked(
    path: str | os.PathLike[str], what: str, made: Callable[[dict[str, Any], Path], A]
) -> A:
    """Return the plan in a YAML or (`.json`) JSON file.

    Args:
        path: of the file; files that it names are looked for beside it.
        what: it is a plan of, such as "sweep".
        made: makes the plan of its fields and the folder that files are looked for in.

    Raises:
        ScenarioError: a file cannot be read, or the plan or its scenario is not valid; one line a
            problem.
    """
    file = Path(path)
    data = read_fields(file, f"plan of a {what}", EXAMPLE)
    try:
        return made(data, file.parent)
    except ScenarioError as error:
        raise error.in_file(file, line_finder(read_text(file))) from None


def with_scenario(data: dict[str, Any], folder: Path, what: str) -> dict[str, Any]:
    """Return the fields of a plan, its scenario read.

    Raises:
        ScenarioError: they are those of a scenario, or its scenario is not valid.
    """
    if "stations" in data:
        why = f"a plan of a {what} names a scenario, and this is one"
        raise ScenarioError([f"stations: is no field of a plan: {why}; {EXAMPLE}"])
    if "scenario" in data:
        return {**data, "scenario": scenario_in_plan(data["scenario"], folder)}
    return data
