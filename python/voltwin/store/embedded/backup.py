"""A copy of an embedded store, which may be written meanwhile.

The catalogue is taken as it is at one moment, then the files that it names: these never change. One
that has gone since (merged with others, or deleted with its run) has the catalogue taken again.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from voltwin.store.interface import StoreError, StoreUnavailableError

_CATALOGUE = "catalogue.sqlite"
_PATIENCE_S = 30.0
_TRIES = 100  # each is soon done: what has been copied stays


@dataclass(frozen=True)
class Backup:
    """What has been copied: how many files with rows, and their size [bytes]."""

    files: int
    bytes: int


def back_up(folder: Path, into: Path) -> Backup:
    """Copy a store as it is at one moment; on one file system its files are linked.

    Args:
        folder: of the store, which others may use.
        into: folder that becomes a store; there is none yet.

    Raises:
        StoreError: there is no store, or there is something at `into`.
        StoreUnavailableError: it cannot be read, or the copy cannot be written; nothing is left.
    """
    if not (folder / _CATALOGUE).is_file():
        raise StoreError(f"{folder}: is no store, it has no {_CATALOGUE}")
    if into.exists():
        raise StoreError(f"{into}: is there already; name a folder that is not")
    partial = into.with_name(f".{into.name}.partial-{os.getpid()}")
    try:
        partial.mkdir(parents=True)
        found = _copied(folder, partial)
        partial.replace(into)
    except OSError as error:
        raise StoreUnavailableError(f"{error.filename or into}: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"{folder / _CATALOGUE}: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return found


def _copied(folder: Path, into: Path) -> Backup:
    """Copy the catalogue and all that it names."""
    for _ in range(_TRIES):
        named = _catalogue(folder, into)
        _leave_only(into, named)
        with suppress(FileNotFoundError):
            for path in named:
                _link(folder / path, into / path)
            return Backup(len(named), sum((into / path).stat().st_size for path in named))
    raise StoreUnavailableError(f"{folder}: files come and go too fast; try again later")


def _catalogue(folder: Path, into: Path) -> set[Path]:
    """Copy the catalogue, and return the files that it names."""
    file = into / _CATALOGUE
    file.unlink(missing_ok=True)
    source = sqlite3.connect(folder / _CATALOGUE, timeout=_PATIENCE_S)
    with closing(source), closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
        # One file, without a log beside it: whoever opens the store sets that anew.
        copy.execute("PRAGMA journal_mode = DELETE")
        return {Path(path) for (path,) in copy.execute("SELECT path FROM files")}


def _leave_only(into: Path, named: set[Path]) -> None:
    """Delete what an earlier catalogue named, and this one does not."""
    for file in list(into.rglob("*")):
        if file.is_file() and file.name != _CATALOGUE and file.relative_to(into) not in named:
            file.unlink()


def _link(source: Path, copy: Path) -> None:
    """Link a file, or copy it, unless that is done.

    Raises:
        FileNotFoundError: it is not there any more.
    """
    if copy.exists():
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, copy)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copy2(source, copy)
