"""The places in a scenario that a path means."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from voltwin.scenario.changes.hints import field_of, hint_of, hint_of_items, hint_of_values
from voltwin.scenario.changes.nowhere import no_field, no_key, no_list, no_way_on, which
from voltwin.scenario.changes.paths import Items, Step, key_text, path_text
from voltwin.scenario.changes.picking import id_of, picked
from voltwin.scenario.derived import stock_by_type
from voltwin.scenario.errors import Path, ScenarioError
from voltwin.scenario.model import Model, Value
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station

ABSENT = object()  # stands at a mapping's key that is not there yet


class Place(NamedTuple):
    """One place that a path means."""

    text: str  # its own path, with ids where there are some
    steps: Path  # the same, as problems of a scenario name it
    value: Any  # what stands there, or ABSENT
    hint: Any  # its type, as declared

    owner: Model  # the innermost part around it whose fields are set one by one
    field: str  # of the owner, in Python
    below: Path  # from there to the place
    whole: Any  # what stands in that field


def places_of(scenario: Scenario, path: tuple[Step, ...]) -> list[Place]:
    """Return the places that a path means, in the order of the scenario; at least one.

    Raises:
        ScenarioError: it leads nowhere; the message names what there is instead.
    """
    found = [Place("", (), scenario, Scenario, scenario, "", (), None)]
    for i, step in enumerate(path):
        is_last = i == len(path) - 1
        if isinstance(step, str):
            said = path_text(path[: i + 1])
            found = [_at_name(place, step, scenario, said, is_last) for place in found]
        else:
            found = _at_all(found, step, is_last)
    if not found:
        raise ScenarioError([f"{path_text(path)}: there is none; the list is empty"])
    return found


def _at_name(place: Place, name: str, scenario: Scenario, said: str, is_last: bool) -> Place:
    value = place.value
    if isinstance(value, BaseModel):
        return _at_field(place, value, name, scenario, said)
    if isinstance(value, Mapping):
        return _at_key(place, name, is_last)
    if isinstance(value, list | tuple) and any(isinstance(item, BaseModel) for item in value):
        raise ScenarioError([f"{said}: {which(place.text, value, name)}"])
    raise ScenarioError([f"{said}: {no_way_on(place.text, value, name)}"])


def _at_field(place: Place, part: BaseModel, name: str, scenario: Scenario, said: str) -> Place:
    own = field_of(part, name)
    if own is None:
        raise ScenarioError([f"{said}: unknown field{no_field(part, name)}"])
    value, alias = getattr(part, own), type(part).model_fields[own].alias or own
    if isinstance(part, Station) and own == "batteries" and len(scenario.battery_types) == 1:
        value = stock_by_type(part, scenario.battery_types)  # a count has a place for its type
    text = f"{place.text}.{alias}" if place.text else alias
    steps, hint = (*place.steps, alias), hint_of(type(part), own)
    if isinstance(part, Model) and not isinstance(part, Value):
        return Place(text, steps, value, hint, part, own, (), value)
    below = (*place.below, alias)
    return place._replace(text=text, steps=steps, value=value, hint=hint, below=below)


def _at_key(place: Place, key: str | int, is_last: bool) -> Place:
    own = next((one for one in place.value if str(one) == str(key)), None)
    if own is None and not is_last:
        raise ScenarioError([f"{place.text}: {no_key(place.value, key)}"])
    own = key if own is None else own
    return place._replace(
        text=f"{place.text}{key_text(own)}",
        steps=(*place.steps, own),
        value=place.value.get(own, ABSENT),
        hint=hint_of_values(place.hint),
        below=(*place.below, own),
    )


def _at_all(places: list[Place], items: Items, is_last: bool) -> list[Place]:
    """Return the items that brackets mean at these places; some, but not all, may have none."""
    found: list[Place] = []
    missing: ScenarioError | None = None
    for place in places:
        try:
            found.extend(_at_items(place, items, is_last))
        except ScenarioError as error:
            missing = missing or error
    if missing and not found:
        raise missing
    return found


def _at_items(place: Place, items: Items, is_last: bool) -> Iterator[Place]:
    """Yield the items of a list, or the values of a mapping, that brackets mean."""
    value = place.value
    if isinstance(value, Mapping):
        yield from (_at_key(place, key, is_last) for key in _keys(place, items))
        return
    if not isinstance(value, list | tuple):
        raise ScenarioError([f"{place.text}: {no_list(value)}"])
    names = [id_of(item) for item in value]
    times = Counter(names)
    hint = hint_of_items(place.hint)
    for number in picked(value, items, place.text):
        name = names[number]
        key = name if name is not None and times[name] == 1 else number
        yield place._replace(
            text=f"{place.text}{key_text(key)}",
            steps=(*place.steps, number),
            value=value[number],
            hint=hint,
            below=(*place.below, number),
        )


def _keys(place: Place, items: Items) -> list[str | int]:
    if not items:
        return list(place.value)
    if any(condition.field is not None for condition in items):
        raise ScenarioError([f"{place.text}: is a mapping: in brackets stand its names"])
    return [key for condition in items for key in condition.any_of]
