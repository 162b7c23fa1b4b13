"""Rows of a run's event log between being written and being handed out."""

from collections.abc import Iterator

import pyarrow as pa

from voltwin_bindings.event_log import SCHEMA


class LogRows:
    """Record batches in processing order. Those that have been handed out are forgotten, unless
    something else is still made of them."""

    def __init__(self, *, forgets: bool) -> None:
        """Begin without rows."""
        self._forgets = forgets
        self._batches: list[pa.RecordBatch] = []
        self._handed_out = 0  # of these batches

    def add(self, batch: pa.RecordBatch) -> None:
        """Put rows behind the others."""
        self._batches.append(batch)

    def hand_out(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches that have not been handed out."""
        new = self._batches[self._handed_out :]
        if self._forgets:
            self._batches = []
        else:
            self._handed_out = len(self._batches)
        yield from new

    def all(self) -> pa.Table:
        """Return all rows that are not forgotten."""
        return pa.Table.from_batches(self._batches, schema=SCHEMA)
