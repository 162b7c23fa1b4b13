"""One writer at a time: a lock that ends with the process that holds it, however it ends."""

import fcntl
import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from voltwin.store.folder_error import FolderError

LOCK = "lock"


class Lock:
    """The right to write to a folder."""

    def __init__(self, folder: Path) -> None:
        """Take it.

        Raises:
            FolderError: another process has it.
            OSError: the file of the lock cannot be written.
        """
        self._file = (folder / LOCK).open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = holder(folder)
            self._file.close()
            raise FolderError(
                f"{folder}: is being written by another process{who}; wait for it, or follow it "
                f"with: voltwin monitor {folder}"
            ) from None
        self._file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname()}, self._file)
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.truncate(0)
        self._file.close()


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
