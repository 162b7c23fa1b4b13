"""Scenarios in PostgreSQL: roots in full, children by what differs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from voltwin.scenario.changes import Change
from voltwin.scenario.scenario import Scenario
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

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

_RECORD = "id, parent_scenario_id, name, changes, digest, stations, created_at"
# Who comes second gives its identity back: with DO NOTHING, nothing would be returned of a row that
# another transaction has just made.
_ADD = """
INSERT INTO scenarios AS s
    (id, parent_scenario_id, name, config_json, changes, digest, identity, stations, places_of)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (identity) DO UPDATE SET identity = s.identity
RETURNING id
"""
_PLACE = "INSERT INTO places (scenario_id, position, id, name, region, lon, lat) VALUES "
_ANCESTRY = """
WITH RECURSIVE line AS (
    SELECT id, parent_scenario_id, config_json, changes, 0 AS depth FROM scenarios WHERE id = %s
    UNION ALL
    SELECT s.id, s.parent_scenario_id, s.config_json, s.changes, line.depth + 1
    FROM scenarios s JOIN line ON s.id = line.parent_scenario_id
)
SELECT config_json::text, changes FROM line ORDER BY depth DESC
"""


def add_root(connection: "Connection", scenario: Scenario, name: str) -> ScenarioRecord:
    """Store a scenario in full, unless it is there."""
    config = config_of(scenario)
    stored = _add(connection, name, digest_of(config), places_in(scenario), config=config)
    return record(connection, stored)


def add_child(
    connection: "Connection", parent: UUID, name: str, changes: Sequence[Change], child: Scenario
) -> ScenarioRecord:
    """Store a child by its changes, unless it is there.

    Raises:
        UnknownIdError: there is no such parent.
    """
    of = _Parent(connection, parent)
    return record(connection, of.add(connection, name, changes, places_in(child)))


def add_children(
    connection: "Connection", parent: UUID, children: Sequence[tuple[str, Sequence[Change]]]
) -> list[UUID]:
    """Store children by their changes, each unless it is there, and return their ids.

    Raises:
        UnknownIdError: there is no such parent.
        ScenarioError: a child with other stations is no valid scenario.
    """
    from voltwin.scenario.changes import changed

    of, whole, ids = _Parent(connection, parent), None, []
    for name, changes in children:
        places = None
        if moves_places(changes):
            whole = whole or scenario(connection, parent)
            places = places_in(changed(whole, changes))
        ids.append(of.add(connection, name, changes, places) if changes else parent)
    return ids


class _Parent:
    """A scenario with children to come."""

    def __init__(self, connection: "Connection", parent: UUID) -> None:
        # Nobody deletes it until the transaction ends.
        sql = "SELECT places_of FROM scenarios WHERE id = %s FOR KEY SHARE"
        row = connection.execute(sql, (parent,)).fetchone()
        if row is None:
            raise _unknown(parent)
        (self._places_of,) = row
        self.record = record(connection, parent)
        self._places: list[Place] | None = None

    def add(
        self,
        connection: "Connection",
        name: str,
        changes: Sequence[Change],
        places: list[Place] | None,
    ) -> UUID:
        """Store a child; with places of its own, if it has other ones than the parent."""
        digest = digest_of_child(self.record.digest, changes)
        if places is not None and places == self._known(connection):
            places = None
        return _add(
            connection,
            name,
            digest,
            places,
            parent=self.record.id,
            changes=texts_of(changes),
            places_of=self._places_of,
            stations=self.record.stations,
        )

    def _known(self, connection: "Connection") -> list[Place]:
        if self._places is None:
            rows = connection.execute(
                "SELECT position, id, name, region, lon, lat FROM places WHERE scenario_id = %s "
                "ORDER BY position",
                (self._places_of,),
            )
            self._places = [Place(*row) for row in rows]
        return self._places


def _add(  # noqa: PLR0913 - each is a column
    connection: "Connection",
    name: str,
    digest: str,
    places: list[Place] | None,
    *,
    config: str | None = None,
    parent: UUID | None = None,
    changes: Sequence[str] = (),
    places_of: UUID | None = None,
    stations: int = 0,
) -> UUID:
    from psycopg.types.json import Jsonb

    new = uuid7()
    (found,) = _row(
        connection,
        _ADD,
        (
            new,
            parent,
            name,
            config,
            Jsonb(list(changes)),
            digest,
            digest_of(f"{name}\0{parent}\0{digest}"),
            stations if places is None else len(places),
            new if places is not None else places_of,
        ),
    )
    if found == new and places is not None:
        with connection.cursor() as cursor:
            cursor.executemany(
                _PLACE + "(%s, %s, %s, %s, %s, %s, %s)",
                [(new, *place) for place in places],
            )
    assert isinstance(found, UUID)
    return found


def record(connection: "Connection", scenario_id: UUID) -> ScenarioRecord:
    """Return what is known about a scenario.

    Raises:
        UnknownIdError: there is none.
    """
    sql = f"SELECT {_RECORD} FROM scenarios WHERE id = %s".encode()
    row = connection.execute(sql, (scenario_id,)).fetchone()
    if row is None:
        raise _unknown(scenario_id)
    return _record(row)


def names(connection: "Connection", scenario_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what scenarios are called, by their ids; those that there are not are left out."""
    sql = b"SELECT id, name FROM scenarios WHERE id = ANY(%s)"
    return dict(connection.execute(sql, (list(scenario_ids),)).fetchall())


def delete(connection: "Connection", scenario_id: UUID) -> None:
    """Delete a scenario and its stations. Who derives another one from it, or adds runs of it,
    waits until the transaction ends.

    Raises:
        UnknownIdError: there is none.
        NeededError: others need it.
    """
    found = connection.execute("SELECT FROM scenarios WHERE id = %s FOR UPDATE", (scenario_id,))
    if found.fetchone() is None:
        raise _unknown(scenario_id)
    refuse_needed(
        scenario_id,
        children=_users(connection, "scenarios WHERE parent_scenario_id = %s", scenario_id),
        runs=_users(connection, "simulation_runs WHERE scenario_id = %s", scenario_id),
    )
    connection.execute("DELETE FROM places WHERE scenario_id = %s", (scenario_id,))
    connection.execute("DELETE FROM scenarios WHERE id = %s", (scenario_id,))


def _users(connection: "Connection", which: str, scenario_id: UUID) -> Users:
    sql = f"SELECT count(*), (array_agg(id ORDER BY id DESC))[1] FROM {which}"
    return Users(*_row(connection, sql, (scenario_id,)))


def _unknown(scenario_id: UUID) -> UnknownIdError:
    return UnknownIdError(f"there is no scenario {scenario_id} in the store")


def scenario(connection: "Connection", scenario_id: UUID) -> Scenario:
    """Return a scenario in full.

    Raises:
        UnknownIdError: there is none.
    """
    line = connection.execute(_ANCESTRY, (scenario_id,)).fetchall()
    if not line:
        raise _unknown(scenario_id)
    return built(line[0][0], [changes for _, changes in line[1:]])


def station_ids(connection: "Connection", scenario_id: UUID) -> list[str]:
    """Return the ids of a scenario's stations, in its order."""
    rows = connection.execute(
        "SELECT p.id FROM places p JOIN scenarios s ON s.places_of = p.scenario_id "
        "WHERE s.id = %s ORDER BY p.position",
        (scenario_id,),
    )
    return [one for (one,) in rows]


def listed(
    connection: "Connection", parent: UUID | None, limit: int, before: UUID | None
) -> list[ScenarioRecord]:
    """Return scenarios, the newest first."""
    rows = connection.execute(
        f"SELECT {_RECORD} FROM scenarios "
        "WHERE (%(parent)s::uuid IS NULL OR parent_scenario_id = %(parent)s) "
        "AND (%(before)s::uuid IS NULL OR id < %(before)s) "
        "ORDER BY id DESC LIMIT %(limit)s".encode(),
        {"parent": parent, "before": before, "limit": max(0, limit)},
    )
    return [_record(row) for row in rows]


def _record(row: tuple[Any, ...]) -> ScenarioRecord:
    one, parent, name, changes, digest, stations, created_at = row
    return ScenarioRecord(one, parent, name, tuple(changes), digest, stations, created_at)


def _row(connection: "Connection", sql: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    row = connection.execute(sql.encode(), values).fetchone()
    assert row
    return row
