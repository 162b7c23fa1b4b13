"""How many sockets a caller may have open at once, and how many there may be in all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from voltwin_server.problems import AGAIN_S, AWAY, TOO_MANY_SOCKETS, ProblemError
from voltwin_server.settings import Limits


class SocketsOfCallers:
    """Counts open sockets by the names of callers. Used in one event loop."""

    def __init__(self, limits: Limits) -> None:
        """Begin with none.

        Args:
            limits: of sockets, for one caller and in all.
        """
        self._limits = limits
        self._counts: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are open."""
        return self._counts.total()

    @contextmanager
    def open(self, caller: str) -> Iterator[None]:
        """Count one more of a caller's for a while.

        Raises:
            ProblemError: the caller, or all together, have as many as are allowed.
        """
        self._refuse_more(caller)
        self._counts[caller] += 1
        try:
            yield
        finally:
            self._counts[caller] -= 1
            if not self._counts[caller]:
                del self._counts[caller]

    def _refuse_more(self, caller: str) -> None:
        later = {"Retry-After": str(AGAIN_S)}
        most = self._limits.sockets_per_token
        if self._counts[caller] >= most:
            text = f"{most:,} of your sockets are open; no more are allowed at once."
            raise ProblemError(TOO_MANY_SOCKETS, text, headers=later)
        most = self._limits.sockets
        if self.count >= most:
            text = f"{most:,} sockets are open; no more are allowed at once."
            raise ProblemError(AWAY, text, headers=later)
