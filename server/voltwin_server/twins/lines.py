"""Lines of a journal that others write, found without reading all that stand before them."""

from pathlib import Path
from threading import Lock

from voltwin_server.twins.journal import Entry, entry_in

EVERY = 1000  # of so many lines it is known where one begins


class Lines:
    """The lines of a journal. Threads may share one."""

    def __init__(self, file: Path) -> None:
        """Know nothing of it yet.

        Args:
            file: of the journal; one that is missing has no lines.
        """
        self._file = file
        self._lock = Lock()
        self._begins = [0]  # of the lines 1, 1 + EVERY, ... [bytes]

    def after(self, number: int, limit: int) -> list[Entry]:
        """Return lines in their order.

        Args:
            number: of the line before the first.
            limit: how many at most.

        Raises:
            OSError: it cannot be read.
            ValueError: a line is damaged.
        """
        with self._lock:
            return self._after(number, limit)

    def _after(self, number: int, limit: int) -> list[Entry]:
        try:
            lines = self._file.open("rb")
        except FileNotFoundError:
            return []
        found = list[Entry]()
        with lines:
            near = min(number // EVERY, len(self._begins) - 1)
            before, begin = near * EVERY, self._begins[near]
            lines.seek(begin)
            for line in lines:
                if len(found) == limit or not line.endswith(b"\n"):
                    break
                if before == len(self._begins) * EVERY:  # those before stand for good: this follows
                    self._begins.append(begin)
                before, begin = before + 1, begin + len(line)
                if before > number:
                    found.append(entry_in(line, self._file, before))
        return found
