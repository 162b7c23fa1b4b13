"""Tickets: a browser cannot send a token with a socket, but it can ask for a ticket with one.

A ticket stands in the address, which servers on the way may write into their logs; so it opens one
path, once, within half a minute, for whoever asked for it.
"""

import hashlib
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from voltwin_server.access.callers import Caller
from voltwin_server.problems import AGAIN_S, TOO_MANY_SOCKETS, ProblemError

TICKET = "ticket"  # the parameter
VALID_S = 30.0
_MOST_PER_CALLER = 100  # that are not used yet
_RANDOM_BYTES = 32


@dataclass(frozen=True)
class _Ticket:
    caller: Caller
    path: str
    until: float


class Tickets:
    """The tickets that have not been used. Used in one event loop or thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Begin with none.

        Args:
            clock: tells the time [s].
        """
        self._clock = clock
        self._tickets: dict[str, _Ticket] = {}
        self._order: deque[tuple[float, str]] = deque()  # until, digest

    def issue(self, caller: Caller, path: str) -> str:
        """Return a new ticket.

        Args:
            caller: who may use it.
            path: that it opens.

        Raises:
            ProblemError: the caller has many that are not used.
        """
        self._forget_old()
        if sum(one.caller == caller for one in self._tickets.values()) >= _MOST_PER_CALLER:
            raise ProblemError(
                TOO_MANY_SOCKETS,
                f"{_MOST_PER_CALLER} of your tickets have not been used yet.",
                headers={"Retry-After": str(AGAIN_S)},
            )
        secret = secrets.token_urlsafe(_RANDOM_BYTES)
        until = self._clock() + VALID_S
        self._tickets[_digest(secret)] = _Ticket(caller, path, until)
        self._order.append((until, _digest(secret)))
        return secret

    def take(self, secret: str, path: str) -> Caller | None:
        """Return who may open a path with a ticket, which opens nothing from then on.

        None where it is unknown, used before, too old, or for another path.
        """
        self._forget_old()
        found = self._tickets.pop(_digest(secret), None)
        return found.caller if found is not None and found.path == path else None

    def _forget_old(self) -> None:
        now = self._clock()
        while self._order and self._order[0][0] <= now:
            self._tickets.pop(self._order.popleft()[1], None)


def _digest(secret: str) -> str:
    """Return what a ticket is found by: how long that takes tells nothing about others."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
