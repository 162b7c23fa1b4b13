"""Scenarios as stores keep them: their texts, their digests, and where their stations are."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from voltwin.scenario.changes import Change
from voltwin.scenario.changes.paths import parse_path
from voltwin.scenario.scenario import Scenario

_OF_PLACES = frozenset(("id", "name", "region", "lon", "lat"))


class StationPlace(NamedTuple):
    """What queries join with: where a station is, and what it is called."""

    id: str
    name: str
    region: str
    lon: float | None
    lat: float | None


def text_of(scenario: Scenario) -> str:
    """Return a scenario as JSON; equal scenarios give equal texts."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, allow_nan=False)


def scenario_of(plain: Any, changes: Iterable[str] = ()) -> Scenario:
    """Return the scenario that a text says, with changes.

    Args:
        plain: what `text_of` has written, parsed.
        changes: as texts, in order.

    Raises:
        ScenarioError: it was written by another version and is no scenario now, or a change cannot
            be made.
    """
    from voltwin.scenario.changes import changed
    from voltwin.scenario.validated import validated

    scenario = validated(Scenario.model_validate(plain))
    made = [Change.parse(text) for text in changes]
    return changed(scenario, made) if made else scenario


def digest_of(*parts: str) -> str:
    """Return a digest of texts, hexadecimal."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def digest_of_child(parent: str, changes: Sequence[str]) -> str:
    """Return the digest of a child: its parent's, if nothing is changed."""
    return digest_of(parent, *changes) if changes else parent


def identity_of(name: str, parent: UUID | None, digest: str) -> str:
    """Return what is equal where the same scenario is added again."""
    return digest_of(name, str(parent or ""), digest)


def places_of(scenario: Scenario) -> list[StationPlace]:
    """Return where the stations of a scenario are, in its order."""
    return [
        StationPlace(one.id, one.name or one.id, one.region, one.lon, one.lat)
        for one in scenario.stations
    ]


def moves_stations(changes: Iterable[Change]) -> bool:
    """Return whether stations may have other ids, names, regions or positions after changes."""
    return any(_is_about_places(change.path) for change in changes)


def _is_about_places(path: str) -> bool:
    """Return whether a path leads to all stations, to a station as a whole, or to its place."""
    steps = parse_path(path)
    if not steps or steps[0] != "stations":
        return False
    names = [step for step in steps[1:] if isinstance(step, str)]
    return not names or names[0] in _OF_PLACES
