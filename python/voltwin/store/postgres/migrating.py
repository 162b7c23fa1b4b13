"""Tables are made and changed by numbered files, forward only, each once and as a whole.

Those in `migrations` themselves make the tables; those in a folder there are for an extension, and
are applied where the database has it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from voltwin.store.interface import StoreError
from voltwin.store.postgres.address import Address
from voltwin.store.postgres.extensions import LEAST, extensions, usable
from voltwin.store.postgres.failures import INIT
from voltwin.store.postgres.pool import Pool

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

BASE = "base"
PARTS = (BASE, *LEAST)
_FILE = re.compile(r"([0-9]{4})_(\w+)\.sql")
_LOCK = 0x766F6C7477696E  # any number that nobody else takes for an advisory lock
_VERSIONS = """
CREATE TABLE IF NOT EXISTS schema_versions (
    part text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (part, version)
)
"""


@dataclass(frozen=True)
class Migration:
    """A step: which part of the schema it is about, its number there, a name, and its SQL."""

    part: str
    version: int
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.part} {self.version}: {self.name.replace('_', ' ')}"


@cache
def migrations(part: str) -> tuple[Migration, ...]:
    """Return the steps of a part, in order."""
    folder = files("voltwin.store.postgres.migrations")
    found = [
        Migration(part, int(match[1]), match[2], file.read_text(encoding="utf-8"))
        for file in (folder if part == BASE else folder / part).iterdir()
        if (match := _FILE.fullmatch(file.name))
    ]
    return tuple(sorted(found, key=lambda one: one.version))


def newest(part: str) -> int:
    """Return the version of a part that this Voltwin knows."""
    return max(one.version for one in migrations(part))


def versions(connection: "Connection") -> dict[str, int]:
    """Return the version of each part that a database has; empty if it has none."""
    (known,) = _row(connection, "SELECT to_regclass('schema_versions') IS NOT NULL")
    if not known:
        return {}
    rows = connection.execute("SELECT part, max(version) FROM schema_versions GROUP BY part")
    return {str(part): int(version) for part, version in rows}


def check_versions(found: dict[str, int], address: Address) -> None:
    """See that a database has the tables of this version.

    Raises:
        StoreError: it has none, older or newer ones.
    """
    refuse_newer(found, address)
    if BASE not in found:
        raise StoreError(f"{address.shown}: has no tables of Voltwin; {_how(INIT, address)}")
    if found[BASE] < newest(BASE):
        raise StoreError(
            f"{address.shown}: its tables are of version {found[BASE]}, this Voltwin needs "
            f"{newest(BASE)}; bring them there with: voltwin db upgrade --store {address.shown}"
        )


def refuse_newer(found: dict[str, int], address: Address) -> None:
    """See that a database knows nothing that this Voltwin does not.

    Raises:
        StoreError: it does.
    """
    for part, version in found.items():
        known = newest(part) if part in PARTS else 0
        if version > known:
            raise StoreError(
                f"{address.shown}: its tables ({part}) are of version {version}, this Voltwin "
                f"knows {known}; use a newer Voltwin"
            )


def upgrade(pool: Pool) -> list[Migration]:
    """Apply all steps that a database lacks, and return them. Two who do so wait for each other.

    Raises:
        StoreError: the database is newer than this Voltwin, or a step fails; those before it stay.
    """
    with pool.transaction() as connection:
        _lock(connection)
        connection.execute(_VERSIONS)
        refuse_newer(versions(connection), pool.address)
        present = usable(extensions(connection))
    return [one for one in _wanted(present) if _applied(pool, one)]


def _wanted(present: tuple[str, ...]) -> Iterator[Migration]:
    for part in (BASE, *present):
        yield from migrations(part)


def _applied(pool: Pool, step: Migration) -> bool:
    """Apply a step unless it was before, and return whether it was new."""
    with pool.transaction() as connection:
        _lock(connection)
        row = connection.execute(
            "INSERT INTO schema_versions (part, version, name) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING RETURNING version",
            (step.part, step.version, step.name),
        ).fetchone()
        if row is not None:
            with connection.patience(None):  # an index of a large table takes its time
                connection.execute(step.sql.encode())
        return row is not None


def _lock(connection: "Connection") -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def _row(connection: "Connection", sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql.encode()).fetchone()
    assert row
    return row


def _how(text: str, address: Address) -> str:
    return text.format(url=address.shown)
