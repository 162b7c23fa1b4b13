"""Where a database is: its URL, what a connection is opened with, and the URL without a secret."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from voltwin.store.interface import StoreError

_EXAMPLE = "postgresql://user@host:5432/database"
_SECRET = ("password", "sslpassword", "passfile")
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
            why = str(error).strip().replace(self.url, self.shown)
            raise StoreError(f"{self.shown}: {why}; it is written {_EXAMPLE}") from None
        return {**_TIMEOUTS, **given}

    @property
    def database(self) -> str:
        """The name of the database, for messages."""
        return str(self.parameters.get("dbname") or self.parameters.get("user") or "the default")


def without_password(url: str) -> str:
    """Return a URL without what is secret in it.

    >>> without_password("postgresql://ann:secret@db:5432/twin?sslmode=require")
    'postgresql://ann@db:5432/twin?sslmode=require'
    """
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # such as brackets of no IPv6 address
        return f"{url.partition('://')[0]}://..."
    user, at, host = parts.netloc.rpartition("@")
    query = urlencode([pair for pair in pairs if pair[0] not in _SECRET], quote_via=quote)
    return urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query=query))
