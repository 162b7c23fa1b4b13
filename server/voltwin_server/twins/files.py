"""Small files that are there as a whole, or as they were before; folders that are there or not."""

import json
import shutil
from pathlib import Path
from typing import Any

from voltwin import disk

PARTIAL = "."  # begins the names of what is not whole


def write_whole(file: Path, content: str, *, sync: bool = True) -> None:
    """Replace a file, or leave it as it was.

    Args:
        file: to be written.
        content: of it.
        sync: whether it outlives a power cut when this returns.

    Raises:
        OSError: it cannot be written.
    """
    partial = file.with_name(f"{PARTIAL}{file.name}")
    try:
        partial.write_text(content, encoding="utf-8")
        if sync:
            disk.sync(partial)
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if sync:
        disk.sync(file.parent)


def write_object(file: Path, fields: dict[str, Any], *, sync: bool = True) -> None:
    """Write fields as JSON; see `write_whole`."""
    write_whole(file, json.dumps(fields, ensure_ascii=False) + "\n", sync=sync)


def delete_whole(folder: Path) -> None:
    """Delete a folder: from now on, or not at all.

    Raises:
        OSError: it cannot be deleted.
    """
    gone = folder.with_name(f"{PARTIAL}{folder.name}")
    folder.rename(gone)
    disk.sync(gone.parent)
    shutil.rmtree(gone, ignore_errors=True)


def read_object(file: Path) -> dict[str, Any]:
    """Return the fields in a file.

    Raises:
        OSError: there is none, or it cannot be read.
        ValueError: it is damaged.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: is damaged: {error}") from None
    if not isinstance(found, dict):
        raise ValueError(f"{file}: is damaged: it holds no fields")
    return found
