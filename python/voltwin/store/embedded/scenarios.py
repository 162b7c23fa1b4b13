"""Scenarios in the catalogue: roots in full, children by what differs."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from voltwin.scenario.changes import Change, changed
from voltwin.scenario.scenario import Scenario
from voltwin.store.embedded import catalogue
from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.interface import UnknownIdError
from voltwin.store.needed import Users, refuse_needed
from voltwin.store.records import ScenarioRecord
from voltwin.store.rows.scenario_rows import (
    Place,
    built,
    config_of,
    digest_of,
    digest_of_child,
    moves_places,
    places_in,
    texts_of,
)
from voltwin.store.uuid7 import uuid7

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = "id, parent_scenario_id, name, changes, digest, stations, created_at"
_ANCESTRY = """
WITH RECURSIVE line (id, parent, config_json, changes, depth) AS (
    SELECT id, parent_scenario_id, config_json, changes, 0 FROM scenarios WHERE id = ?
    UNION ALL
    SELECT s.id, s.parent_scenario_id, s.config_json, s.changes, line.depth + 1
    FROM line JOIN scenarios s ON s.id = line.parent
)
SELECT config_json, changes FROM line ORDER BY depth DESC
"""
_ADD = """
INSERT INTO scenarios (id, parent_scenario_id, name, config_json, changes, digest, stations,
                       places_of, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def moment(microseconds: int) -> datetime:
    """Return the moment that stands in the catalogue as microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def add_root(to: Catalogue, scenario: Scenario, name: str) -> UUID:
    """Store a scenario in full, unless it is there, and return its id."""
    config = config_of(scenario)
    digest, places = digest_of(config), places_in(scenario)
    with to.writing() as connection:
        found = _found(connection, digest, name, "")
        if found:
            return found
        new = str(uuid7())
        values = (new, None, name, config, "[]", digest, len(places), new, catalogue.now())
        connection.execute(_ADD, values)
        _add_places(connection, new, places)
        catalogue.changed(connection, "scenarios")
        return UUID(new)


def add_child(
    to: Catalogue, parent: UUID, name: str, changes: Sequence[Change], child: Scenario
) -> UUID:
    """Store a child by its changes, unless it is there, and return its id.

    Raises:
        UnknownIdError: there is no such parent.
    """
    places = places_in(child) if moves_places(changes) else None
    return _add_children(to, parent, [(name, changes, places)])[0]


def add_children(
    to: Catalogue, parent: UUID, children: Sequence[tuple[str, Sequence[Change]]]
) -> list[UUID]:
    """Store children by their changes, each unless it is there, and return their ids.

    Raises:
        UnknownIdError: there is no such parent.
        ScenarioError: a child with other stations is no valid scenario.
    """
    whole: Scenario | None = None
    prepared = []
    for name, changes in children:
        places = None
        if moves_places(changes):
            whole = whole or scenario(to, parent)
            places = places_in(changed(whole, changes))
        prepared.append((name, changes, places))
    return _add_children(to, parent, prepared)


def _add_children(
    to: Catalogue,
    parent: UUID,
    children: Sequence[tuple[str, Sequence[Change], list[Place] | None]],
) -> list[UUID]:
    ids = []
    with to.writing() as connection:  # so that nobody deletes the parent meanwhile
        of = record(to, parent)
        (places_of,) = to.one("SELECT places_of FROM scenarios WHERE id = ?", (str(parent),))
        known = _places(to, places_of) if any(places for _, _, places in children) else []
        for name, changes, places in children:
            own = None if places == known else places
            ids.append(_add_child(connection, of, places_of, name, changes, own))
        catalogue.changed(connection, "scenarios")
    return ids


def _add_child(
    connection: sqlite3.Connection,
    parent: ScenarioRecord,
    places_of: str,
    name: str,
    changes: Sequence[Change],
    places: list[Place] | None,
) -> UUID:
    """Store a child, with places if it has other ones than its parent."""
    if not changes:
        return parent.id
    digest = digest_of_child(parent.digest, changes)
    found = _found(connection, digest, name, str(parent.id))
    if found:
        return found
    new, count = str(uuid7()), parent.stations if places is None else len(places)
    owner = places_of if places is None else new
    texts = json.dumps(texts_of(changes))
    values = (new, str(parent.id), name, None, texts, digest, count, owner, catalogue.now())
    connection.execute(_ADD, values)
    _add_places(connection, new, places or [])
    return UUID(new)


def _found(connection: sqlite3.Connection, digest: str, name: str, parent: str) -> UUID | None:
    row = connection.execute(
        "SELECT id FROM scenarios "
        "WHERE digest = ? AND name = ? AND coalesce(parent_scenario_id, '') = ?",
        (digest, name, parent),
    ).fetchone()
    return UUID(row[0]) if row else None


def _add_places(connection: sqlite3.Connection, scenario_id: str, places: list[Place]) -> None:
    rows = [(scenario_id, *place) for place in places]
    connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _places(of: Catalogue, scenario_id: str) -> list[Place]:
    rows = of.all(
        "SELECT position, id, name, region, lon, lat FROM places WHERE scenario_id = ? "
        "ORDER BY position",
        (scenario_id,),
    )
    return [Place(*row) for row in rows]


def places_of_run(of: Catalogue, run_id: UUID) -> list[Place]:
    """Return where the stations of a run's scenario stand, in their order."""
    row = of.one(
        "SELECT s.places_of FROM simulation_runs r JOIN scenarios s ON s.id = r.scenario_id "
        "WHERE r.id = ?",
        (str(run_id),),
    )
    return _places(of, row[0]) if row else []


def record(of: Catalogue, scenario_id: UUID) -> ScenarioRecord:
    """Return what is known about a scenario.

    Raises:
        UnknownIdError: there is none.
    """
    row = of.one(f"SELECT {_COLUMNS} FROM scenarios WHERE id = ?", (str(scenario_id),))
    if row is None:
        raise _unknown(scenario_id)
    return _record(row)


def names(of: Catalogue, scenario_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what scenarios are called, by their ids; those that there are not are left out."""
    wanted = json.dumps([str(one) for one in scenario_ids])
    sql = "SELECT id, name FROM scenarios WHERE id IN (SELECT value FROM json_each(?))"
    return {UUID(one): name for one, name in of.all(sql, (wanted,))}


def _unknown(scenario_id: UUID) -> UnknownIdError:
    return UnknownIdError(f"there is no scenario {scenario_id} in the store")


def delete(of: Catalogue, scenario_id: UUID) -> None:
    """Delete a scenario and its stations.

    Raises:
        UnknownIdError: there is none.
        NeededError: others need it.
    """
    own = (str(scenario_id),)
    with of.writing() as connection:
        if connection.execute("SELECT 1 FROM scenarios WHERE id = ?", own).fetchone() is None:
            raise _unknown(scenario_id)
        refuse_needed(
            scenario_id,
            children=_users(connection, "scenarios WHERE parent_scenario_id = ?", own),
            runs=_users(connection, "simulation_runs WHERE scenario_id = ?", own),
        )
        connection.execute("DELETE FROM places WHERE scenario_id = ?", own)
        connection.execute("DELETE FROM scenarios WHERE id = ?", own)
        catalogue.changed(connection, "scenarios", "deleted scenarios")


def _users(connection: sqlite3.Connection, which: str, own: tuple[str]) -> Users:
    return Users(*connection.execute(f"SELECT count(*), max(id) FROM {which}", own).fetchone())


def scenario(of: Catalogue, scenario_id: UUID) -> Scenario:
    """Return a scenario in full.

    Raises:
        UnknownIdError: there is none.
    """
    line = of.all(_ANCESTRY, (str(scenario_id),))
    if not line:
        raise _unknown(scenario_id)
    (config, _), *children = line
    return built(config, [json.loads(changes) for _, changes in children])


def newest(
    of: Catalogue, parent: UUID | None, limit: int, before: UUID | None
) -> list[ScenarioRecord]:
    """Return scenarios, the newest first; see `Store.scenarios`."""
    asked = {"parent_scenario_id = ?": parent, "id < ?": before}
    rows = of.all(*selection(f"SELECT {_COLUMNS} FROM scenarios", asked, limit))
    return [_record(row) for row in rows]


def selection(select: str, asked: dict[str, Any], limit: int) -> tuple[str, list[Any]]:
    """Return a query for the newest rows that meet conditions, and its values; conditions with None
    are none."""
    given = {condition: str(value) for condition, value in asked.items() if value is not None}
    where = f" WHERE {' AND '.join(given)}" if given else ""
    return f"{select}{where} ORDER BY id DESC LIMIT ?", [*given.values(), max(0, limit)]


def _record(row: Any) -> ScenarioRecord:
    own, parent, name, changes, digest, stations, created_at = row
    return ScenarioRecord(
        id=UUID(own),
        parent_id=UUID(parent) if parent else None,
        name=name,
        changes=tuple(json.loads(changes)),
        digest=digest,
        stations=stations,
        created_at=moment(created_at),
    )
