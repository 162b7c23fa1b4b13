"""What must be there for the server to do its work."""

import time
from collections.abc import Callable
from threading import Lock

from voltwin_server.logs import FIELDS, LOG

_KEPT_S = 1.0  # everybody may ask, and nobody shall load the store by asking


_NOT_TOLD = "does not answer; the log says why"  # errors may name hosts, and everybody may ask


class NotReadyError(Exception):
    """Something is not there yet; the message says why, and everybody may read it."""


class Checks:
    """Looks at what must be there, once a second at most. Threads may share one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none.

        Args:
            clock: tells the time [s].
        """
        self._clock, self._lock = clock, Lock()
        self._checks: dict[str, Callable[[], None]] = {}
        self._missing: list[tuple[str, str]] = []
        self._seen_at: float | None = None

    @property
    def names(self) -> list[str]:
        """What is looked at."""
        return list(self._checks)

    def add(self, name: str, check: Callable[[], None]) -> None:
        """Look at one more thing.

        Args:
            name: of it, such as "workers".
            check: raises an exception if it is not there; the message of a `NotReadyError` is told.
        """
        self._checks[name], self._seen_at = check, None

    def missing(self) -> list[tuple[str, str]]:
        """Return the name of each thing that is not there, and why."""
        with self._lock:
            if self._seen_at is None or self._clock() - self._seen_at >= _KEPT_S:
                found = [(name, self._why_not(name)) for name in self._checks]
                self._missing = [(name, why) for name, why in found if why]
                self._seen_at = self._clock()
            return self._missing

    def _why_not(self, name: str) -> str:
        """Return why something is not there; nothing if it is."""
        try:
            self._checks[name]()
        except Exception as error:  # whatever it is, it is not ready
            LOG.warning("not ready", extra={FIELDS: {"check": name, "error": str(error)}})
            return str(error) if isinstance(error, NotReadyError) else _NOT_TOLD
        return ""
