"""The scenario that a plan is about: in a file beside it, or written in it."""

from pathlib import Path
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import load, scenario_of
from voltwin.scenario.references import resolve
from voltwin.scenario.scenario import Scenario


def scenario_in_plan(given: Any, folder: Path) -> Scenario:
    """Return the scenario of a plan: in another file, or written in the plan.

    Raises:
        ScenarioError: there is none, or it is not valid; paths begin in the plan.
    """
    if not isinstance(given, str | dict):
        text = "must be the name of a scenario's file, or a scenario"
        raise ScenarioError([f"scenario: {text}"], [("scenario",)])
    try:
        return (
            load(folder / given) if isinstance(given, str) else scenario_of(resolve(given, folder))
        )
    except ScenarioError as error:
        if isinstance(given, str):
            lines = [f"scenario: {line}" for line in error.lines]
            raise ScenarioError(lines, [("scenario",)] * len(lines)) from None
        lines = [
            f"scenario.{line}" if path else f"scenario: {line}"
            for line, path in zip(error.lines, error.paths, strict=True)
        ]
        raise ScenarioError(lines, [("scenario", *path) for path in error.paths]) from None
