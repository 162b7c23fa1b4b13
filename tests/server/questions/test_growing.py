"""A file is read while it is written, and is gone afterwards, however that ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from voltwin_server.questions.growing import Growing

Write = Callable[[Path], Awaitable[None]]


async def written(folder: Path, write: Write) -> bytes:
    """Return what a client is sent of what is written."""
    file = Growing(folder)
    pieces = await file.read_while(_none(write, file.path))
    return b"".join([piece async for piece in pieces])


async def _none(write: Write, path: Path) -> None:
    await write(path)


async def slowly(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        for number in range(5):
            file.write(bytes([number]) * 1000)
            await asyncio.sleep(0)


async def at_once(path: Path) -> None:
    path.write_bytes(b"x" * 3_000_000)


async def nothing(path: Path) -> None:
    """Write nothing."""


async def fails(path: Path) -> None:
    raise ValueError("before the first byte")


async def fails_later(path: Path) -> None:
    path.write_bytes(b"half")
    await asyncio.sleep(0.05)
    raise ValueError("in the middle")


@pytest.mark.parametrize(
    ("write", "all_of_it"),
    [
        (slowly, b"".join(bytes([number]) * 1000 for number in range(5))),
        (at_once, b"x" * 3_000_000),
        (nothing, b""),
    ],
)
def test_all_that_is_written_is_sent(tmp_path: Path, write: Write, all_of_it: bytes) -> None:
    assert asyncio.run(written(tmp_path, write)) == all_of_it
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [fails, fails_later])
def test_what_fails_is_not_sent_as_if_it_were_whole(tmp_path: Path, write: Write) -> None:
    with pytest.raises(ValueError, match="the"):
        asyncio.run(written(tmp_path, write))
    assert list(tmp_path.iterdir()) == []


def test_whoever_goes_away_is_written_for_no_longer(tmp_path: Path) -> None:
    stopped = False

    async def for_ever(path: Path) -> None:
        nonlocal stopped
        path.write_bytes(b"first")
        try:
            await asyncio.sleep(600)
        finally:
            stopped = True

    async def leave() -> None:
        file = Growing(tmp_path)
        pieces: AsyncIterator[bytes] = await file.read_while(for_ever(file.path))
        assert await anext(pieces) == b"first"
        await pieces.aclose()  # type: ignore[attr-defined]  # it is a generator
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert stopped
    assert list(tmp_path.iterdir()) == []
