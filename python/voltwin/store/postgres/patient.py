"""Connections that do not wait for ever for a server that hangs.

Of a server that is stopped, or stuck, keepalives tell nothing: the kernel of its machine answers
them. And a limit that the server keeps, such as `statement_timeout`, it does not keep then.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.errors import OperationalError, _WaitTimeout

SILENCE_S = 360.0  # of a server that works on it: longer than any query may take

# What becomes of a broken connection is told by errors; the rest is for those who ask for logs.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


class SilenceError(OperationalError):
    """The server has not answered in time."""


class Patient(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up when an answer takes too long."""

    _silence_s: float | None = SILENCE_S

    @contextmanager
    def patience(self, silence_s: float | None) -> Iterator[None]:
        """Have answers take so long [s] for a while; None for as long as they take."""
        former, self._silence_s = self._silence_s, silence_s
        try:
            yield
        finally:
            self._silence_s = former

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Return what the server answers.

        Raises:
            SilenceError: it does not; the connection is closed.
        """
        limit = self._silence_s if timeout is None else timeout
        try:
            return super().wait(gen, interval=interval, timeout=limit)
        except _WaitTimeout:
            if timeout is not None:
                raise
            self.close()
            raise SilenceError(f"it has not answered for {limit:g} s") from None
