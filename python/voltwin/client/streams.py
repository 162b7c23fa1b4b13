"""What comes over a connection part by part, read as a file."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Received(io.RawIOBase):
    """A file to be read once from its begin to its end, of which only a part is in memory."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        """Read what `parts` yields."""
        self._parts, self._rest = parts, memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer, as far as the part at hand does, and return how far; 0 at the end."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._parts))
            except StopIteration:
                return 0
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def table_from(parts: Iterator[bytes]) -> pa.Table:
    """Return the table of an Arrow IPC stream that comes part by part."""
    whole_reads = io.BufferedReader(Received(parts))  # Arrow takes a short one for the end
    return pa.ipc.open_stream(pa.PythonFile(whole_reads, "r")).read_all()
