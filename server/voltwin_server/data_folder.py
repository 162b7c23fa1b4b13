"""The folder of a server's data: one server at a time, and nobody else reads it."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voltwin.experiment.lock import LOCK, holder
from voltwin.run_folder.folder_error import FolderError

_ONLY_OWNER = 0o700


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Have the right to serve a folder, which is made if it is missing.

    Raises:
        FolderError: another server has it, or it cannot be written.
    """
    try:
        folder.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
        file = (folder / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderError(
                f"{folder}: is served by another process{holder(folder)}; stop that one, or choose "
                "another folder with --data"
            ) from None
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname()}, file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
