"""Finding out who calls, before anything of a request but its headers is read.

Where no login is needed, whoever reaches the server is its administrator, and only this machine
does. A proxy on the machine would let everybody in, so what says that a proxy sent it is refused
there (`Via`: RFC 9110, 7.6.3; `Forwarded`: RFC 7239; `X-Forwarded-*` and `X-Real-IP` by custom).
"""

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from voltwin_server.access.callers import Caller
from voltwin_server.access.door import Door
from voltwin_server.access.roles import CALLER
from voltwin_server.access.tickets import TICKET
from voltwin_server.problems import BEHIND_PROXY, ProblemError
from voltwin_server.refusing import refuse

_OF_PROXIES = ("forwarded", "via", "x-real-ip")


class Authentication:
    """Notes in the state of each request who sends it; what they may is for its route to say."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Stand before an application.

        Args:
            app: that answers.
            door: knows who calls.
        """
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, its caller noted; or refuse it, if a proxy would let everybody in."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            of_proxy = next(filter(_is_of_proxy, headers), None)
            if not self._door.needs_tokens and of_proxy is not None:
                text = f"Start the server with tokens: a proxy sent this (header {of_proxy})."
                await refuse(ProblemError(BEHIND_PROXY, text), scope, receive, send)
                return
            scope.setdefault("state", {})[CALLER] = self._caller(scope, headers)
        await self._app(scope, receive, send)

    def _caller(self, scope: Scope, headers: Headers) -> Caller | None:
        """Return who calls: by the ticket if a socket is opened with one, else by the header."""
        if scope["type"] == "websocket" and scope["query_string"]:
            tickets = QueryParams(scope["query_string"]).getlist(TICKET)
            if tickets:
                return self._door.by_ticket(tickets, scope["path"])
        return self._door.by_token(headers.getlist("authorization"))


def _is_of_proxy(header: str) -> bool:
    return header.startswith("x-forwarded-") or header in _OF_PROXIES
