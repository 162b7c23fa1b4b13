"""The changes that make one scenario another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from voltwin.scenario.changes.change import Change
from voltwin.scenario.changes.changing import make
from voltwin.scenario.changes.fresh import fresh
from voltwin.scenario.changes.hints import hint_of, is_in_seconds, written_fields
from voltwin.scenario.changes.paths import key_text, parse_path
from voltwin.scenario.changes.picking import id_of
from voltwin.scenario.changes.places import places_of
from voltwin.scenario.changes.written import written
from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.model import Model, Value
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station


class _Pair(NamedTuple):
    """What stands at the same path in two scenarios."""

    path: str
    one: Any
    other: Any
    in_seconds: bool = False  # numbers are durations


def changes_between(one: Scenario, other: Scenario) -> tuple[Change, ...]:
    """Return the changes, all with `=`, that make one scenario the other.

    `changed(one, result) == other`. They are as small as can be made one after the other: a field,
    else the part that the field belongs to. Items of lists are compared one by one where both have
    the same ids in the same order, or are as many and have no ids; other lists are set as a whole.

    Args:
        one, other: valid scenarios; they stay as they are.
    """
    copy, changes = fresh(one), list[Change]()
    for field in _fields(_Pair("", one, other)):
        whole, small = _whole(field), list(_small(field))
        changes += small if small != [whole] and _lead_to(field, copy, small) else [whole]
    return tuple(changes)


def _fields(pair: _Pair) -> Iterator[_Pair]:
    """Yield the fields that differ, each of the innermost part whose fields are set one by one."""
    for inner in _differing(pair) or ():
        items = _differing(inner) if isinstance(inner.one, list) else [inner]
        if items and all(_is_changeable(item.one) and _are_alike(item) for item in items):
            for item in items:
                yield from _fields(item)
        else:
            yield inner


def _small(pair: _Pair) -> Iterator[Change]:
    """Yield the smallest changes that make of one what the other is."""
    inside = _differing(pair)
    if inside is None:
        yield _whole(pair)
        return
    for inner in inside:
        yield from _small(inner)


def _differing(pair: _Pair) -> list[_Pair] | None:
    """Return what differs inside; None where two things are only compared as a whole."""
    if not _are_alike(pair):
        return None
    path, one, other, _ = pair
    if isinstance(one, BaseModel):
        pairs = list(_by_field(path, one, other))
    elif isinstance(one, dict):
        pairs = [_Pair(f"{path}{key_text(key)}", one[key], other[key]) for key in one]
    else:
        both = zip(_keys(one), one, other, strict=True)
        pairs = [_Pair(f"{path}{key_text(key)}", a, b) for key, a, b in both]
    return [inner for inner in pairs if inner.one != inner.other]


def _by_field(path: str, one: BaseModel, other: BaseModel) -> Iterator[_Pair]:
    for name, own in written_fields(one).items():
        hint = hint_of(type(one), own)
        where = f"{path}.{name}" if path else name
        yield _Pair(where, getattr(one, own), getattr(other, own), is_in_seconds(hint))


def _are_alike(pair: _Pair) -> bool:
    """Return whether what stands inside can be compared one by one."""
    one, other = pair.one, pair.other
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return set(one) == set(other)
    if isinstance(one, list | tuple):
        parts = all(isinstance(item, BaseModel) for item in (*one, *other))
        return parts and len(one) == len(other) and _keys(one) == _keys(other)
    return isinstance(one, BaseModel)


def _keys(items: list[Any] | tuple[Any, ...]) -> list[str | int]:
    """Return what items are called in paths: their ids, or numbers where not each has its own."""
    ids = [name for name in map(id_of, items) if name is not None]
    return list(ids) if len(set(ids)) == len(items) else list(range(len(items)))


def _is_changeable(value: Any) -> bool:
    return isinstance(value, Model) and not isinstance(value, Value)


def _lead_to(field: _Pair, copy: Scenario, changes: list[Change]) -> bool:
    """Return whether changes can be made one after the other, and lead to what is wanted."""
    try:
        for change in changes:
            make(copy, change)
    except ScenarioError:
        return False
    (place,) = places_of(copy, parse_path(field.path))
    reached: bool = getattr(place.owner, place.field) == field.other
    return reached


def _whole(pair: _Pair) -> Change:
    value = pair.other
    if pair.in_seconds and isinstance(value, float):
        return Change(pair.path, "=", format_duration(value))
    return Change(pair.path, "=", _brief(value))


def _brief(value: Any) -> Any:
    """Return a value as in a file; stations without what they need not say."""
    if isinstance(value, list):
        return [_brief(item) for item in value]
    fields = written(value)
    if not isinstance(value, Station):
        return fields
    usual = {name: field.default for name, field in Station.model_fields.items()}
    return {name: fields[name] for name in fields if getattr(value, name) != usual[name]}
