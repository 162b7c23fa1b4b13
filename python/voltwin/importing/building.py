"""Drafts of stations into a scenario."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from voltwin.importing.drafts import Draft
from voltwin.importing.equipment import battery_type, equipped
from voltwin.importing.options import Options
from voltwin.scenario.checks import problems
from voltwin.scenario.errors import Problem, ScenarioError, field_path
from voltwin.scenario.messages import problems_of
from voltwin.scenario.scenario import Scenario


class Built(NamedTuple):
    """A scenario, the drafts of its stations, and what was sized of each."""

    scenario: Scenario
    drafts: list[Draft]
    sized: list[frozenset[str]]


def built(drafts: Sequence[Draft], name: str, start: datetime, options: Options) -> Built | None:
    """Return the scenario of the right drafts, or None if there are none.

    A draft whose fields contradict each other is told so, and left out.
    """
    right = [draft for draft in drafts if not draft.wrong]
    while right:
        kind = battery_type(right, options)
        stations, sized = zip(*(equipped(draft, kind, options) for draft in right), strict=True)
        fields: dict[str, Any] = {
            "name": name,
            "start": start,
            "battery_types": [kind],
            "demand": {"profile": options.profile},
            "stations": list(stations),
        }
        scenario, found = _checked(fields)
        if scenario is not None and not found:
            return Built(scenario, right, list(sized))
        _tell(found, right)
        right = [draft for draft in right if not draft.wrong]
    return None


def _checked(fields: dict[str, Any]) -> tuple[Scenario | None, list[Problem]]:
    """Return the scenario of these fields, unless one is wrong, and what does not go together."""
    try:
        scenario = Scenario.model_validate(fields)
    except ValidationError as error:  # a size beyond what a station may have, say
        return None, problems_of(error, Scenario, fields)
    return scenario, problems(scenario)


def _tell(found: Sequence[Problem], drafts: Sequence[Draft]) -> None:
    """Tell drafts what is wrong with their stations."""
    for path, text in found:
        if len(path) < 2 or path[0] != "stations" or not isinstance(path[1], int):
            raise ScenarioError.from_problems(found, {})
        draft, inner = drafts[path[1]], field_path(path[2:])
        draft.wrong.append(f"{draft.place}: {inner + ': ' if inner else ''}{text}")
