"""Work that several wait for is done once, and given up when the last of them has gone."""

import asyncio
from contextlib import suppress

import pytest

from voltwin_server.questions.shared import Shared


class Work:
    """Work that goes on until it is let end, and what became of it."""

    def __init__(self) -> None:
        self.begun = self.stopped = 0
        self.may_end = asyncio.Event()

    async def do(self) -> int:
        self.begun += 1
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # to stop takes a while
            self.stopped += 1
            raise
        return self.begun


async def begun(*asking: "asyncio.Task[int]") -> None:
    """Let those who ask come so far that they wait."""
    await asyncio.wait(asking, timeout=0)
    await asyncio.sleep(0)


async def left(asking: "asyncio.Task[int]") -> None:
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking


def test_the_same_is_done_once_for_all_who_wait() -> None:
    async def ask() -> None:
        shared, work = Shared[int](), Work()
        asking = [asyncio.ensure_future(shared.get("a", work.do)) for _ in range(3)]
        await begun(*asking)
        work.may_end.set()
        assert await asyncio.gather(*asking) == [1, 1, 1]
        assert await shared.get("a", work.do) == 2  # who comes later has it done anew

    asyncio.run(ask())


def test_something_else_is_done_for_itself() -> None:
    async def ask() -> None:
        shared, work = Shared[int](), Work()
        work.may_end.set()
        found = await asyncio.gather(*(shared.get(key, work.do) for key in "ab"))
        assert found == [1, 2]

    asyncio.run(ask())


def test_it_goes_on_as_long_as_one_waits() -> None:
    async def ask() -> None:
        shared, work = Shared[int](), Work()
        first, second = (asyncio.ensure_future(shared.get("a", work.do)) for _ in range(2))
        await begun(first, second)
        await left(first)
        assert work.stopped == 0
        work.may_end.set()
        assert await second == 1

    asyncio.run(ask())


def test_the_last_who_leaves_has_seen_it_stop() -> None:
    async def ask() -> None:
        shared, work = Shared[int](), Work()
        asking = [asyncio.ensure_future(shared.get("a", work.do)) for _ in range(2)]
        await begun(*asking)
        for one in asking:
            assert work.stopped == 0
            await left(one)
        assert work.stopped == 1
        work.may_end.set()
        assert await shared.get("a", work.do) == 2

    asyncio.run(ask())


def test_all_who_wait_are_told_why_it_failed() -> None:
    async def fail() -> int:
        await asyncio.sleep(0)
        raise ValueError("out of order")

    async def ask() -> None:
        shared = Shared[int]()
        found = await asyncio.gather(
            *(shared.get("a", fail) for _ in range(2)), return_exceptions=True
        )
        assert [str(one) for one in found] == ["out of order"] * 2
        with pytest.raises(ValueError, match="out of order"):
            await shared.get("a", fail)

    asyncio.run(ask())
