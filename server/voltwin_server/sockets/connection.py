"""The connection of a socket: uvicorn's, but who takes nothing holds nothing, nor who sends much.

uvicorn closes a connection when all that was sent has been taken, and a client that has stopped
reading takes it never; here it is broken off after a time. It answers each ping, though the client
may take none of the answers; here only as long as they are taken (RFC 6455, 5.5.3, lets the others
be left out). It reads all that has come before anything else has its turn, however much that is;
here little at a time, and no more than a client may send. A connection is counted with all others
by the server, which hands it over.
"""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from voltwin_server.limits.reset import reset
from voltwin_server.settings import Settings
from voltwin_server.sockets.allowance import Allowance
from voltwin_server.sockets.line import FLOODED, FLOW

PING_S = 20.0
MESSAGES_PER_S, MOST_AT_ONCE = 50, 200  # of one client: parts of messages, pings, pongs
_SLICE = 2048  # bytes that are read at once
_CLOSING_S, _STOPPING_S = 5.0, 1.0  # for the client to answer a close
MOST_PARTS = 64  # of a message
_HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)


def bounded_sockets(settings: Settings) -> type[asyncio.Protocol]:
    """Return the protocol of a server's sockets, for uvicorn's option `ws`."""
    return type("BoundedSocket", (_BoundedSocket,), {"settings": settings})


class _BoundedSocket(WebSocketsSansIOProtocol):
    """A socket that gives up on who takes nothing."""

    settings: Settings
    _closing_timer: asyncio.TimerHandle | None = None
    _is_flooded = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin with all that a client may send at once; the arguments are uvicorn's."""
        super().__init__(*arguments, **options)
        self._allowance = Allowance(MESSAGES_PER_S, MOST_AT_ONCE)

    def data_received(self, data: bytes) -> None:
        """Take bytes; a head that is too large for the library is refused, which says nothing."""
        if not self.handshake_initiated:  # the head comes as a whole
            super().data_received(data)
            if not self.handshake_initiated:
                self.transport.write(_HEAD_TOO_LARGE)
                self.transport.close()
        else:
            self._take_frames(data)
        if self.transport.is_closing():
            self._break_off_later()

    def _take_frames(self, data: bytes) -> None:
        """Take bytes until there are too many frames in them. Those behind are not kept unread: who
        closes with unread bytes takes from the client what it was sent last."""
        for begin in range(0, len(data), _SLICE):
            if self._is_flooded or self.transport.is_closing():
                return
            super().data_received(data[begin : begin + _SLICE])

    def handle_events(self) -> None:
        """Take frames, unless there are more than the client may send."""
        if self._allowance.take(len(self.conn.events), self.loop.time()):
            super().handle_events()
        else:
            self._is_flooded = True
            message: Any = {"type": "websocket.receive", FLOODED: True}
            self.queue.put_nowait(message)

    def handle_connect(self, event: Request) -> None:
        """Begin to answer; the application may ask what the client takes."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][FLOW] = {FLOW: self}

    def handle_ping(self) -> None:
        """Answer a ping, unless the client does not take what it is sent."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def handle_cont(self, event: Frame) -> None:
        """Take a part of a message; of many small ones each costs more here than who sends it."""
        super().handle_cont(event)
        if len(self.frames) > MOST_PARTS:
            self.conn.fail(1008, "too many parts")
            self.handle_parser_exception()

    async def send(self, message: Any) -> None:
        """Send something; a handshake that is refused is complete, which uvicorn takes for an
        application that has forgotten it."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = not message.get("more_body", False)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Close: the application has done what there was."""
        super().on_task_complete(task)
        self._break_off_later()

    def keepalive_timeout(self) -> None:
        """Close a socket whose client does not answer."""
        super().keepalive_timeout()
        self._break_off_later()

    def shutdown(self) -> None:
        """End with the server."""
        super().shutdown()
        if self._closing_timer is not None:
            self._closing_timer.cancel()
        self._closing_timer = self.loop.call_later(_STOPPING_S, self.break_off)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        if self._closing_timer is not None:
            self._closing_timer.cancel()
        super().connection_lost(exc)

    async def taken(self) -> None:
        """Return when nearly all that was sent is on its way, or the client has gone."""
        await self.writable.wait()

    def break_off(self) -> None:
        """End the connection at once, and drop what the client does not take, in the kernel too."""
        reset(self.transport)

    def _break_off_later(self) -> None:
        """Break off in a while what is closed and not read to its end: uvicorn would let the kernel
        wait for its client, with all that was sent."""
        if self._closing_timer is None and not self.disconnected:
            seconds = min(_CLOSING_S, self.settings.timeouts.watching)
            self._closing_timer = self.loop.call_later(seconds, self.break_off)
