"""What has been done to a twin, by whom and when: a line each, on the disk before it is told.

A line that is not whole was never acknowledged: whoever writes next does so over it. A line that is
whole stands, even if whoever wrote it has died before it could say so: `order`, by which it was
asked for, tells whoever asked. A line's number is its place, counted from 1.
"""

import errno
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from voltwin.disk import sync

Entry: TypeAlias = dict[str, Any]  # number, by, wall, now, do, and what belongs to it
SERVER = "(server)"  # does what nobody has asked for; no token can have this name
_ALWAYS = {"number", "now", "do"}  # in a line
_UNTOLD = ("order", "outcomes")  # for whoever asked alone


class JournalError(Exception):
    """A line cannot be written; the message says why."""


class Journal:
    """The journal of a twin, to be written. One process at a time has it."""

    def __init__(self, file: Path) -> None:
        """Go on after the last whole line of a file, which is made if there is none.

        Raises:
            OSError: it cannot be read or written.
        """
        self.is_spoilt = False  # whether a line that was not told may stand there all the same
        is_new = not file.exists()
        self._file = file.open("ab", buffering=0)
        try:
            if is_new:
                sync(file.parent)
            self.number, self._end = _looked_through(file)
            self._file.truncate(self._end)
            os.fsync(self._file.fileno())  # whoever wrote the last line may have died before it did
        except BaseException:
            self._file.close()
            raise

    def append(self, fields: dict[str, Any]) -> Entry:
        """Write a line, and return it with its number; when this returns it outlives a power cut.

        Raises:
            JournalError: it cannot be written; nothing is left of it, unless the journal is then
                spoilt: whoever opens it again finds out.
        """
        if self.is_spoilt:
            raise JournalError("what was not written could not be taken back")
        entry = {"number": self.number + 1, **fields}
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        try:
            if self._file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except BaseException as error:
            self._take_back()
            if isinstance(error, OSError):
                raise JournalError(error.strerror or str(error)) from error
            raise
        self.number, self._end = self.number + 1, self._end + len(line)
        return entry

    def _take_back(self) -> None:
        """Leave nothing of a line that was not written to its end."""
        try:
            self._file.truncate(self._end)
        except OSError:
            self.is_spoilt = True

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _looked_through(file: Path) -> tuple[int, int]:
    """Return how many whole lines there are, and where the last one ends [bytes]."""
    number = end = 0
    with file.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            number, end = number + 1, end + len(line)
    return number, end


def entries(file: Path, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """Yield lines of a journal in their order.

    Args:
        file: of the journal; one that is missing has no lines.
        after: the number of the line before the first.
        limit: how many at most.

    Raises:
        OSError: it cannot be read.
        ValueError: a line is damaged.
    """
    try:
        lines = file.open("rb")
    except FileNotFoundError:
        return
    end = None if limit is None else after + limit
    with lines:
        for number, line in enumerate(islice(lines, after, end), after + 1):
            if not line.endswith(b"\n"):  # it is being written, or never was
                return
            entry = _read(line)
            if entry is None or entry.get("number") != number:
                raise ValueError(f"{file}:{number}: is damaged")
            yield entry


def _read(line: bytes) -> Entry | None:
    try:
        entry: Any = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.keys() >= _ALWAYS else None


def line_of(file: Path, order: str, *, after: int) -> Entry | None:
    """Return the line that an order has left, which outlives a power cut when this returns; None if
    nothing was done.

    Args:
        file: of the journal, which nobody writes.
        order: by which it was asked for.
        after: the number of a line before it.

    Raises:
        OSError: it cannot be read.
        ValueError: a line is damaged.
    """
    for entry in entries(file, after=after):
        if entry.get("order") == order:
            sync(file)
            return entry
    return None


def did_message(entry: Entry) -> dict[str, Any]:
    """Return the message that tells those who watch what has been done. Observations may be
    thousands: of them it has the number alone."""
    told = {name: value for name, value in entry.items() if name not in ("made", *_UNTOLD)}
    if entry["do"] != "observe" and "made" in entry:
        told["made"] = entry["made"]
    return {"kind": "did", **told}
