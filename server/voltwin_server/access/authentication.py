"""Finding out who calls, before anything of a request but its headers is read."""

import logging

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from voltwin_server.access.callers import LOCAL, Caller
from voltwin_server.access.roles import CALLER
from voltwin_server.access.tokens import TokenError, Tokens

_LOG = logging.getLogger("voltwin.server")


class Authentication:
    """Notes in the state of each request who sends it; what they may is for its route to say."""

    def __init__(self, app: ASGIApp, tokens: Tokens | None) -> None:
        """Stand before an application.

        Args:
            app: that answers.
            tokens: that callers must show one of; None where no login is needed.
        """
        self._app, self._tokens = app, tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, its caller noted."""
        if scope["type"] in ("http", "websocket"):
            scope.setdefault("state", {})[CALLER] = self._caller(Headers(scope=scope))
        await self._app(scope, receive, send)

    def _caller(self, headers: Headers) -> Caller | None:
        if self._tokens is None:
            return LOCAL
        given = headers.getlist("authorization")
        scheme, _, secret = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        if scheme.lower() != "bearer":
            return None
        try:
            return self._tokens.caller(secret.strip())
        except (TokenError, OSError):
            _LOG.exception("nobody is let in: the file of tokens cannot be read")
            return None
