"""Clients that go away before they are answered, and what is let go of when they have been."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

T = TypeVar("T")

LEFT = 499  # the status in the log; nobody is there to be sent it


class LeftError(Exception):
    """Who asked has gone."""


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return what work returns; it is cancelled when who asked for it goes away.

    Args:
        request: whose body has been read.
        work: for its answer.

    Raises:
        LeftError: who asked has gone.
        Exception: that the work raises.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait([working, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise LeftError
        return working.result()
    finally:
        for task in (working, leaving):
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class HeldResponse(StreamingResponse):
    """A streamed answer for which something is held until it has ended, however it ends."""

    def __init__(self, *args: Any, release: Callable[[], None], **options: Any) -> None:
        """Take what Starlette's takes, and what lets go."""
        super().__init__(*args, **options)
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._release()
