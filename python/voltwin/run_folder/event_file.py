"""The event log as a Parquet file, compressed on a thread of its own while the engine goes on."""

from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
from pyarrow import parquet

from voltwin.one_thread import one_thread
from voltwin_bindings.event_log import SCHEMA

# Of other columns than kinds a dictionary takes longer than zstd does, which takes longest where
# digits are random: so it is given the bytes of equal weight together, ...
_BY_BYTES = ("time", "power_kw")
# ... and not given numbers of things: of their differences, each in as few bits as are needed, it
# would take hardly more away, ...
_DIFFERENCES = ("station", "vehicle", "battery", "charger", "bay")
# ... nor SoCs, nearly all of whose digits are random.
_PLAIN = ("soc",)
_ENCODINGS = {
    **dict.fromkeys(_BY_BYTES, "BYTE_STREAM_SPLIT"),
    **dict.fromkeys(_DIFFERENCES, "DELTA_BINARY_PACKED"),
}
_NOT_COMPRESSED = ("kind", *_DIFFERENCES, *_PLAIN)
_LEVELS = {name: -1 for name in SCHEMA.names if name not in _NOT_COMPRESSED}  # zstd's fast ones
_STATISTICS = ["time"]  # by which readers skip what they do not need; all else is in all pages
_AT_ONCE = 1 << 16  # values handed to an encoder
_PAGE_BYTES = 1 << 22  # a column of a batch: to compress a page begins with what costs in itself


class EventFile:
    """A Parquet file (zstd) being written; at most one batch waits, so memory is bounded."""

    def __init__(self, file: Path) -> None:
        self.rows = 0
        self._thread = one_thread("event-file")
        self._writer = parquet.ParquetWriter(
            file,
            SCHEMA,
            compression={name: "zstd" if name in _LEVELS else "none" for name in SCHEMA.names},
            compression_level=_LEVELS,
            use_dictionary=["kind"],  # type: ignore[arg-type]
            column_encoding=_ENCODINGS,
            write_statistics=_STATISTICS,
            write_batch_size=_AT_ONCE,
            data_page_size=_PAGE_BYTES,
        )
        self._pending: Future[None] | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Write a batch; returns when the batch before it is written."""
        self._wait()
        self.rows += batch.num_rows
        self._pending = self._thread.submit(self._writer.write_batch, batch)

    def _wait(self) -> None:
        if self._pending:
            self._pending.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._wait()
        finally:
            self._thread.shutdown()
            self._writer.close()
