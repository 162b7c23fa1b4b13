"""What PostgreSQL refuses, said in one sentence that tells what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.postgres.address import Address

if TYPE_CHECKING:
    import psycopg

# Of a connection that does not come about libpq tells no code, only the server's words.
_REFUSED = (
    ("password authentication failed", "the password is wrong; {password}"),
    ("no password supplied", "a password is asked for; {password}"),
    ("does not support SSL", "the server has no TLS, which sslmode asks for"),
    ("certificate verify failed", "the server's certificate is not trusted; see sslrootcert"),
    ("no pg_hba.conf entry", "the server does not let this user in from here (pg_hba.conf)"),
    ("not permitted to log in", "this user may not log in"),
    ("permission denied for database", "this user may not connect to this database"),
    (
        "invalid sslmode",
        "sslmode is one of disable, allow, prefer, require, verify-ca, verify-full",
    ),
)
_PASSWORD = "give it in PGPASSWORD, in ~/.pgpass or in the URL"
_AWAY = "the database does not answer: {why}; is it running, and reachable from here?"

# By code (Appendix A of PostgreSQL's manual): the store may answer later.
_LATER = {
    "57P01": "it was shut down",
    "57P02": "it has crashed and starts again",
    "57P03": "it is starting",
    "57P05": "the session was idle for too long",
    "53100": "its disk is full",
    "53200": "it is out of memory",
    "53300": "it has too many connections",
    "55P03": "another session holds a lock",
    "40001": "another session was in the way",
    "40P01": "another session was in the way",
}
_CONNECTION = "08"
INIT = "make them with: voltwin db init --store {url}"
_KNOWN = {
    "42P01": f"Voltwin's tables are missing; {INIT}",  # undefined table
    "42501": "this user has not the right to do it: {why}",
    "25006": "it may be read only: {why}",
    "57014": "it took longer than allowed, and was given up",
    "22P05": "the database's encoding has no such character; make it with UTF8",
    "22021": "a text holds a character that PostgreSQL cannot store (code 0)",
}


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn what psycopg raises into errors of a store.

    Raises:
        StoreUnavailableError: the database does not answer, or has gone away.
        StoreError: it refuses.
    """
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise store_error(error, address) from error


def store_error(error: "psycopg.Error", address: Address) -> StoreError:
    """Return an error of psycopg as one of a store."""
    import psycopg

    why, code = _first_line(error), error.sqlstate or ""
    if code in _LATER or code.startswith(_CONNECTION):
        return StoreUnavailableError(f"{address.shown}: {_LATER.get(code, why)}; try again later")
    if code in _KNOWN:
        return StoreError(f"{address.shown}: {_KNOWN[code].format(why=why, url=address.shown)}")
    if not code and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return StoreUnavailableError(f"{address.shown}: {_AWAY.format(why=why)}")
    return StoreError(f"{address.shown}: {why}")


def connect_error(error: "psycopg.Error", address: Address) -> StoreError:
    """Return why a connection did not come about."""
    text = str(error)
    for words, meaning in _REFUSED:
        if words in text:
            return StoreError(f"{address.shown}: {meaning.format(password=_PASSWORD)}")
    if 'database "' in text and "does not exist" in text:
        name = address.database
        return StoreError(
            f"{address.shown}: there is no such database; make it with: createdb {name}"
        )
    if 'role "' in text and "does not exist" in text:
        return StoreError(f"{address.shown}: there is no such user; make it with: createuser")
    return StoreUnavailableError(f"{address.shown}: {_AWAY.format(why=_last_line(text))}")


def _first_line(error: "psycopg.Error") -> str:
    said = error.diag.message_primary or str(error).strip().partition("\n")[0]
    return said or type(error).__name__


def _last_line(text: str) -> str:
    """Return what an address of a host has answered."""
    lines = [line for line in text.strip().splitlines() if line.strip(" \t.")]
    said = next((line for line in lines if "failed:" in line), lines[0] if lines else "no reason")
    return said.rpartition("failed: ")[2].removeprefix("FATAL:  ")
