"""Files that are there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voltwin.run_folder.folder_error import FolderError


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a file beside `file` to write to, which takes its place if all goes well.

    Raises:
        FolderError: it cannot be written, or is a folder.
    """
    if file.is_dir():
        raise FolderError(f"{file}: is a folder; name a file")
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        yield partial
        partial.replace(file)
    except OSError as error:
        raise FolderError(f"{file}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
