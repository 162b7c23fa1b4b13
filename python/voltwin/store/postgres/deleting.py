"""Rows of runs vanish: all at once, whatever table they are in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from voltwin.store.schema import TABLES

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection


def delete_rows(connection: "Connection", experiment: UUID, runs: Sequence[UUID]) -> None:
    """Delete the rows of runs, and forget which chunks of their experiment were written."""
    for table in TABLES:
        sql = f"DELETE FROM {table} WHERE run_id = ANY(%s)"
        connection.execute(sql.encode(), (list(runs),))
    connection.execute("DELETE FROM written_chunks WHERE owner = %s", (experiment,))
