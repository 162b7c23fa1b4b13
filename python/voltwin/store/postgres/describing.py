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
    parts = {NAMES[name]: str(one) for name, one in extensions(connection).items()}
    about: dict[str, Any] = {
        "kind": "PostgreSQL",
        "versions": {"PostgreSQL": server.partition(" ")[0], **_none(), **parts},
        "schema_version": found.get(BASE),
        "parts": sorted(set(found) - {BASE}),
        "bytes": size,
    }
    if BASE in found:
        ((count,),) = connection.execute("SELECT count(*) FROM scenarios")
        by_status: dict[str, int] = dict(connection.execute(_RUNS).fetchall())
        about["scenarios"] = count
        about["runs"] = {one.value: by_status.get(one.value, 0) for one in Status}
        about["abandoned"] = silent(connection)
    return about


def _none() -> dict[str, str]:
    return dict.fromkeys(NAMES.values(), "not on this server")
