"""What a database is and holds, for people."""

from typing import TYPE_CHECKING, Any

from voltwin.store.postgres.extensions import NAMES, extensions
from voltwin.store.postgres.migrating import BASE, versions
from voltwin.store.postgres.runs import silent
from voltwin.store.records import Status

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

_SERVER = "SELECT current_setting('server_version'), pg_database_size(current_database())"
_RUNS = "SELECT status, count(*) FROM simulation_runs GROUP BY status"


def described(connection: "Connection") -> dict[str, Any]:
    """Return what a database is: with no tables of Voltwin, nothing is counted."""
    ((server, size),) = connection.execute(_SERVER)
    found = versions(connection)
    there = extensions(connection)
    notes = [one.note(has_part=name in found) for name, one in there.items()]
    about: dict[str, Any] = {
        "kind": "PostgreSQL",
        "versions": {
            "PostgreSQL": server.partition(" ")[0],
            **{
                called: there[name].version if name in there else None
                for name, called in NAMES.items()
            },
        },
        "schema_version": found.get(BASE),
        "notes": [note for note in notes if note],
        "bytes": size,
    }
    if BASE in found:
        ((count,),) = connection.execute("SELECT count(*) FROM scenarios")
        by_status: dict[str, int] = dict(connection.execute(_RUNS).fetchall())
        about["scenarios"] = count
        about["runs"] = {one.value: by_status.get(one.value, 0) for one in Status}
        about["abandoned"] = silent(connection)
    return about
