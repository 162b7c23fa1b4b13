"""The catalogue of an embedded store: an SQLite file that several processes read and write."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from voltwin.store.embedded.migrations import APPLICATION_ID, MIGRATIONS
from voltwin.store.interface import StoreError, StoreUnavailableError

FILE = "catalogue.sqlite"
_OWN = (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal", "results")
_PATIENCE_S = 30.0  # for others who write; they hold the lock for a moment each
# Who reads and who writes do not wait for each other; what is written outlives a power cut.
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


def now() -> int:
    """Return this moment [microseconds since 1970, UTC]."""
    return time.time_ns() // 1_000


class Catalogue:
    """One connection, which threads share."""

    def __init__(self, folder: Path) -> None:
        """Open the catalogue of a folder; folder and catalogue are made if there are none.

        Raises:
            StoreError: the folder holds something else, or the catalogue is of a newer version.
            StoreUnavailableError: it cannot be read or written.
        """
        self.folder = folder = Path(os.path.abspath(folder))
        self._lock = RLock()
        with self.failing():
            _refuse_others(folder)
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                folder / FILE,
                timeout=_PATIENCE_S,
                isolation_level=None,
                check_same_thread=False,
            )
        try:
            with self.failing():
                self._begin()
            self.upgrade()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        """Set what is not kept in the file, if it is ours.

        Raises:
            StoreError: it is not.
        """
        (tables,) = self.one("SELECT count(*) FROM sqlite_master")
        if tables and self.one("PRAGMA application_id")[0] != APPLICATION_ID:
            raise StoreError(f"{self.folder / FILE}: is no catalogue of a store")
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @property
    def version(self) -> int:
        """Which version its tables are of."""
        return int(self.one("PRAGMA user_version")[0])

    def upgrade(self) -> list[str]:
        """Bring its tables to this version, and return what has been done.

        Raises:
            StoreError: it is of a newer version.
        """
        if self.version == len(MIGRATIONS):
            return []
        with self.writing() as connection:  # nobody else does it meanwhile
            found = self.version
            if found > len(MIGRATIONS):
                raise StoreError(
                    f"{self.folder}: was written by a newer Voltwin (version {found} of the "
                    f"catalogue, this one knows {len(MIGRATIONS)}); use that one"
                )
            for script in MIGRATIONS[found:]:
                for statement in _statements(script):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        return [
            f"version {number + 1} of the catalogue" for number in range(found, len(MIGRATIONS))
        ]

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        with self._lock, self.failing():
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Return the first row of a query, None if there is none."""
        with self._lock, self.failing():
            return self._connection.execute(sql, values).fetchone()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Have several queries see the catalogue at one moment."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write to the catalogue: all of it or nothing, while nobody else does."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self.failing():
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # it may have been rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Say in one sentence why something cannot be read or written.

        Raises:
            StoreError: the catalogue is damaged, or no catalogue.
            StoreUnavailableError: there is no room or no right to write, or others do for too long.
        """
        try:
            yield
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise StoreUnavailableError(f"{self.folder}: {why}") from error
        except sqlite3.OperationalError as error:
            raise StoreUnavailableError(f"{self.folder}: {error}") from error
        except sqlite3.ProgrammingError as error:
            raise StoreError(f"{self.folder}: the store is closed") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.folder / FILE}: {error}") from error


def changed(connection: sqlite3.Connection, *what: str) -> None:
    """Note that rows of these kinds have changed: scenarios, deleted scenarios, runs, files."""
    for one in what:
        connection.execute("UPDATE revisions SET revision = revision + 1 WHERE what = ?", (one,))


def _refuse_others(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file; name a folder for the store")
    if not folder.is_dir() or (folder / FILE).exists():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name not in _OWN:
            raise StoreError(
                f"{folder}: holds {entry.name}, which is no part of a store; name another folder"
            )


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script: `executescript` would commit before it begins."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
