"""Turns at compiling: of all processes that need a kernel one compiles it, the others wait for it.

A lock on a file beside the compiled code: the system takes it back when its holder dies, and it
works across the machines of a shared folder wherever that knows locks. Where there are none,
everybody compiles, as before.
"""

import os
from contextlib import suppress

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]


class Turn:
    """A turn at most, so that nobody waits for one while others wait for him."""

    def __init__(self) -> None:
        self._held: int | None = None  # the open file

    def take(self, file: str) -> None:
        """Wait until it is this process's turn at what a lock file stands for; any other turn is
        given up first."""
        self.give_up()
        if fcntl is None:
            return
        with suppress(OSError):  # a folder that cannot be written, or without locks
            os.makedirs(os.path.dirname(file), exist_ok=True)
            self._held = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
            fcntl.flock(self._held, fcntl.LOCK_EX)

    def give_up(self) -> None:
        """Let others have their turn, if this process has one."""
        if self._held is not None:
            held, self._held = self._held, None
            with suppress(OSError):
                fcntl.flock(held, fcntl.LOCK_UN)  # at once, even where a child has the file open
            os.close(held)
