"""Finding out who calls, before anything of a request but its headers is read.

Where no login is needed, whoever reaches the server is its administrator, and only this machine
does. A proxy on the machine would let everybody in, so what says that a proxy sent it is refused
there (`Via`: RFC 9110, 7.6.3; `Forwarded`: RFC 7239; `X-Forwarded-*` and `X-Real-IP` by custom).
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from voltwin_server.access.callers import LOCAL, Caller
from voltwin_server.access.roles import CALLER
from voltwin_server.access.tokens import TokenError, Tokens
from voltwin_server.logs import LOG
from voltwin_server.problems import BEHIND_PROXY, ProblemError
from voltwin_server.refusing import refuse

_OF_PROXIES = ("forwarded", "via", "x-real-ip")


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
        """Answer a request, its caller noted; or refuse it, if a proxy would let everybody in."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            of_proxy = next(filter(_is_of_proxy, headers), None)
            if self._tokens is None and of_proxy is not None:
                text = f"Start the server with tokens: a proxy sent this (header {of_proxy})."
                await refuse(ProblemError(BEHIND_PROXY, text), scope, receive, send)
                return
            scope.setdefault("state", {})[CALLER] = self._caller(headers)
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
            LOG.exception("nobody is let in: the file of tokens cannot be read")
            return None


def _is_of_proxy(header: str) -> bool:
    return header.startswith("x-forwarded-") or header in _OF_PROXIES
