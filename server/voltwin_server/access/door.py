"""Who is let in: by a token, by a ticket, or whoever comes where no login is needed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from voltwin_server.access.callers import LOCAL, Caller
from voltwin_server.access.tickets import Tickets
from voltwin_server.access.tokens import TokenError, Tokens
from voltwin_server.logs import LOG

S = TypeVar("S")
T = TypeVar("T")


class Door:
    """Knows who calls a server. Used in one event loop."""

    def __init__(self, tokens: Tokens | None) -> None:
        """Begin without tickets.

        Args:
            tokens: that callers must show one of; None where no login is needed.
        """
        self.needs_tokens = tokens is not None
        self.tickets = Tickets()
        self._tokens = tokens

    def by_token(self, given: Sequence[str]) -> Caller | None:
        """Return who sends a request; None for somebody unknown.

        Args:
            given: the values of its header `Authorization`.
        """
        if self._tokens is None:
            return LOCAL
        scheme, _, secret = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        if scheme.lower() != "bearer":
            return None
        return _unless_damaged(self._tokens.caller, secret.strip())

    def by_ticket(self, given: Sequence[str], path: str) -> Caller | None:
        """Return who opens a socket; None for a ticket that does not open it.

        Args:
            given: the tickets in its query.
            path: of the socket.
        """
        caller = self.tickets.take(given[0], path) if len(given) == 1 else None
        return caller if caller is not None and self.knows(caller) else None

    def knows(self, caller: Caller) -> bool:
        """Return whether somebody who was let in would still be."""
        return self._tokens is None or bool(_unless_damaged(self._tokens.knows, caller))


def _unless_damaged(look: Callable[[S], T], what: S) -> T | None:
    try:
        return look(what)
    except (TokenError, OSError):
        LOG.exception("nobody is let in: the file of tokens cannot be read")
        return None
