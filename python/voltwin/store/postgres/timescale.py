"""What TimescaleDB is told, besides its migration. Nothing here waits for its background jobs.

Written by the documentation of version 2.28.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

# COPY writes columns at once, instead of rows that are converted later; batches are sorted by it.
_DIRECT = "SET timescaledb.enable_direct_compress_copy = on"
_CHUNKS = """
SELECT format('%I.%I', chunk_schema, chunk_name), is_compressed
FROM timescaledb_information.chunks WHERE hypertable_name = 'telemetry_events'
ORDER BY chunk_name
"""


def prepare(connection: "Connection") -> None:
    """Have COPY write columns at once, in the transaction at hand."""
    connection.execute(_DIRECT.replace("SET", "SET LOCAL", 1).encode())


def tidy(connection: "Connection") -> list[str]:
    """Drop chunks without rows, convert those that hold rows as such, and say what was done.

    Args:
        connection: in no transaction: a conversion commits by itself.
    """
    chunks = connection.execute(_CHUNKS).fetchall()
    done = [
        f"{chunk}: dropped, as it was empty" for chunk, _ in chunks if _dropped(connection, chunk)
    ]
    for chunk, is_columns in connection.execute(_CHUNKS).fetchall():
        again = str(bool(is_columns)).lower()
        connection.execute(
            f"CALL convert_to_columnstore('{chunk}', recompress => {again})".encode()
        )
        done.append(f"{chunk}: kept as columns")
    return done


def _dropped(connection: "Connection", chunk: str) -> bool:
    """Drop a chunk if it has no rows; whoever wants to write to it meanwhile gets a new one."""
    with connection.transaction():
        connection.execute(f"LOCK TABLE {chunk} IN ACCESS EXCLUSIVE MODE".encode())
        empty = connection.execute(f"SELECT FROM {chunk} LIMIT 1".encode()).fetchone() is None
        if empty:
            connection.execute(f"DROP TABLE {chunk}".encode())
    return empty
