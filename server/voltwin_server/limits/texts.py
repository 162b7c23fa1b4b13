"""Texts that are data: bounded in depth and number of values, finite numbers, no tags.

A small text can cost much: a thousand brackets within each other, a number of a million digits, ten
lines of YAML whose references unfold to more than there is memory. All of it is refused while it is
read, before anything is made of it.
"""

import math
import re
from typing import Any

import yaml
from pydantic_core import from_json

from voltwin.scenario.yaml_text import TextError, read_yaml
from voltwin_server.problems import INVALID, MALFORMED, TOO_MUCH, ProblemError
from voltwin_server.settings import Limits

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_UNUSUAL = re.compile(rb"[0-9]{300}|[eE]\+?[0-9]{3}")  # may be more than a float holds
_CONTAINERS = (dict, list)
_OPENING = frozenset(b"[{")


def read_json(body: bytes, limits: Limits) -> Any:
    """Return what a text in JSON holds.

    Raises:
        ProblemError: it is no JSON, is nested too deeply, has too many values, a number that no
            float holds (NaN and Infinity are not JSON), a field twice, or a text with U+0000.
    """
    if body.count(b",") >= limits.json_values:
        raise ProblemError(TOO_MUCH, f"The body may have {limits.json_values:,} values.")
    structure = _STRING.sub(b"", body)
    if _depth(structure, limits.nesting) > limits.nesting:
        raise _too_deep(limits)
    try:
        data = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise ProblemError(MALFORMED, f"The body is no JSON: {error}.") from None
    if _UNUSUAL.search(structure) or b"\\u0000" in body:
        _refuse_unstorable(data)
    if _fields(data) != structure.count(b":"):
        text = "A field stands twice in the same object."
        raise ProblemError(INVALID, text, errors=[("body", text)])
    return data


def read_yaml_text(body: bytes, limits: Limits) -> Any:
    """Return what a text in YAML holds, as plain values.

    Raises:
        ProblemError: it is no YAML in UTF-8, is nested too deeply, has too many values, a tag, a
            number that no float holds, or a text with U+0000.
    """
    try:
        text = body.decode("utf-8")
        _bound(text, limits)
        data = read_yaml(text)
    except UnicodeDecodeError as error:
        text = f"The body is not UTF-8, at byte {error.start}."
        raise ProblemError(MALFORMED, text) from None
    except (TextError, yaml.YAMLError) as error:
        raise ProblemError(MALFORMED, f"The body is no YAML: {error}") from None
    _refuse_unstorable(data)
    return data


def _depth(structure: bytes, most: int) -> int:
    """Return how deeply brackets stand in each other; just above `most` if it is more."""
    depth = deepest = 0
    for bracket in structure.translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in _OPENING else -1
        deepest = max(deepest, depth)
        if deepest > most:
            break
    return deepest


def _bound(text: str, limits: Limits) -> None:
    """Refuse a text in YAML that is too deep, or has too many values, without making any."""
    nodes = depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if (tag := getattr(event, "tag", None)) is not None:
            raise ProblemError(INVALID, f"Texts in YAML have no tags here: {tag}")
        if depth > limits.nesting:
            raise _too_deep(limits)
        if nodes > limits.yaml_nodes:
            most = f"A text in YAML may have {limits.yaml_nodes:,} values; JSON may have more."
            raise ProblemError(TOO_MUCH, most)


def _too_deep(limits: Limits) -> ProblemError:
    text = f"Brackets may stand in each other {limits.nesting} times."
    return ProblemError(TOO_MUCH, text)


def _fields(data: Any) -> int:
    """Return how many fields all objects have."""
    left, fields = [data], 0
    while left:
        value = left.pop()
        if value.__class__ is dict:
            fields += len(value)
            left += [one for one in value.values() if one.__class__ in _CONTAINERS]
        elif value.__class__ is list:
            left += [one for one in value if one.__class__ in _CONTAINERS]
    return fields


def _refuse_unstorable(data: Any) -> None:
    """Refuse numbers that no float holds, and texts with a character that no database takes;
    values that several references share are seen once."""
    left, seen = [data], set[int]()
    while left:
        value = left.pop()
        if isinstance(value, dict | list):
            if id(value) not in seen:
                seen.add(id(value))
                left += [*value, *value.values()] if isinstance(value, dict) else value
        elif isinstance(value, str) and "\0" in value:
            raise _unstorable("A text has the character U+0000.")
        elif isinstance(value, int | float) and not _is_finite(value):
            raise _unstorable("A number is not finite, or more than a float holds (1.8e308).")


def _unstorable(text: str) -> ProblemError:
    return ProblemError(INVALID, text, errors=[("body", text)])


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # of a whole number
        return False
