"""Files that a process writes while clients are sent what is there: however slow a client, the
process is not kept, and no more than a piece is in memory.

Who asks for a file that is on its way already is sent the same one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any

from anyio import to_thread

from voltwin.store.uuid7 import uuid7

_PIECE = 1 << 18  # [bytes]
_LOOK_S = 0.02  # how often it is looked whether more is there

Write = Callable[[Path], Coroutine[Any, Any, None]]


class SpoolFullError(Exception):
    """The files on their way take all the space that they may."""


class _Growing:
    """A file that is being written, and how many read it."""

    def __init__(self, path: Path, write: Write) -> None:
        path.touch()
        self.path, self.readers = path, 0
        self.writing = asyncio.ensure_future(write(path))
        self.writing.add_done_callback(_looked_at)  # whoever would read why it failed may have left


class Spool:
    """Files in a folder, each there as long as somebody reads it. Used in one event loop."""

    def __init__(self, folder: Path) -> None:
        """Have a folder of its own; what is in it is deleted."""
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.iterdir():
            left_over.unlink()
        self._folder = folder
        self._files: dict[Hashable, _Growing] = {}

    async def read(self, key: Hashable, write: Write) -> AsyncIterator[bytes]:
        """Return a file in pieces; the first is there when this returns.

        Args:
            key: of the file: what has the same is the same.
            write: writes it, to a path at which an empty file is; called if nobody reads it now.

        Raises:
            Exception: that writing raises before anything is written.
        """
        if key not in self._files:
            self._files[key] = _Growing(self._folder / str(uuid7()), write)
        pieces = self._pieces(key, self._files[key])
        first = await anext(pieces, b"")
        return _chained(first, pieces)

    async def _pieces(self, key: Hashable, growing: _Growing) -> AsyncIterator[bytes]:
        growing.readers += 1
        try:
            with growing.path.open("rb", buffering=0) as file:
                while True:
                    is_whole = growing.writing.done()  # asked first: what comes later is read, too
                    piece = await to_thread.run_sync(file.read, _PIECE)
                    if piece:
                        yield piece
                    elif is_whole:
                        growing.writing.result()
                        return
                    else:
                        await asyncio.wait([growing.writing], timeout=_LOOK_S)
        finally:
            growing.readers -= 1
            if not growing.readers:
                del self._files[key]
                growing.writing.cancel()
                with suppress(FileNotFoundError):
                    growing.path.unlink()


def _looked_at(writing: "asyncio.Future[None]") -> None:
    if not writing.cancelled():
        writing.exception()


async def _chained(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in others:
        yield piece
