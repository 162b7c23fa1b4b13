"""A file that a process writes while a client is sent what is there: however slow the client, the
process is not kept, and no more than a piece is in memory."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from anyio import to_thread

from voltwin.store.uuid7 import uuid7

_PIECE = 1 << 18  # [bytes]
_LOOK_S = 0.02  # how often it is looked whether more is there


class Growing:
    """A new file in a folder, gone when it has been read."""

    def __init__(self, folder: Path) -> None:
        """Make it, empty."""
        self.path = folder / str(uuid7())
        self.path.touch()

    async def read_while(self, writing: Coroutine[Any, Any, None]) -> AsyncIterator[bytes]:
        """Return what is written, in pieces; the first is there when this returns.

        Args:
            writing: ends when all is written.

        Raises:
            Exception: that writing raises before anything is written.
        """
        pieces = self._pieces(asyncio.ensure_future(writing))
        first = await anext(pieces, b"")
        return _chained(first, pieces)

    async def _pieces(self, writing: "asyncio.Future[None]") -> AsyncIterator[bytes]:
        try:
            with self.path.open("rb", buffering=0) as file:
                while True:
                    is_whole = writing.done()  # asked before reading: what comes later is read, too
                    piece = await to_thread.run_sync(file.read, _PIECE)
                    if piece:
                        yield piece
                    elif is_whole:
                        await writing
                        return
                    else:
                        await asyncio.wait([writing], timeout=_LOOK_S)
        finally:
            writing.cancel()
            with suppress(FileNotFoundError):
                self.path.unlink()


async def _chained(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in others:
        yield piece
