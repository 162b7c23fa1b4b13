"""A copy of a scenario that shares nothing that can be changed: what is frozen is shared."""

from typing import Any, TypeVar

from voltwin.scenario.model import Model, Value

_SHARED = {str, int, float, type(None)}  # most fields are such

M = TypeVar("M", bound=Model)


def fresh(model: M) -> M:
    """Return a copy; a change of either is none of the other."""
    copy = model.model_copy()
    fields = copy.__dict__
    for name, value in fields.items():
        if type(value) not in _SHARED:
            fields[name] = _fresh(value)
    return copy


def _fresh(value: Any) -> Any:
    if isinstance(value, Value):
        return value
    if isinstance(value, Model):
        return fresh(value)
    if isinstance(value, list):
        return [_fresh(item) for item in value]
    if isinstance(value, tuple) and value and isinstance(value[0], dict):  # steps of a week
        return tuple(map(dict, value))
    return {key: _fresh(item) for key, item in value.items()} if isinstance(value, dict) else value
