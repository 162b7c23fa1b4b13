"""Paths into a scenario as text: fields after dots, items of lists in brackets.

`stations[region=North].chargers`, `stations[s012].batteries.standard`, `stations[3].bays`,
`stations[region=North|South,policy=wait].racks`, `stations[*].swap_time`. A name that holds a mark
of the path stands in quotes: `demand.region_multipliers["St. John"]`.
"""

import json
import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from voltwin.scenario.errors import ScenarioError

_NAME = re.compile(r"\w+(?:-\w+)*")
_NUMBER = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_WORD = re.compile(
    r"""\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'"""
    r"""|(?P<plain>[^\s,|=\[\]"'][^,|=\[\]"']*?))\s*(?=[,|=\]])"""
)
_ALL = re.compile(r"\s*\*\s*\]")
_PLAIN = re.compile(r"""[^\s,|=\[\]"'*]+(?:[^\S\n]+[^\s,|=\[\]"'*]+)*""")
_EXAMPLE = "stations[region=North].chargers"


class Condition(NamedTuple):
    """What an item must be: one of some numbers or ids, or with one of some values in a field."""

    field: str | None
    any_of: tuple[str | int, ...]  # numbers, and texts as they stand in the path

    def __str__(self) -> str:
        choice = "|".join(_word(one, self.field is None) for one in self.any_of)
        return choice if self.field is None else f"{_word(self.field, False)}={choice}"


Items: TypeAlias = tuple[Condition, ...]  # what items of a list must be; all are meant by none
Step: TypeAlias = str | Items


def path_text(steps: tuple[Step, ...]) -> str:
    """Return the text of a path, which `parse_path` reads back to the same."""
    text = ""
    for step in steps:
        if isinstance(step, tuple):
            text += f"[{','.join(map(str, step)) or '*'}]"
        else:
            text += f".{step}" if text else step
    return text


def key_text(key: str | int) -> str:
    """Return the step of a path that leads to an item by number or id, or to a mapping's key."""
    return f"[{_word(key, True)}]"


def _word(word: str | int, is_choice: bool) -> str:
    if isinstance(word, int):
        return str(word)
    is_number = is_choice and _NUMBER.fullmatch(word)
    plain = _PLAIN.fullmatch(word) and word.isprintable() and not is_number
    return word if plain else json.dumps(word, ensure_ascii=not word.isprintable())


@lru_cache(maxsize=10_000)
def parse_path(text: str) -> tuple[Step, ...]:
    """Return the steps of a path.

    Raises:
        ScenarioError: it is none; the message says what is missing.
    """
    steps, end = path_in(text)
    if text[end:].strip():
        raise _no_path(text, f'"{text[end:].strip()}" is no part of a path')
    return steps


def path_in(text: str) -> tuple[tuple[Step, ...], int]:
    """Return the steps of the path with which a text begins, and where it ends.

    Raises:
        ScenarioError: it begins with none.
    """
    end = len(text) - len(text.lstrip())
    steps: list[Step] = []
    while True:
        name = _NAME.match(text, end)
        if name is None:
            raise _no_path(text, f"a name of a field is expected, as in {_EXAMPLE}")
        steps.append(name[0])
        end = name.end()
        while text.startswith("[", end):
            items, end = _items(text, end + 1)
            steps.append(items)
        if not text.startswith(".", end):
            return tuple(steps), end
        end += 1


def _items(text: str, begin: int) -> tuple[Items, int]:
    """Return what stands in brackets, and where it ends."""
    every = _ALL.match(text, begin)
    if every:
        return (), every.end()
    conditions: list[Condition] = []
    end = begin - 1
    while not conditions or text[end] == ",":
        condition, end = _condition(text, end + 1)
        conditions.append(condition)
    if text[end] != "]":
        raise _no_path(text, f'"{text[end]}" in brackets is not expected after a value')
    if len(conditions) > 1 and any(condition.field is None for condition in conditions):
        raise _no_path(text, "in brackets numbers and ids stand alone; several as in [s001|s002]")
    return tuple(conditions), end + 1


def _condition(text: str, begin: int) -> tuple[Condition, int]:
    """Return a condition, and where the mark behind it stands."""
    first, end = _word_at(text, begin)
    if text[end] != "=":
        return _alternatives(text, None, _number_or_id(first), end)
    value, end = _word_at(text, end + 1)
    return _alternatives(text, _text_of(first), _text_of(value), end)


def _alternatives(
    text: str, field: str | None, first: str | int, end: int
) -> tuple[Condition, int]:
    any_of = [first]
    while text[end] == "|":
        word, end = _word_at(text, end + 1)
        any_of.append(_number_or_id(word) if field is None else _text_of(word))
    return Condition(field, tuple(any_of)), end


def _word_at(text: str, begin: int) -> tuple[re.Match[str], int]:
    word = _WORD.match(text, begin)
    if word is None:
        if "]" not in text[begin:]:
            raise _no_path(text, 'a "[" is not closed')
        raise _no_path(text, "in brackets stands a number, an id, field=value, or *")
    return word, word.end()


def _number_or_id(word: re.Match[str]) -> str | int:
    if word["plain"] and _NUMBER.fullmatch(word["plain"]):
        return int(word["plain"])
    return _text_of(word)


def _text_of(word: re.Match[str]) -> str:
    if word["double"] is None:
        return word["plain"] if word["single"] is None else word["single"]
    try:
        text: str = json.loads(f'"{word["double"]}"', strict=False)
    except ValueError:
        raise _no_path(word.string, f'"{word["double"]}" has a \\ too many') from None
    return text


def _no_path(text: str, why: str) -> ScenarioError:
    return ScenarioError([f"{text.strip() or 'an empty path'}: {why}"])
