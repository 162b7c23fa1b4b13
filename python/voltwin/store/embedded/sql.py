"""SQL over an embedded store: DuckDB in memory, over the files and the rows of the catalogue."""

import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from voltwin.store.answers import in_plain_types
from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.files import RESULTS
from voltwin.store.embedded.parquet import spoilt
from voltwin.store.embedded.views import DATE_BIN, STATIONS, TABLES, Lists, list_of, view
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.schema import TABLES as OF_RESULTS

if TYPE_CHECKING:
    import duckdb

_TRIES = 5  # with files that others merge meanwhile
_DELETED = "deleted scenarios"  # in the catalogue's revisions
_OF_RESULTS = re.compile(rf"{RESULTS}/[^'\"\n]*?\.parquet")
_ODD = frozenset("*?[]{}=")  # in a path: patterns, or columns


class Sql:
    """DuckDB, told of the catalogue whenever that has changed; threads share one."""

    def __init__(self, of: Catalogue) -> None:
        """Prepare to query a store; DuckDB is loaded with the first query."""
        self._catalogue = of
        self._lock = Lock()
        self._duckdb: duckdb.DuckDBPyConnection | None = None
        self._seen: dict[str, int] = {}
        self._scenarios = 0  # the last one that is known
        self._files: Lists = {}
        self._link: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            if self._duckdb:
                self._duckdb.close()
                self._duckdb = None
            if self._link:
                self._link.cleanup()

    def query(self, sql: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Return what a query gives; see `Store.query`.

        Raises:
            StoreError: the query is wrong, or writes; a file is damaged or missing.
            StoreUnavailableError: files cannot be read.
        """
        import duckdb

        for _ in range(_TRIES):
            try:
                return in_plain_types(self._answer(sql, parameters))
            except duckdb.IOException as error:
                failure = error  # files were merged between the look at their names and theirs
            except (duckdb.Error, pa.ArrowException) as error:
                self._refuse_spoilt(error)
                raise StoreError(f"the query cannot be answered: {_first_lines(error)}") from error
        self._refuse_spoilt(failure)
        raise StoreUnavailableError(f"{self._catalogue.folder}: {_first_lines(failure)}")

    def _refuse_spoilt(self, failure: Exception) -> None:
        """Say of a file that a failure names what it is, if that is why."""
        named = _OF_RESULTS.search(str(failure))
        if named:
            file = self._catalogue.folder / named[0]
            raise spoilt(file, "damaged" if file.exists() else "missing") from failure

    def _answer(self, sql: str, parameters: Mapping[str, Any]) -> pa.Table:
        with self._lock:
            cursor = self._refreshed().cursor()
            files = self._files
        try:
            used = _parameters_of(cursor, sql)
            for name in OF_RESULTS:
                if name in sql.lower():
                    for variable, paths in list_of(files, name).items():
                        cursor.execute(f"SET VARIABLE {variable} = $paths", {"paths": paths})
                    cursor.execute(view(name, files))
            given = {name: parameters[name] for name in used if name in parameters}
            # Not parameters of none: that would be another way through DuckDB.
            found = cursor.sql(sql, params=given) if given else cursor.sql(sql)
            answer: pa.Table = found.to_arrow_table()
            return answer
        finally:
            cursor.close()

    def _refreshed(self) -> "duckdb.DuckDBPyConnection":
        """Return DuckDB with what the catalogue holds now."""
        with self._catalogue.reading() as catalogue:  # refused if the store is closed
            if self._duckdb is None:
                self._duckdb = self._begun()
            now = dict(catalogue.execute("SELECT what, revision FROM revisions").fetchall())
            if now[_DELETED] != self._seen.get(_DELETED):
                self._scenarios = 0  # their numbers may be those of others now: all are read again
            for table in TABLES.values():
                if now[table.revision] != self._seen.get(table.revision):
                    rows = catalogue.execute(table.select, {"last": self._scenarios}).fetchall()
                    table.load(self._duckdb, rows, more=table.grows and self._scenarios > 0)
            (last,) = catalogue.execute("SELECT coalesce(max(number), 0) FROM scenarios").fetchone()
            if now["files"] != self._seen.get("files"):
                named = catalogue.execute("SELECT table_name, run_id, path FROM files").fetchall()
                self._files = self._lists(named)
        self._seen, self._scenarios = now, last
        return self._duckdb

    def _lists(self, named: list[tuple[str, str | None, str]]) -> Lists:
        root, lists = self._root(), Lists()
        for table, run_id, path in named:
            lists.setdefault((table, run_id is not None), []).append(f"{root}/{path}")
        return lists

    def _begun(self) -> "duckdb.DuckDBPyConnection":
        """Return DuckDB with tables that are still empty, which reads no other files than ours."""
        import duckdb

        connection = duckdb.connect(":memory:")
        spill = Path(tempfile.gettempdir()) / f"voltwin-duckdb-{uuid4().hex}"
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET temp_directory = $place", {"place": str(spill)})
        for sql in (DATE_BIN, *(table.create for table in TABLES.values()), STATIONS):
            connection.execute(sql)
        ours = [f"{self._root()}/{RESULTS}", str(self._catalogue.folder.resolve() / RESULTS)]
        connection.execute("SET allowed_directories = $ours", {"ours": ours})
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    def _root(self) -> str:
        """Return the store's folder; by a link, if DuckDB would read more than that in its path."""
        folder = self._catalogue.folder.resolve()
        if not _ODD & set(str(folder)):
            return str(folder)
        if self._link is None:
            self._link = tempfile.TemporaryDirectory(prefix="voltwin-")
            (Path(self._link.name) / "store").symlink_to(folder, target_is_directory=True)
        return f"{self._link.name}/store"


def _parameters_of(cursor: "duckdb.DuckDBPyConnection", sql: str) -> set[str]:
    """Return the names of a query's parameters.

    Raises:
        StoreError: it is no single query.
    """
    import duckdb

    statements = cursor.extract_statements(sql)
    if len(statements) != 1:
        raise StoreError(f"one query is expected, not {len(statements)} statements")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise StoreError(
            f"a store is only read by queries: {sql.strip().partition(' ')[0]} is none"
        )
    return set(statements[0].named_parameters)


def _first_lines(error: Exception) -> str:
    """Return what DuckDB says, without the query."""
    text = str(error).partition("\n\nLINE ")[0]
    with suppress(ValueError):
        text = text[: text.index("\n\n")]
    return text.replace("\n", "; ")
