"""The folder of a server's data: one server at a time, and nobody else reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voltwin.experiment.lock import LOCK, locked
from voltwin.run_folder.folder_error import FolderError

_ONLY_OWNER = 0o700
_SERVED = (
    "is served by another process{holder}; stop that one, or choose another folder with --data"
)


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Have the right to serve a folder, which is made if it is missing.

    Raises:
        FolderError: another server has it, or it cannot be written.
    """
    try:
        folder.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
        (folder / LOCK).touch()
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror}") from error
    with locked(folder, _SERVED):
        yield
