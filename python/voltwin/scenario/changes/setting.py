"""Values set at places of a scenario, each held against what its field allows.

A field is validated alone, as on assignment: with what stands around it unchanged, this finds what
validation of the whole scenario would find, in a fraction of the time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from voltwin.scenario.changes.hints import written_fields
from voltwin.scenario.changes.places import Place
from voltwin.scenario.errors import Path, Problem, ScenarioError
from voltwin.scenario.messages import problems_of
from voltwin.scenario.model import Model
from voltwin.scenario.scenario import Scenario


def set_values(scenario: Scenario, values: Iterable[tuple[Place, Any]]) -> None:
    """Set what stands at places of a scenario, which is changed.

    Raises:
        ScenarioError: values are not allowed where they should stand; some may have been set.
    """
    fields: dict[tuple[int, str], tuple[Place, Any]] = {}
    for place, value in values:
        key = id(place.owner), place.field
        whole = fields[key][1] if key in fields else place.whole
        fields[key] = place, _with(whole, place.below, value)
    problems: list[Problem] = []
    for place, whole in fields.values():
        path = place.steps[: len(place.steps) - len(place.below) - 1]
        problems += set_field(place.owner, place.field, whole, path)
    if problems:
        raise ScenarioError.from_problems(problems, _as_wanted(scenario, fields.values()))


def _as_wanted(scenario: Scenario, fields: Iterable[tuple[Place, Any]]) -> dict[str, Any]:
    """Return the parts of a scenario that have ids, those with values that are not allowed too."""
    parts: dict[str, Any] = {
        name: getattr(scenario, name) for name in ("stations", "battery_types")
    }
    return parts | {place.field: whole for place, whole in fields if place.owner is scenario}


def set_field(owner: Model, field: str, value: Any, path: Path) -> list[Problem]:
    """Set a field, and return what is wrong with its value.

    Args:
        owner: of the field; it is changed if nothing is wrong.
        field: its name in Python.
        value: parts of a scenario, or raw as in a file, or both.
        path: of the owner in the scenario.
    """
    try:
        BaseModel.__setattr__(owner, field, value)
    except ValidationError as error:
        found = problems_of(error, type(owner), {field: value})
        return [Problem((*path, *within), text) for within, text in found]
    return []


def _with(whole: Any, below: Path, value: Any) -> Any:
    """Return what stands in a field with another value below it; all on the way there is raw."""
    if not below:
        return value
    head, *rest = below
    if isinstance(whole, BaseModel):
        whole = _fields_of(whole)
    if isinstance(whole, Mapping):
        return raw(whole) | {head: _with(whole.get(head), tuple(rest), value)}
    items = list(whole)
    items[int(head)] = _with(items[int(head)], tuple(rest), value)
    return items


def _fields_of(part: BaseModel) -> dict[str, Any]:
    """Return the fields of a part as in a file; also of one that is written as a number alone."""
    fields = raw(part)
    if isinstance(fields, dict):
        return fields
    return {alias: getattr(part, own) for alias, own in written_fields(part).items()}


def raw(value: Any) -> Any:
    """Return a value without parts of a scenario, which are taken as they are, unseen."""
    if isinstance(value, BaseModel):
        return value.model_dump(warnings=False, by_alias=True)
    if isinstance(value, dict):
        return {key: raw(item) for key, item in value.items()}
    return [raw(item) for item in value] if isinstance(value, list | tuple) else value
