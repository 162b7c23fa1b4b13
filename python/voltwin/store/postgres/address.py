"""Where a database is: its URL, what a connection is opened with, and the URL without a secret."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from voltwin.store.interface import StoreError

_HOW = (
    "a database is named as in postgresql://user@host:5432/database, with marks such as @ / ? # % "
    "in a password written %40 %2F %3F %23 %25"
)
# As libpq reads it. Numbers alone are ports, and an @ in a path is written %40: else it may be that
# a password holds what should have been written so.
_HOST = r"(?:\[[^\]@/?]*\]|[^:@/?,\[\]]*)(?::\d*)?"
_READABLE = re.compile(
    r"(?P<begin>\w+://(?:[^:@/?]*(?=[:@]))?)(?::[^@/?]*(?=@))?"
    rf"(?P<rest>@?{_HOST}(?:,{_HOST})*(?:/[^@?]*)?(?:\?(?:\w+=[^&]*(?:&|$))*)?)",
    re.DOTALL,
)
# Of what cannot be read, to the last @, and not the first.
_PASSWORD = re.compile(r"^(\w+://[^:@/?]*):.*@", re.DOTALL)
_SECRET = re.compile(r"(?<=[?&])(?:password|sslpassword|passfile)=[^&]*(?:&|$)", re.IGNORECASE)
# A peer that has vanished without a word is noticed within half a minute, not after hours.
_TIMEOUTS = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "voltwin",
}


@dataclass(frozen=True)
class Address:
    """A database, by its URL; TLS and timeouts as the URL says (`?sslmode=verify-full`)."""

    url: str

    def __repr__(self) -> str:
        return f"Address({self.shown})"

    @cached_property
    def shown(self) -> str:
        """The URL without a password."""
        return without_password(self.url)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """What a connection is opened with.

        Raises:
            StoreError: it is no URL of a database.
        """
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        try:
            given = conninfo_to_dict(self.url)
        except psycopg.ProgrammingError as error:
            why = "it cannot be read" if "@" in self.url else str(error).strip()
            raise StoreError(f"{self.shown}: {why}; {_HOW}") from None
        ports = str(given.get("port") or "").split(",")
        is_readable = _READABLE.fullmatch(self.url) or not _PASSWORD.match(self.url)
        if not (is_readable or given.get("password")) or not all(map(_is_port, ports)):
            raise StoreError(f"{self.shown}: it cannot be read; {_HOW}")
        return {**_TIMEOUTS, **given}

    @property
    def database(self) -> str:
        """The name of the database, for messages."""
        return str(self.parameters.get("dbname") or self.parameters.get("user") or "the default")


def _is_port(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and 0 < int(text) < 1 << 16)


def without_password(url: str) -> str:
    """Return a URL without what is secret in it.

    >>> without_password("postgresql://ann:secret@db:5432/twin?sslmode=require")
    'postgresql://ann@db:5432/twin?sslmode=require'
    """
    found = _READABLE.fullmatch(url)
    bare = f"{found['begin']}{found['rest']}" if found else _PASSWORD.sub(r"\1@", url)
    return _SECRET.sub("", bare).rstrip("?&")
