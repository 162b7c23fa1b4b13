"""How long the address and the headers of a request may be."""

from starlette.types import ASGIApp, Receive, Scope, Send

from voltwin_server.problems import HEADERS_TOO_LARGE, URL_TOO_LONG, ProblemError
from voltwin_server.refusing import refuse
from voltwin_server.settings import Limits

_PER_HEADER = 4  # bytes between name, value and the next one: a colon, a space, an end of line


class BoundedAddresses:
    """Refuses requests whose address or headers are too long."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Stand before an application that answers what is not refused."""
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] in ("http", "websocket"):
            try:
                self._check(scope)
            except ProblemError as error:
                await refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        path = scope.get("raw_path") or scope["path"].encode()
        most = self._limits.url_bytes
        if len(path) + len(scope["query_string"]) > most:
            raise ProblemError(URL_TOO_LONG, f"Path and query may have {most:,} bytes together.")
        most = self._limits.header_bytes
        if sum(len(name) + len(value) + _PER_HEADER for name, value in scope["headers"]) > most:
            raise ProblemError(HEADERS_TOO_LARGE, f"The headers may have {most:,} bytes together.")
