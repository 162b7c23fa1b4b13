"""Scenarios as rows: what tells one from another, and where its stations stand."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voltwin.scenario.changes.change import Change
from voltwin.scenario.changes.changing import changed
from voltwin.scenario.changes.paths import parse_path
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

_DIGEST_BYTES = 20
_OF_PLACES = ("id", "name", "region", "lon", "lat")


class Place(NamedTuple):
    """Where a station stands: what the table `places` holds of it."""

    position: int  # in its scenario, from 0
    id: str
    name: str  # the id, if it has none
    region: str
    lon: float | None  # [degrees] east
    lat: float | None  # [degrees] north


def places_in(scenario: Scenario) -> list[Place]:
    """Return where the stations of a scenario stand."""
    return [
        Place(at, one.id, one.name or one.id, one.region or "", one.lon, one.lat)
        for at, one in enumerate(scenario.stations)
    ]


def moves_places(changes: Iterable[Change]) -> bool:
    """Return whether changes may lead to other stations, or to other places of theirs."""
    return any(map(_moves, changes))


def _moves(change: Change) -> bool:
    first, *steps = parse_path(change.path)
    fields = [step for step in steps if isinstance(step, str)]
    return first == "stations" and (not fields or fields[0] in _OF_PLACES)


def config_of(scenario: Scenario) -> str:
    """Return a scenario in full as JSON."""
    return scenario.model_dump_json(by_alias=True)


def digest_of(config: str) -> str:
    """Return what tells a scenario, in full as JSON, from any other: hexadecimal."""
    return _digest(config)


def digest_of_child(parent: str, changes: Sequence[Change]) -> str:
    """Return what tells a child from any other scenario: hexadecimal.

    Args:
        parent: the parent's digest.
        changes: of the parent; without any, the child is the parent.
    """
    return _digest(parent, *texts_of(changes)) if changes else parent


def texts_of(changes: Sequence[Change]) -> list[str]:
    """Return changes as texts, which `built` reads back."""
    return [str(change) for change in changes]


def built(config: str, steps: Iterable[Sequence[str]]) -> Scenario:
    """Return a scenario in full.

    Args:
        config: of its root, as JSON.
        steps: changes as texts of each scenario on the way from the root to it.

    Raises:
        ScenarioError: it is no valid scenario.
    """
    scenario = scenario_of(json.loads(config))
    for texts in steps:
        scenario = changed(scenario, [Change.parse(text) for text in texts])
    return scenario


def _digest(*texts: str) -> str:
    whole = json.dumps(texts, ensure_ascii=True)
    return hashlib.blake2b(whole.encode(), digest_size=_DIGEST_BYTES).hexdigest()
