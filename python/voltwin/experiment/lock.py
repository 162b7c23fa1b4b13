"""One writer at a time: a lock that ends with the process that holds it, however it ends."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from voltwin.run_folder.folder_error import FolderError

LOCK = "lock"
_LOOK_S = 0.2  # longer than anybody who only looks holds it


_WRITTEN = (
    "is being written by another process{holder}; wait for it, or follow it with: "
    "voltwin monitor {folder}"
)


@contextmanager
def locked(folder: Path, taken: str = _WRITTEN) -> Iterator[None]:
    """Have the right to write to a folder.

    Args:
        folder: that is there.
        taken: what is said of a folder that another process has.

    Raises:
        FolderError: another process has it.
        OSError: the file of the lock cannot be written.
    """
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        if not _got(file):
            words = taken.format(holder=holder(folder), folder=folder)
            raise FolderError(f"{folder}: {words}")
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname()}, file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _got(file: IO[str]) -> bool:
    """Return whether the lock could be had; whoever looks at it (`is_held`) has it for a moment."""
    end = time.monotonic() + _LOOK_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(_LOOK_S / 20)


def holder(folder: Path) -> str:
    """Return who holds the lock of a folder, in words that go on a sentence; empty if unknown."""
    try:
        who = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return f" (number {who['pid']} on {who['host']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def is_held(folder: Path) -> bool:
    """Return whether a process of this machine writes to a folder now."""
    try:
        with (folder / LOCK).open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # there is none, or it is not ours to open
        return False
    return False
