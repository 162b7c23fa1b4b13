"""PostGIS and TimescaleDB: whether a database has them, and in which version."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

# The first version that has what is used here: for TimescaleDB, chunks by UUIDs of version 7.
LEAST = {"postgis": (3, 0), "timescaledb": (2, 23)}
NAMES = {"postgis": "PostGIS", "timescaledb": "TimescaleDB"}
_FOUND = """
SELECT a.name, a.installed_version, a.default_version
FROM pg_available_extensions a WHERE a.name IN ('postgis', 'timescaledb') ORDER BY a.name
"""


@dataclass(frozen=True)
class Extension:
    """An extension on a server: its version in this database, if any, and the one to be had."""

    name: str
    version: str | None
    available: str | None

    @property
    def is_usable(self) -> bool:
        """Whether this database has it, new enough."""
        return self.version is not None and _numbers(self.version) >= LEAST[self.name]

    def note(self, *, has_part: bool) -> str | None:
        """Return what to do so that it is used; None, if it is.

        Args:
            has_part: its migrations were applied.
        """
        called = NAMES[self.name]
        if self.version is None:
            return (
                f"{called} is on this server, but not in this database; to use it, a superuser "
                f"does CREATE EXTENSION {self.name}, then: voltwin db upgrade"
            )
        if not self.is_usable:
            least = ".".join(map(str, LEAST[self.name]))
            return f"{called} {self.version} is not used: it must be {least} or newer"
        return None if has_part else f"{called} is not used yet; then: voltwin db upgrade"


def extensions(connection: "Connection") -> dict[str, Extension]:
    """Return those that the server has, by name."""
    return {name: Extension(name, now, could) for name, now, could in connection.execute(_FOUND)}


def usable(found: dict[str, Extension]) -> tuple[str, ...]:
    """Return the names of those that this database has, in the order of their migrations."""
    return tuple(name for name in LEAST if name in found and found[name].is_usable)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]+", version)[:2])
