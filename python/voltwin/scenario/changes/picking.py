"""Which items of a list the brackets of a path mean."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from voltwin.scenario.changes.hints import field_of, written_fields
from voltwin.scenario.changes.paths import Condition, Items
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import shown
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.weekly import UNLIMITED
from voltwin.scenario.yaml_text import TextError, read_yaml


def picked(items: Sequence[Any], wanted: Items, of: str) -> list[int]:
    """Return the numbers of the items that are meant, in order.

    Args:
        items: of a list of a scenario.
        wanted: what stands in the brackets.
        of: the path of the list, for messages.

    Raises:
        ScenarioError: there is no such item; the message names those there are.
    """
    chosen = list(range(len(items)))
    for place, condition in enumerate(wanted):
        right = set(_all_right(items, condition, of))
        left = [number for number in chosen if number in right]
        if not left:
            before = ",".join(map(str, wanted[:place]))
            raise ScenarioError([f"{of}[{before}]: none of these has {condition}"])
        chosen = left
    return chosen


def id_of(item: Any) -> str | None:
    """Return what an item is called in a path: its id, or its name where it has no id."""
    for name in ("id", "name"):
        if isinstance(item, BaseModel) and name in type(item).model_fields:
            found = getattr(item, name)
            return found if isinstance(found, str) and found else None
    return None


def _all_right(items: Sequence[Any], condition: Condition, of: str) -> Iterator[int]:
    """Yield the numbers of the items that meet one condition."""
    for word in condition.any_of:
        if condition.field is not None:
            yield from _with_value(items, condition.field, str(word), of)
        elif isinstance(word, int):
            if word >= len(items):
                has = f"numbers go from 0 to {len(items) - 1}" if items else "the list is empty"
                raise ScenarioError([f"{of}[{word}]: there is none: {has}"])
            yield word
        else:
            yield from _called(items, word, of)


def _called(items: Sequence[Any], name: str, of: str) -> Iterator[int]:
    ids = [id_of(item) for item in items]
    if name not in ids:
        hint = did_you_mean(name, [one for one in ids if one is not None])
        hint = hint or "; they have no ids: say which by number, as in [0], or as [field=value]"
        raise ScenarioError([f'{of}: none is called "{name}"{hint}'])
    yield from (number for number, one in enumerate(ids) if one == name)


def _with_value(items: Sequence[Any], field: str, text: str, of: str) -> Iterator[int]:
    values = {n: _value(item, field) for n, item in enumerate(items) if _has(item, field)}
    if not values:
        known = dict.fromkeys(name for item in items for name in _names(item))
        hint = did_you_mean(field, known) or "; the list is empty"
        raise ScenarioError([f'{of}: "{field}" is no field of its items{hint}'])
    found = [number for number, value in values.items() if _is(value, text)]
    if not found:
        there = did_you_mean(text, _shown(values.values()))
        raise ScenarioError([f'{of}: none has the {field} "{text}"{there}'])
    yield from found


def _has(item: Any, field: str) -> bool:
    if isinstance(item, BaseModel):
        return field_of(item, field) is not None
    return isinstance(item, Mapping) and field in item


def _value(item: Any, field: str) -> Any:
    own = field_of(item, field) if isinstance(item, BaseModel) else None
    return getattr(item, own) if own else item[field]


def _names(item: Any) -> Iterable[str]:
    if isinstance(item, BaseModel):
        return written_fields(item)
    return map(str, item) if isinstance(item, Mapping) else ()


def _is(value: Any, text: str) -> bool:
    """Return whether a value is what a text says: the text itself, or the number it stands for."""
    if isinstance(value, str):
        return value == text
    if value == math.inf:
        return text == UNLIMITED
    try:
        meant = read_yaml(text)
    except TextError:
        return False
    return type(meant) in (type(value), int) and not isinstance(value, bool) and value == meant


def _shown(values: Iterable[Any]) -> list[str]:
    """Return the values that a field has, each once, as they are written in a path."""
    return list(dict.fromkeys(map(_word, values)))


def _word(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return UNLIMITED if value == math.inf else f"{value:g}"
    return value or '""' if isinstance(value, str) else shown(value)
