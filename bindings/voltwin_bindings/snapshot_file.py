"""The file of a snapshot: named arrays and plain values, with a checksum over all of it.

A first line with the number of the format, 32 bytes of checksum (BLAKE2b), and an Arrow IPC stream:
one row per array, compressed (zstd), and in the schema's metadata the plain values as JSON. The
checksum is compared before anything is read, so that a damaged file does no harm.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from voltwin_bindings.nested import Array
from voltwin_bindings.snapshot_error import SnapshotError

MAGIC = b"voltwin snapshot "
FORMAT = 1  # of what follows the first line; higher with every change of it
_CHECKSUM_BYTES = 32
_VALUES = b"values"
_SCHEMA = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("dtype", pa.string(), nullable=False),
        pa.field("shape", pa.list_(pa.int64()), nullable=False),
        pa.field("data", pa.large_binary(), nullable=False),
    ]
)


class Content(NamedTuple):
    """What a snapshot's file holds."""

    values: dict[str, Any]  # plain: numbers, text, lists, dictionaries
    arrays: dict[str, Array]


def is_snapshot(file: Path) -> bool:
    """Tell whether a file is a snapshot, by how it begins; damaged ones are."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def refuse_to_replace(file: Path) -> None:
    """Refuse a file that a snapshot may not take the place of, before the work is done.

    Raises:
        SnapshotError: it is a folder or another kind of file, or its folder does not exist.
    """
    if file.is_dir():
        raise SnapshotError(f"{file}: is a folder; name a file for the snapshot")
    if not file.parent.is_dir():
        raise SnapshotError(f"{file}: there is no folder {file.parent}; make it first")
    if file.exists() and not is_snapshot(file):
        raise SnapshotError(f"{file}: is no snapshot, and would be lost; name another file")


def write_snapshot(file: Path, content: Content) -> None:
    """Write a snapshot; an earlier one is replaced at once, or left as it was.

    Raises:
        SnapshotError: the file cannot be written, or is no snapshot and would be lost.
    """
    refuse_to_replace(file)
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        partial.write_bytes(to_bytes(content))
        partial.replace(file)
    except OSError as error:
        raise SnapshotError(f"{file}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def read_snapshot(file: Path) -> Content:
    """Return what is in the file of a snapshot.

    Raises:
        SnapshotError: it cannot be read, is none, damaged, or of another format.
    """
    try:
        return from_bytes(file.read_bytes())
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        problem = "there is no such file" if missing else f"cannot be read: {error.strerror}"
        raise SnapshotError(f"{file}: {problem}") from error
    except SnapshotError as error:
        raise SnapshotError(f"{file}: {error}") from None


def to_bytes(content: Content) -> bytes:
    """Return a snapshot as its file holds it."""
    payload = _packed(content)
    return b"%s%d\n%s%s" % (MAGIC, FORMAT, _checksum(payload), payload)


def from_bytes(data: bytes) -> Content:
    """Return what a snapshot holds; `to_bytes` backwards.

    Raises:
        SnapshotError: it is none, damaged, or of another format.
    """
    if not data.startswith(MAGIC):
        raise SnapshotError("is no snapshot of Voltwin" if data else "is empty, no snapshot")
    number, _, rest = data[len(MAGIC) :].partition(b"\n")
    checksum, payload = rest[:_CHECKSUM_BYTES], rest[_CHECKSUM_BYTES:]
    if number != b"%d" % FORMAT and number.isdigit():
        raise SnapshotError(
            f"is a snapshot of format {number.decode()}, and this version of Voltwin reads format "
            f"{FORMAT} alone; go on with the version that wrote it"
        )
    if number != b"%d" % FORMAT or checksum != _checksum(payload):
        raise SnapshotError("is damaged or cut short: its checksum is another one")
    return _unpacked(payload)


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECKSUM_BYTES).digest()


def _packed(content: Content) -> bytes:
    values = json.dumps(content.values).encode()
    batch = pa.RecordBatch.from_arrays(_columns(content.arrays), schema=_SCHEMA)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    schema = _SCHEMA.with_metadata({_VALUES: values})
    with pa.ipc.new_stream(sink, schema, options=options) as writer:
        writer.write_batch(batch.replace_schema_metadata(schema.metadata))
    return sink.getvalue().to_pybytes()


def _columns(arrays: Mapping[str, Array]) -> list[Any]:
    plain = [np.asarray(array) for array in arrays.values()]
    # The fields of a table's rows are known to those who read it; here a row is so many bytes.
    dtypes = [f"V{a.dtype.itemsize}" if a.dtype.names else a.dtype.str for a in plain]
    return [
        pa.array(arrays.keys(), pa.string()),
        pa.array(dtypes, pa.string()),
        pa.array([list(array.shape) for array in plain], pa.list_(pa.int64())),
        pa.array([array.tobytes() for array in plain], pa.large_binary()),
    ]


def _unpacked(payload: bytes) -> Content:
    with pa.ipc.open_stream(payload) as reader:
        table = reader.read_all()
    names, dtypes, shapes, data = (table[name] for name in _SCHEMA.names)
    arrays = {
        str(name): np.frombuffer(data[i].as_buffer(), dtypes[i].as_py())
        .reshape(shapes[i].as_py())
        .copy()
        for i, name in enumerate(names.to_pylist())
    }
    return Content(json.loads(table.schema.metadata[_VALUES]), arrays)
