"""The way to one watcher: sends within a time, waits until the client takes what was sent."""

import asyncio
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

FLOW = "voltwin.flow"  # the extension of ASGI by which our protocol tells how the client takes
FLOODED = "voltwin.flooded"  # in a message of our protocol that stands for too many
_GOODBYE_S = 1.0
_MOST_REASON = 123  # bytes of UTF-8: a control frame has 125, two of them the code


class Flow(Protocol):
    """How a connection tells what its client takes."""

    async def taken(self) -> None:
        """Return when nearly all that was sent is on its way, or the client has gone."""

    def break_off(self) -> None:
        """End the connection at once, and drop what the client does not take."""


class GoneError(Exception):
    """Who was sent something has gone."""


class StuckError(Exception):
    """Who was sent something does not take it in time."""


class Line:
    """Sends messages and frames, and counts them."""

    def __init__(self, socket: WebSocket, seconds: float) -> None:
        """Begin with what has been accepted.

        Args:
            socket: that is open.
            seconds: within which the client must take a message [s].
        """
        self.messages = self.frames = self.bytes = 0
        self._counted = (0, 0, 0)
        self._socket, self._seconds = socket, seconds
        told = socket.scope.get("extensions", {}).get(FLOW, {})
        self._flow: Flow | None = told.get(FLOW)

    async def taken(self) -> None:
        """Return when the client has taken what was sent, so that what is sent next is newest.

        Raises:
            StuckError: it does not in time.
        """
        if self._flow is not None:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._flow.taken()
            except TimeoutError:
                raise StuckError from None

    async def text(self, text: str) -> None:
        """Send a message.

        Raises:
            GoneError, StuckError: nobody takes it.
        """
        await self._send({"type": "websocket.send", "text": text})
        self.messages += 1
        self.bytes += len(text)

    async def frame(self, frame: bytes) -> None:
        """Send a frame.

        Raises:
            GoneError, StuckError: nobody takes it.
        """
        await self._send({"type": "websocket.send", "bytes": frame})
        self.frames += 1
        self.bytes += len(frame)

    def not_counted(self) -> tuple[int, int, int]:
        """Return how many frames, messages and bytes were sent since this was asked last."""
        before, self._counted = self._counted, (self.frames, self.messages, self.bytes)
        return (self.frames - before[0], self.messages - before[1], self.bytes - before[2])

    async def close(self, farewell: str, code: int, reason: str) -> None:
        """Say a last word and close; break off if that is not taken at once."""
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await self._send({"type": "websocket.send", "text": farewell})
                told = reason.encode()[:_MOST_REASON].decode(errors="ignore")
                await self._send({"type": "websocket.close", "code": code, "reason": told})
        except (GoneError, StuckError, TimeoutError):
            if self._flow is not None:
                self._flow.break_off()

    async def _send(self, message: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._socket.send(message)
        except TimeoutError:
            raise StuckError from None
        except (WebSocketDisconnect, RuntimeError):  # the latter: it is closed
            raise GoneError from None
