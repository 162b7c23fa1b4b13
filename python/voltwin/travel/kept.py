"""Results that take long, kept in the user's cache folder by what they follow from."""

import os
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from voltwin.travel.road_graph import Floats
from voltwin_core.jit import user_folder

_MOST_FILES = 40

Pair = tuple[Floats, Floats]


def kept(digest: str, compute: Callable[[], Pair]) -> Pair:
    """Return the two arrays known by a digest, from a file if there is one, else computed.

    A damaged file is computed anew. A folder that cannot be written keeps nothing.

    Args:
        digest: of all that the arrays follow from.
        compute: makes them.
    """
    folder = user_folder("travel")
    file = folder / f"{digest}.npz"
    try:
        with file.open("rb") as stream, np.load(stream) as arrays:
            return arrays["km"], arrays["seconds"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        pass
    pair = compute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(file, pair)
        _forget_oldest(folder)
    except OSError:
        pass
    return pair


def _write(file: Path, pair: Pair) -> None:
    """Write at once: another process sees the whole file, or none."""
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        with partial.open("wb") as out:
            np.savez(out, km=pair[0], seconds=pair[1])
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)
    for file in files[:-_MOST_FILES]:
        file.unlink(missing_ok=True)
