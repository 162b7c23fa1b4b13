"""A file is read while it is written, and is gone afterwards, however that ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from voltwin_server.questions.spool import Spool

Write = Callable[[Path], Coroutine[Any, Any, None]]


async def written(folder: Path, write: Write) -> bytes:
    """Return what a client is sent of what is written."""
    pieces = await Spool(folder).read("key", write)
    return b"".join([piece async for piece in pieces])


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
        pieces: AsyncIterator[bytes] = await Spool(tmp_path).read("key", for_ever)
        assert await anext(pieces) == b"first"
        await pieces.aclose()  # type: ignore[attr-defined]  # it is a generator
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert stopped
    assert list(tmp_path.iterdir()) == []


def test_what_is_on_its_way_is_written_once_for_all_who_ask(tmp_path: Path) -> None:
    written: list[Path] = []

    async def whole(path: Path) -> None:
        written.append(path)
        await slowly(path)

    async def ask() -> None:
        spool = Spool(tmp_path)
        first, second = [await spool.read("key", whole) for _ in range(2)]
        other = await spool.read("other key", whole)
        assert len(written) == len(list(tmp_path.iterdir())) == 2
        own, others, third = [
            b"".join([piece async for piece in pieces]) for pieces in (first, second, other)
        ]
        assert own == others == third
        assert len(own) == 5000
        assert list(tmp_path.iterdir()) == []
        again = await spool.read("key", whole)  # nobody reads it any more: it is made anew
        assert b"".join([piece async for piece in again]) == own
        assert len(written) == 3

    asyncio.run(ask())


def test_a_file_stays_until_the_last_of_its_readers_has_left(tmp_path: Path) -> None:
    async def ask() -> None:
        spool = Spool(tmp_path)
        first, second = [await spool.read("key", at_once) for _ in range(2)]
        assert await anext(first)
        await first.aclose()  # type: ignore[attr-defined]  # it is a generator
        assert len([piece async for piece in second]) > 1
        assert list(tmp_path.iterdir()) == []

    asyncio.run(ask())
