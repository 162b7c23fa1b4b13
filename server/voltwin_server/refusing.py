"""Refusing a request or a socket before any route has seen it."""

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from voltwin_server.problems import ProblemError
from voltwin_server.request_ids import request_id_of

_POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1


async def refuse(error: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a problem; a socket is not accepted, and told the same if possible."""
    if scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
        answer = error.response(request_id_of(HTTPConnection(scope)))
        await answer(scope, receive, send)
    else:
        await receive()  # websocket.connect
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": error.detail})
