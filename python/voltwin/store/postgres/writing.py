"""Chunks in PostgreSQL: written as a whole and once, by binary COPY."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import pyarrow as pa

from voltwin.store.interface import Chunk, StoreError, UnknownIdError
from voltwin.store.postgres.encoding import binary_blocks
from voltwin.store.postgres.runs import hold
from voltwin.store.rows.checked_rows import runs_in
from voltwin.store.schema import EVENTS, TABLES, Table

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

_KEY = (
    "INSERT INTO written_chunks (owner, key) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING key"
)
_OPEN = """
SELECT count(*) FILTER (WHERE id = ANY(%(runs)s)),
    count(*) FILTER (WHERE id = ANY(%(runs)s) AND status IN ('PENDING', 'RUNNING')),
    count(*),
    count(*) FILTER (WHERE status IN ('PENDING', 'RUNNING'))
FROM simulation_runs WHERE experiment_id = %(owner)s
"""


def write(connection: "Connection", chunk: Chunk, tables: Mapping[str, pa.Table]) -> bool:
    """Write a chunk in the transaction at hand, and return whether it was new.

    The effects, in order: nobody ends its owner until the transaction is over; its key is noted, on
    which a second writer of it waits; its runs are looked at; rows are written.

    Args:
        connection: in a transaction.
        chunk: whose owner and key it is.
        tables: its rows, as `checked_rows` returns them.

    Raises:
        UnknownIdError: a run is none of the owner's.
        StoreError: the owner has ended.
    """
    hold(connection, chunk.owner, alone=False)
    if connection.execute(_KEY, (chunk.owner, chunk.key)).fetchone() is None:
        return False
    _check_runs(connection, chunk.owner, sorted(runs_in(tables)))
    for name, rows in tables.items():
        if rows.num_rows and name == EVENTS.name:
            _copy(connection, name, TABLES[name], rows)
        elif rows.num_rows:
            _merge(connection, TABLES[name], rows)
    return True


def _check_runs(connection: "Connection", owner: UUID, runs: list[UUID]) -> None:
    counts = connection.execute(_OPEN, {"owner": owner, "runs": runs})
    ((known, unfinished, every, going_on),) = counts
    if known < len(runs) or not every:
        raise UnknownIdError(f"{owner} has no such run: {', '.join(map(str, runs[:3]))}")
    if unfinished < len(runs) or not going_on:
        raise StoreError(f"{owner} has ended; nothing more can be written to it")


def _merge(connection: "Connection", table: Table, rows: pa.Table) -> None:
    """Write rows but those whose key is there. COPY itself knows no exceptions: it fills a table
    that lasts as long as the session, of which what is new is taken over."""
    staged = f"staged_{table.name}"
    connection.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {staged} (LIKE {table.name}) "
        "ON COMMIT DELETE ROWS".encode()
    )
    _copy(connection, staged, table, rows)
    connection.execute(
        f"INSERT INTO {table.name} SELECT * FROM {staged} ON CONFLICT DO NOTHING".encode()
    )


def _copy(connection: "Connection", target: str, table: Table, rows: pa.Table) -> None:
    columns = ", ".join(rows.column_names)
    sql = f"COPY {target} ({columns}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(sql.encode()) as copy:
        for block in binary_blocks(table, rows):
            copy.write(block)
