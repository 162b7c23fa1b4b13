"""What a field of a scenario takes, read from its type."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from voltwin.scenario.distributions import TimeDistribution
from voltwin.scenario.durations import Duration
from voltwin.scenario.weekly import Values

_IN_SECONDS = (get_args(Duration)[1], get_args(TimeDistribution)[-1])  # validators that tell them


@cache
def hint_of(part: type[BaseModel], own: str) -> Any:
    """Return the whole type of a field, with what pydantic takes off it."""
    field = part.model_fields[own]
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def hint_of_items(hint: Any) -> Any:
    """Return the type of the items of a list; None where there is none."""
    lists = (one for one in _alternatives(hint) if get_origin(one) in (list, tuple))
    return next((get_args(one)[0] for one in lists), None)


def hint_of_values(hint: Any) -> Any:
    """Return the type of a mapping's values; None where there is none."""
    mappings = (one for one in _alternatives(hint) if get_origin(one) is dict)
    return next((get_args(one)[1] for one in mappings), None)


@cache
def is_weekly(hint: Any) -> bool:
    """Return whether a type is that of values by the time: one, or one for each hour."""
    return {float, Values} <= {one for one in _alternatives(hint) if one in (float, Values)}


@cache
def is_in_seconds(hint: Any) -> bool:
    """Return whether a type is that of durations, or of their distributions."""
    return any(mark in _IN_SECONDS for mark in _marks(hint))


def field_of(part: BaseModel, name: str) -> str | None:
    """Return a field's name in Python for its name in a file; None if there is no such field."""
    fields = type(part).model_fields
    if name in fields:
        return name
    return next((own for own, field in fields.items() if field.alias == name), None)


def written_fields(part: BaseModel) -> Mapping[str, str]:
    """Return the names of a part's fields in Python by their names in a file."""
    return {field.alias or own: own for own, field in type(part).model_fields.items()}


def _alternatives(hint: Any) -> Iterator[Any]:
    """Yield the types of a union, without what they are annotated with."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _alternatives(get_args(hint)[0])
    elif origin in (Union, UnionType):
        for one in get_args(hint):
            yield from _alternatives(one)
    else:
        yield hint


def _marks(hint: Any) -> Iterator[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        yield from _marks(args[0])
        yield from args[1:]
    elif origin in (Union, UnionType):
        for one in args:
            yield from _marks(one)
