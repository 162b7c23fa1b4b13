"""How long a connection may keep the server waiting, and how many there may be.

uvicorn bounds only the time between two requests. Here a request's headers must have come within a
time (whoever sends a byte now and then holds no connection, as in the attack known as Slowloris), a
client must take what it is sent, and beyond a number of connections new ones are told to come
later. How slowly a body may come is bounded by `bodies`.
"""

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from voltwin_server.limits.reset import reset
from voltwin_server.problems import AGAIN_S, AWAY, MALFORMED, MEDIA_TYPE, TOO_SLOW, Kind
from voltwin_server.settings import Settings


def bounded_connections(settings: Settings) -> type[asyncio.Protocol]:
    """Return the protocol of a server's connections, for uvicorn's option `http`."""
    return type("BoundedConnection", (_BoundedConnection,), {"settings": settings})


class _BoundedConnection(H11Protocol):
    """A connection that gives up on who is too slow."""

    settings: Settings
    _header_timer: asyncio.TimerHandle | None = None
    _reading_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever; or say that there are too many connections."""
        super().connection_made(transport)
        if len(self.connections) > self.settings.connections:
            self._refuse(AWAY, "There are too many connections.")
        else:
            self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        """Take bytes; once the headers of a request are whole, its body has its own bounds."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._is_answering() or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._header_timer is None:
            self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers with the connection."""
        self._stop_waiting()
        if self._reading_timer is not None:
            self._reading_timer.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End with the server; a connection that is being closed already needs nothing more."""
        if not self.transport.is_closing():
            super().shutdown()

    def on_response_complete(self) -> None:
        """Wait for the next request; a connection that is closed does not wait for its reader."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._abort_later()

    def pause_writing(self) -> None:
        """Wait for the client to read, but not for ever."""
        super().pause_writing()
        self._reading_timer = self._abort_later()

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if self._reading_timer is not None:
            self._reading_timer.cancel()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection on which nothing more comes, whether or not the client reads."""
        super().timeout_keep_alive_handler()
        self._abort_later()

    def send_400_response(self, msg: str) -> None:
        """Say that what came is no HTTP."""
        self._refuse(MALFORMED, msg)

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait_for_headers(self) -> None:
        seconds = self.settings.timeouts.header
        self._header_timer = self.loop.call_later(seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _give_up(self) -> None:
        """Close a connection whose headers have not come."""
        self._header_timer = None
        if not self.transport.is_closing() and not self._is_answering():
            self._refuse(TOO_SLOW, "The headers have not come in time.")

    def _refuse(self, kind: Kind, detail: str) -> None:
        """Answer with a problem if the protocol is where it can, and close the connection."""
        content: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status}
        body = json.dumps({**content, "detail": detail}).encode()
        headers = [
            ("content-type", MEDIA_TYPE),
            ("content-length", str(len(body))),
            ("retry-after", str(AGAIN_S)),
            ("connection", "close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = h11.Response(status_code=kind.status, headers=headers)
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self._abort_later()

    def _abort_later(self) -> asyncio.TimerHandle:
        """Break the connection off in a while if the client does not read what it was sent."""
        return self.loop.call_later(self.settings.timeouts.reading, self._break_off)

    def _break_off(self) -> None:
        """Let go of a connection and of all that is still to be sent on it, in the kernel too."""
        reset(self.transport)
