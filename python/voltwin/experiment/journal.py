"""The journal: finished runs. Who wants a run asks here first, so to resume is to ask again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from voltwin.experiment.chunk_files import ChunkFile, read_chunk, whole_files, write_chunk
from voltwin.experiment.rows import REPLICATION, VARIANT
from voltwin.experiment.spans import Keys, key

_MOST_BYTES = 64 << 20  # of rows kept in memory
_KEY = [VARIANT, REPLICATION]


class Journal(Protocol):
    """Finished runs, in the order in which they were added."""

    def add(self, rows: pa.Table) -> None:
        """Keep the rows of a chunk."""

    def chunks(self, columns: Sequence[str] | None = None, first: int = 0) -> Iterator[pa.Table]:
        """Yield the rows of each chunk from the first one asked for; of some columns, if they are
        named."""

    def chunk(self, number: int) -> pa.Table:
        """Return the rows of a chunk by its place among them."""


class InMemory:
    """A journal that ends with the process."""

    def __init__(self) -> None:
        self._chunks: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        """Keep the rows of a chunk."""
        self._chunks.append(rows)

    def chunks(self, columns: Sequence[str] | None = None, first: int = 0) -> Iterator[pa.Table]:
        """Yield the rows of each chunk from the first one asked for; of some columns, if they are
        named."""
        for rows in self._chunks[first:]:
            yield rows if columns is None else rows.select(list(columns))

    def chunk(self, number: int) -> pa.Table:
        """Return the rows of a chunk by its place among them."""
        return self._chunks[number]


class InFolder:
    """A journal of files, see `chunk_files`; one process writes to it at a time. What it holds is
    kept in memory, too, as long as that is little."""

    def __init__(self, folder: Path) -> None:
        """Read what is there; the folder exists.

        Raises:
            OSError: something cannot be read, or a torn file cannot be deleted.
        """
        self._folder = folder
        self._files: list[ChunkFile] = list(whole_files(folder))
        self._known: dict[int, pa.Table] = {}  # rows by the number of their file
        self._room = _MOST_BYTES

    def add(self, rows: pa.Table) -> None:
        """Keep the rows of a chunk; when this returns, they outlive a power cut.

        Raises:
            OSError: they cannot be written.
        """
        number = self._files[-1].number + 1 if self._files else 0
        self._files.append(write_chunk(self._folder, number, rows))
        self._remember(number, rows)

    def chunks(self, columns: Sequence[str] | None = None, first: int = 0) -> Iterator[pa.Table]:
        """Yield the rows of each chunk from the first one asked for; of some columns, if they are
        named."""
        for file in self._files[first:]:
            if file.number in self._known or self._room > 0:
                rows = self._whole(file)
                yield rows if columns is None else rows.select(list(columns))
            else:
                yield read_chunk(file, None if columns is None else list(columns))

    def chunk(self, number: int) -> pa.Table:
        """Return the rows of a chunk by its place among them."""
        return self._whole(self._files[number])

    def _whole(self, file: ChunkFile) -> pa.Table:
        if file.number not in self._known:
            rows = read_chunk(file)
            self._remember(file.number, rows)
            return rows
        return self._known[file.number]

    def _remember(self, number: int, rows: pa.Table) -> None:
        if self._room > 0:
            self._known[number] = rows
            self._room -= rows.nbytes


def finished(journal: Journal) -> Keys:
    """Return the keys of finished runs, sorted; see `spans.key`."""
    keys = [run_keys(rows) for rows in journal.chunks(_KEY)]
    return np.sort(np.concatenate(keys)) if keys else np.empty(0, np.int64)


def run_keys(rows: pa.Table) -> Keys:
    """Return the key of each of these runs."""
    variant, replication = (rows.column(name).to_numpy().astype(np.int64) for name in _KEY)
    return key(variant, replication)
