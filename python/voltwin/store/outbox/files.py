"""What an outbox has not delivered yet, as files: one an item, in order, each there as a whole.

A file's name tells its place in the order: `000000017.item`.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import pyarrow as pa

from voltwin.disk import sync
from voltwin.store.interface import Chunk, StoreError
from voltwin.store.records import Status

_ITEM, _PARTIAL, _LOCK = ".item", ".partial", "lock"
_SIZE_BYTES = 8


@dataclass(frozen=True)
class StatusChange:
    """That all runs of an experiment are somewhere else from now on; see `Store.set_status`."""

    experiment: UUID
    status: Status
    compute_time_ms: float | None = None
    error: str | None = None
    replications: int | None = None


Item: TypeAlias = Chunk | StatusChange


def waiting(folder: Path) -> list[Path]:
    """Return the files of undelivered items, in order."""
    return sorted(folder.glob(f"*{_ITEM}"))


def was_outbox(folder: Path) -> bool:
    """Return whether an outbox has used a folder: its lock stays when all is delivered."""
    return (folder / _LOCK).is_file() or bool(waiting(folder))


def number_of(path: Path) -> int:
    """Return the place of an item in the order."""
    return int(path.stem)


def write_item(folder: Path, number: int, item: Item) -> Path:
    """Write an item; when this returns, it outlives a power cut.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    path = folder / f"{number:09}{_ITEM}"
    partial = path.with_suffix(_PARTIAL)
    try:
        with partial.open("wb") as out:
            for piece in _pieces(item):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    sync(folder)
    return path


def read_item(path: Path) -> Item:
    """Return an item.

    Raises:
        StoreError: the file is none that an outbox has written.
        OSError: it cannot be read.
    """
    content = pa.py_buffer(path.read_bytes())
    try:
        return _item(content)
    except (ValueError, KeyError, TypeError, pa.ArrowInvalid) as error:
        raise StoreError(f"{path}: is no item of an outbox ({error})") from None


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Have the right to deliver what is in a folder, which is made if there is none.

    Raises:
        StoreError: another process delivers it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"{folder}: another process goes on with this run, and delivers it"
            ) from None
        for left_over in folder.glob(f"*{_PARTIAL}"):
            left_over.unlink()
        yield


def _pieces(item: Item) -> Iterator[bytes | pa.Buffer]:
    """Yield a header of JSON after its size, then each table."""
    if isinstance(item, StatusChange):
        yield from _header({"status": {**vars(item), "experiment": str(item.experiment)}})
        return
    tables = {name: _table(rows) for name, rows in item.tables.items()}
    sizes = {name: buffer.size for name, buffer in tables.items()}
    yield from _header({"owner": str(item.owner), "key": item.key, "tables": sizes})
    yield from tables.values()


def _header(plain: dict[str, Any]) -> Iterator[bytes]:
    text = json.dumps(plain).encode()
    yield len(text).to_bytes(_SIZE_BYTES, "big")
    yield text


def _table(rows: pa.Table) -> pa.Buffer:
    out = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(out, rows.schema, options=options) as writer:
        writer.write_table(rows.unify_dictionaries())
    return out.getvalue()


def _item(content: pa.Buffer) -> Item:
    at = _SIZE_BYTES + int.from_bytes(content[:_SIZE_BYTES].to_pybytes(), "big")
    header = json.loads(content[_SIZE_BYTES:at].to_pybytes())
    if "status" in header:
        told = header["status"]
        experiment, status = UUID(told.pop("experiment")), Status(told.pop("status"))
        return StatusChange(experiment, status, **told)
    tables = {}
    for name, size in header["tables"].items():
        tables[name] = pa.ipc.open_stream(content[at : at + size]).read_all()
        at += size
    return Chunk(UUID(header["owner"]), header["key"], tables)
