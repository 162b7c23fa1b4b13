"""Changes of a scenario: the least that plans of sweeps need, until the room itself is there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import in_line, scenario_of
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.yaml_text import read_yaml

_TEXT = re.compile(r"((?:[^\[\]=+*-]|\[[^\]]*\])+?)\s*([-+*]?=)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """One difference: what stands at a path, and what is done to it."""

    path: str
    operation: str
    value: Any

    @classmethod
    def parse(cls, text: str) -> "Change":
        """Return the change that a text such as `demand.multiplier*=2` means."""
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise ScenarioError([f'"{text}" is no change, such as demand.multiplier*=1.2'])
        return cls(match[1], match[2], read_yaml(match[3]))

    def __str__(self) -> str:
        return f"{self.path}{self.operation}{in_line(self.value)}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"path": self.path, "operation": self.operation, "value": self.value}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Change":
        """Return the change that `as_dict` has made plain."""
        return cls(**plain)


def changed(scenario: Scenario, changes: Iterable[Change]) -> Scenario:
    """Return a valid copy of a scenario with changes made."""
    data = scenario.model_dump(by_alias=True)
    for change in changes:
        _apply(data, change, change.path.split("."))
    return scenario_of(data)


def _apply(at: Any, change: Change, steps: list[str]) -> None:
    name, all_of, _ = steps[0].partition("[*]")
    if name not in at:
        hint = did_you_mean(name, at)
        raise ScenarioError([f"{change.path}: unknown field {name}{hint}"])
    if len(steps) > 1:
        for inner in at[name] if all_of else [at[name]]:
            _apply(inner, change, steps[1:])
        return
    if name == "chargers" and change.operation != "=":
        name, at = "count", at[name][0]
    value = change.value
    match change.operation:
        case "+=":
            at[name] += value
        case "-=":
            at[name] -= value
        case "*=":
            at[name] *= value
        case _:
            at[name] = value
