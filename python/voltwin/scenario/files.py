"""Scenario files: YAML or JSON, read and written; every problem is one clear line."""

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from voltwin.scenario.checks import contradictions
from voltwin.scenario.defaults import with_defaults, with_defaults_found
from voltwin.scenario.errors import Problem, ScenarioError, located
from voltwin.scenario.json_text import read_json, write_json
from voltwin.scenario.messages import problems_of
from voltwin.scenario.references import resolve
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.yaml_text import TextError, read_yaml

_MOST_BYTES = 256 * 2**20


def load(path: str | os.PathLike[str]) -> Scenario:
    """Return the scenario in a YAML or (`.json`) JSON file.

    Raises:
        ScenarioError: the file cannot be read, or holds no valid scenario; one line a problem.
    """
    file = Path(path)
    data = _read(file)
    if not isinstance(data, dict):
        raise ScenarioError([f"{file}: holds no scenario: fields with values are expected"])
    try:
        return scenario_of(resolve(data, file.parent))
    except ScenarioError as error:
        raise ScenarioError([f"{file}: {line}" for line in error.lines]) from None


def scenario_of(data: dict[str, Any]) -> Scenario:
    """Return the scenario with these fields, as in a file.

    Raises:
        ScenarioError: it is not valid; one line a problem.
    """
    try:
        filled = with_defaults(data)
    except ValueError as error:
        raise ScenarioError([str(error)]) from None
    try:
        scenario = Scenario.model_validate(filled)
    except ValidationError as error:
        raise _error(problems_of(error, Scenario, filled), filled) from None
    return checked(scenario)


def checked(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing contradicts.

    Raises:
        ScenarioError: something does.
    """
    problems = contradictions(scenario)
    if problems:
        raise _error(problems, scenario)
    return scenario


def save(scenario: Scenario, path: str | os.PathLike[str]) -> None:
    """Write a scenario so that `load` returns an equal one; YAML, or JSON by suffix.

    Raises:
        OSError: the file cannot be written; an earlier one is left as it was.
    """
    file = Path(path)
    data = with_defaults_found(scenario.model_dump(mode="json", by_alias=True))
    if file.suffix.lower() == ".json":
        text = write_json(data)
    else:
        text = yaml.dump(
            data, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
        )
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _read(file: Path) -> Any:
    text = read_text(file)
    if not text.strip():
        raise ScenarioError([f"{file}: is empty"])
    try:
        return read_json(text) if file.suffix.lower() == ".json" else read_yaml(text)
    except TextError as error:
        kind = "JSON" if file.suffix.lower() == ".json" else "YAML"
        raise ScenarioError([f"{file}: is no {kind}: {error}"]) from None


def _error(problems: list[Problem], data: Any) -> ScenarioError:
    return ScenarioError(
        [f"{located(path, data)}: {text}" if path else text for path, text in problems]
    )


def read_text(file: Path) -> str:
    """Return the text of a file.

    Raises:
        ScenarioError: there is no such file, or it holds no text.
    """
    try:
        if file.is_dir():
            raise ScenarioError([f"{file}: is a folder; name a file"])
        if file.stat().st_size > _MOST_BYTES:
            raise ScenarioError([f"{file}: is larger than {_MOST_BYTES // 2**20} MiB"])
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ScenarioError([f"{file}: there is no such file"]) from None
    except OSError as error:
        raise ScenarioError([f"{file}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise ScenarioError([f"{file}: is no text (byte {error.start} is not UTF-8)"]) from None
