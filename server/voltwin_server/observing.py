"""What is done for every request, whoever answers it: an id, a line of log, figures, headers that
tell browsers to be careful, and a problem where the answer is a crash."""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voltwin.store.uuid7 import uuid7
from voltwin_server.access.roles import caller_of
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.metrics import UNMATCHED, Metrics
from voltwin_server.problems import CRASHED, ProblemError
from voltwin_server.refusing import refuse
from voltwin_server.request_ids import REQUEST_ID

ID_HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_INTERNAL_ERROR = 1011  # RFC 6455, 7.4.1
_CLIENT_LEFT = 499  # as other servers log it: nobody was there to answer

# https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html; what an answer says
# itself is left as it is: a page needs another policy than data.
_CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Observed:
    """Stands before all else."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand before an application.

        Args:
            app: that answers.
            metrics: that count requests.
        """
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and note that."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun = perf_counter()
        answer = _Answer(scope, send, lambda: self._note(scope, 101, perf_counter() - begun))
        try:
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            pass  # nobody is there to be told
        except Exception:
            await answer.crash(receive)
        finally:
            if not answer.is_socket:  # a socket was noted when it was opened
                self._note(scope, answer.status, perf_counter() - begun)

    def _note(self, scope: Scope, status: int | None, seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", UNMATCHED)
        method = scope.get("method", "WEBSOCKET")
        status = _CLIENT_LEFT if status is None else status
        self._metrics.request(method, route, status, seconds)
        connection = HTTPConnection(scope)
        caller, client = caller_of(connection), connection.client
        fields = {
            "request_id": scope["state"][REQUEST_ID],
            "caller": caller.name if caller else "-",
            "client": client.host if client else "-",
            "method": method,
            "route": route,
            "path": scope["path"][:200],
            "status": status,
            "ms": round(seconds * 1e3, 1),
        }
        level = logging.ERROR if status >= 500 else logging.INFO
        LOG.log(level, "request", extra={FIELDS: fields})


class _Answer:
    """An answer on its way."""

    def __init__(self, scope: Scope, send: Send, opened: Callable[[], None]) -> None:
        self._scope, self._send, self._opened = scope, send, opened
        self.status: int | None = None
        self.is_socket = False
        given = Headers(scope=scope).get(ID_HEADER, "")
        self._id = given if _ID.fullmatch(given) else str(uuid7())
        scope.setdefault("state", {})[REQUEST_ID] = self._id

    async def send(self, message: Message) -> None:
        """Send a part of it, with the headers that every answer has."""
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[ID_HEADER] = self._id
            for name, value in _CAREFUL.items():
                headers.setdefault(name, value)
        elif message["type"] == "websocket.accept":
            self.status, self.is_socket = 101, True
            MutableHeaders(scope=message)[ID_HEADER] = self._id
            self._opened()
        elif message["type"] == "websocket.close" and self.status is None:
            self.status = 403
        await self._send(message)

    async def crash(self, receive: Receive) -> None:
        """Say that the server has failed, and nothing of why; the log says that. An answer that has
        begun is left unfinished, and so its client sees that it is not whole."""
        LOG.exception("a request has failed", extra={FIELDS: {"request_id": self._id}})
        if self.status is None:
            text = f"Something that nobody foresaw has happened; the log knows it as {self._id}."
            await refuse(ProblemError(CRASHED, text), self._scope, receive, self.send)
        elif self.is_socket:
            with suppress(Exception):  # it may be closed already
                await self._send({"type": "websocket.close", "code": _INTERNAL_ERROR})
