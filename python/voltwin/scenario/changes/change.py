"""A change of a scenario: a path, an operation, a value."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from voltwin.scenario.changes.paths import parse_path, path_in, path_text
from voltwin.scenario.errors import ScenarioError

Operation: TypeAlias = Literal["=", "+=", "-=", "*="]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
_OPERATION = re.compile(r"\s*([-+*]?=)")
_LINE = re.compile(r"^line [0-9]+, column [0-9]+: ")  # of a value that mostly has one
_EXAMPLE = "stations[region=North].chargers+=2"


@dataclass(frozen=True)
class Change:
    """What is done at one path of a scenario, which may mean several places.

    Equal if they say the same in the same words; hashable unless the value is a list or a mapping.
    """

    path: str
    operation: Operation
    value: Any  # a number, text, true or false, None, or a list or a mapping of such

    def __post_init__(self) -> None:
        """Bring path and value to the one form in which they are compared and written.

        Raises:
            ScenarioError: the path or the operation is none, or the value fits in no file.
        """
        if self.operation not in OPERATIONS:
            allowed = ", ".join(OPERATIONS)
            raise ScenarioError([f'{self.path}: "{self.operation}" is none of {allowed}'])
        object.__setattr__(self, "path", path_text(parse_path(self.path)))
        object.__setattr__(self, "value", _plain(self.value, self.path))

    @classmethod
    def parse(cls, text: str) -> "Change":
        """Return the change that a text such as `stations[*].bays+=1` says; the value is YAML.

        Raises:
            ScenarioError: it says none.
        """
        from voltwin.scenario.yaml_text import TextError, read_yaml

        steps, end = path_in(text)
        found = _OPERATION.match(text, end)
        if found is None:
            raise ScenarioError([f"{text.strip()}: {_missing(text[end:])}"])
        path, value = path_text(steps), text[found.end() :]
        if not value.strip():
            raise ScenarioError([f"{text.strip()}: a value is missing; nothing is written null"])
        try:
            return cls(path, _operation(found[1]), read_yaml(value))
        except TextError as error:
            why = _LINE.sub("", str(error))
            raise ScenarioError([f"{path}: the value {value.strip()} is no YAML: {why}"]) from None

    @classmethod
    def from_dict(cls, fields: Any) -> "Change":
        """Return the change that `as_dict` has written.

        Raises:
            ScenarioError: fields are missing, too many, or say no change.
        """
        names = ("path", "operation", "value")
        if not isinstance(fields, Mapping) or set(fields) != set(names):
            raise ScenarioError([f"a change must have {', '.join(names)}, not {fields}"])
        if not isinstance(fields["path"], str):
            raise ScenarioError([f"the path of a change must be text, not {fields['path']}"])
        return cls(fields["path"], fields["operation"], fields["value"])

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, for a file."""
        return {"path": self.path, "operation": self.operation, "value": self.value}

    def __str__(self) -> str:
        from voltwin.scenario.files import in_line

        return f"{self.path}{self.operation}{in_line(self.value)}"


def _operation(text: str) -> Operation:
    return next(operation for operation in OPERATIONS if operation == text)


def _missing(rest: str) -> str:
    """Return what is wrong where an operation is expected."""
    behind = f', not "{rest.strip()}"' if rest.strip() else ""
    return f"after the path stands one of {', '.join(OPERATIONS)}, as in {_EXAMPLE}{behind}"


def _plain(value: Any, path: str) -> Any:
    """Return a value as YAML gives it back: parts of a scenario, arrays and tuples are dumped.

    Raises:
        ScenarioError: no file can hold it.
    """
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json", by_alias=True)
    if hasattr(value, "tolist"):  # arrays, and NumPy's numbers
        value = value.tolist()
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, Mapping):
        if not all(isinstance(key, str | int) and not isinstance(key, bool) for key in value):
            raise ScenarioError([f"{path}: names in the value {value} must be text"])
        return {key: _plain(item, path) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, path) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    if not isinstance(value, float) or math.isnan(value):
        raise ScenarioError([f"{path}: {value!r} is no value that a scenario may hold"])
    return value
