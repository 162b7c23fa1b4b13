"""Having what was written on the disk, so that it outlives a power cut."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have the content of a file on the disk; of a folder, the names in it.

    Raises:
        OSError: it cannot be.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
