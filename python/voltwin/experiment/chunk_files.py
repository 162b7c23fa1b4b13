"""Finished chunks as files: each is there as a whole, or is not trusted.

A file's name tells its place in the order of arrival, how many runs it holds, and a digest of all
its bytes: `000017-0020-3fa9c1e2d4b5a697.parquet`. So a look at the folder tells how far the work
is, and a file that was torn or changed shows it.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from voltwin.disk import sync

_NAME = re.compile(r"([0-9]{6,})-([0-9]{4,})-([0-9a-f]{16})\.parquet")
_PARTIAL = ".partial-"
_DIGEST_BYTES = 8  # enough against accident; nobody else writes here


class ChunkFile(NamedTuple):
    """A file of finished runs."""

    path: Path
    number: int
    rows: int
    digest: str


def chunk_files(folder: Path) -> list[ChunkFile]:
    """Return the files of finished chunks in the order of their arrival, unread."""
    with suppress(FileNotFoundError):
        found = [_named(path) for path in folder.iterdir()]
        return sorted((file for file in found if file), key=lambda file: file.number)
    return []


def _named(path: Path) -> ChunkFile | None:
    match = _NAME.fullmatch(path.name)
    return ChunkFile(path, int(match[1]), int(match[2]), match[3]) if match else None


def whole_files(folder: Path) -> Iterator[ChunkFile]:
    """Yield the files whose bytes are those that were written. Others, and what a writer that died
    has left unfinished, are deleted: their runs are done again.

    Raises:
        OSError: a file cannot be read or deleted.
    """
    for left_over in folder.glob(f"{_PARTIAL}*"):
        left_over.unlink()
    for file in chunk_files(folder):
        if _digest(file.path.read_bytes()) == file.digest:
            yield file
        else:
            file.path.unlink()


def read_chunk(file: ChunkFile, columns: list[str] | None = None) -> pa.Table:
    """Return the runs of a chunk; of some columns, if they are named."""
    from pyarrow import parquet

    with parquet.ParquetFile(file.path) as content:
        return content.read(columns=columns, use_threads=False)  # a chunk is small


def chunk_name(number: int, rows: int, digest: str) -> str:
    """Return the name of the file of a chunk."""
    return f"{number:06}-{rows:04}-{digest}.parquet"


def write_chunk(folder: Path, number: int, rows: pa.Table) -> ChunkFile:
    """Write a chunk; when this returns, it outlives a power cut.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    content = _as_parquet(rows)
    digest = _digest(content)
    path = folder / chunk_name(number, rows.num_rows, digest)
    partial = folder / f"{_PARTIAL}{os.getpid()}"
    try:
        with partial.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    sync(folder)
    return ChunkFile(path, number, rows.num_rows, digest)


def _as_parquet(rows: pa.Table) -> memoryview:
    from pyarrow import parquet

    out = pa.BufferOutputStream()
    # Of a few rows, dictionaries and statistics would take longer than all the rest.
    parquet.write_table(rows, out, compression="zstd", use_dictionary=False, write_statistics=False)
    return memoryview(out.getvalue())


def _digest(content: bytes | memoryview) -> str:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()
