"""How large a body may be, and how slowly it may come: counted while it is read."""

import asyncio
from contextlib import suppress
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voltwin_server.problems import TOO_LARGE, TOO_SLOW, ProblemError
from voltwin_server.refusing import refuse
from voltwin_server.settings import Limits, Timeouts

_LAST = {"Connection": "close"}  # what is left of the body is not a request
_READ_ON_S = 5.0


class BoundedBodies:
    """Refuses bodies that are too large or come too slowly."""

    def __init__(self, app: ASGIApp, limits: Limits, timeouts: Timeouts) -> None:
        """Stand before an application that answers what is not refused."""
        self._app, self._limits, self._timeouts = app, limits, timeouts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._limits.body_bytes
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > most:
            if int(told) <= 2 * most:
                await _read_on(receive, most)
            await refuse(_too_large(most), scope, receive, send)
            return
        await self._app(scope, _Body(receive, most, self._timeouts).receive, send)


class _Body:
    """A body that is being read."""

    def __init__(self, receive: Receive, most: int, timeouts: Timeouts) -> None:
        self._receive, self._most, self._timeouts = receive, most, timeouts
        self._begun: float | None = None  # when it is first asked for
        self._bytes, self._whole = 0, False

    async def receive(self) -> Message:
        """Return the next part of it.

        Raises:
            ProblemError: it is too large, or comes too slowly.
        """
        if self._whole:  # what is awaited now is the end of the connection, which may take its time
            return await self._receive()
        message = await self._next()
        self._bytes += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._bytes > self._most:
            if not self._whole:
                await _read_on(self._receive, self._most)
            raise _too_large(self._most)
        return message

    async def _next(self) -> Message:
        times, now = self._timeouts, monotonic()
        self._begun = now if self._begun is None else self._begun
        until = self._begun + times.body_pause + self._bytes / times.body_rate
        left = min(times.body_pause, until - now)
        try:
            async with asyncio.timeout(left):
                return await self._receive()
        except TimeoutError:
            text = f"The body has not come within {times.body_pause:g} s, or too slowly."
            raise ProblemError(TOO_SLOW, text, headers=_LAST) from None


def _too_large(most: int) -> ProblemError:
    return ProblemError(TOO_LARGE, f"A body may have {most:,} bytes.", headers=_LAST)


async def _read_on(receive: Receive, most: int) -> None:
    """Read and forget the rest of a body, within bounds: who sends all of it before reading the
    answer would otherwise see a broken connection instead of the reason."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_READ_ON_S):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
