"""Scenario files: YAML or JSON, read and written; every problem is one clear line."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from voltwin.scenario.checks import checked
from voltwin.scenario.defaults import at_defaults, with_defaults, with_defaults_found
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.json_text import read_json, write_json
from voltwin.scenario.messages import problems_of
from voltwin.scenario.references import resolve
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.text_files import read_text, write_at_once
from voltwin.scenario.validated import validated
from voltwin.scenario.yaml_lines import line_finder
from voltwin.scenario.yaml_text import TextError, read_yaml

_EXPECTED = "fields with values are expected (name: value)"
_EXAMPLE = "`voltwin init` writes an example"


def load(path: str | os.PathLike[str]) -> Scenario:
    """Return the scenario in a YAML or (`.json`) JSON file.

    Raises:
        ScenarioError: the file cannot be read, or holds no valid scenario; one line a problem.
    """
    file = Path(path)
    data = read_fields(file, "scenario", _EXAMPLE)
    try:
        return scenario_of(resolve(data, file.parent))
    except ScenarioError as error:
        raise error.in_file(file, line_finder(read_text(file))) from None


def read_fields(file: Path, what: str, example: str) -> dict[str, Any]:
    """Return the fields with their values, raw, in a YAML or (`.json`) JSON file.

    Args:
        file: a scenario's, or one written alike.
        what: it should hold, for messages.
        example: where there is one, for messages.

    Raises:
        ScenarioError: the file cannot be read, or holds something else.
    """
    text = read_text(file)
    if not text.strip():
        raise ScenarioError([f"{file}: is empty; {example}"])
    kind = "JSON" if file.suffix.lower() == ".json" else "YAML"
    try:
        data = read_json(text) if kind == "JSON" else read_yaml(text)
    except TextError as error:
        raise ScenarioError([f"{file}: is no {kind}: {error}"]) from None
    if not isinstance(data, dict):
        raise ScenarioError([f"{file}: holds {_instead(data, what)}: {_EXPECTED}; {example}"])
    return data


def _instead(data: Any, what: str) -> str:
    """Return what a file holds instead of fields."""
    if data is None:
        return "comments only"
    return "a list at the top level" if isinstance(data, list) else f"no {what}"


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
        found = problems_of(error, Scenario, filled)
        raise ScenarioError.from_problems(at_defaults(found, data), filled) from None
    return checked(scenario)


def as_yaml(scenario: Scenario) -> str:
    """Return the text of the YAML file that `save` writes."""
    return yaml_of(with_defaults_found(scenario.model_dump(mode="json", by_alias=True)))


def save(scenario: Scenario, path: str | os.PathLike[str]) -> None:
    """Write a scenario so that `load` returns an equal one; YAML, or JSON by suffix.

    Stations from a table or a generator are written one by one; what most of them have in common
    becomes `station_defaults`. An earlier file is replaced at once, or left as it was.

    Raises:
        ScenarioError: the scenario is not valid, or a name holds half a character (a lone
            surrogate), which no file can hold.
        TypeError: it is no scenario.
        OSError: the file cannot be written.
    """
    write(validated(scenario), Path(path))


def write(scenario: Scenario, file: Path) -> None:
    """Write a scenario that is known to be valid; `save` says how, and what may be raised."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    data = with_defaults_found(plain)
    text = write_json(data)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        broken = error.object[: error.end].splitlines()[-1].strip()
        raise ScenarioError([f"{file}: cannot hold the text {broken!a}"]) from None
    if file.suffix.lower() != ".json":
        text = yaml_of(data)
    write_at_once(file, text)


_ONE_LINE = 2**31 - 1  # characters

# libyaml writes five times as fast as Python, where PyYAML comes with it.
_SafeDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_SafeDumper):  # type: ignore[misc]
    """Writes every text so that `read_yaml` gives it back, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal things twice rather than as a reference."""
        return True


def _quoted_if_needed(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if text.count("\n") > 1 and _TABLE.fullmatch(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    style = None if _is_plain(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted_if_needed)


# Lines of numbers, as a road graph has them, stay lines.
_TABLE = re.compile(r"(?:[-+.0-9e]+(?: [-+.0-9e]+)*\n)+")

# Most ids and names are such, as in `s012` and `Centre 70`; no reader takes them for anything else.
_NUMBERED = re.compile(r"[A-Za-z]{1,40}[ _-]?[0-9]{1,9}")


@lru_cache(maxsize=10_000)
def _is_plain(text: str) -> bool:
    """Return whether a text without quotes is read as this text, not as a number, say 1e5."""
    if _NUMBERED.fullmatch(text):
        return True
    try:
        return bool(read_yaml(text) == text)
    except TextError:
        return False


def yaml_of(data: dict[str, Any]) -> str:
    """Return data as YAML text, innermost lists and mappings on one line."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=None,
    )


def in_line(value: Any) -> str:
    """Return a value as YAML on one line, for a line of its own."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_ONE_LINE,
        default_flow_style=True,
    )
    return text.removesuffix("\n").removesuffix("\n...")
