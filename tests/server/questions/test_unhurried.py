"""Work that goes on though nobody waits for it any more."""

import asyncio

import pytest

from voltwin_server.problems import ProblemError
from voltwin_server.questions.unhurried import Unhurried


def test_who_asks_for_the_same_meanwhile_waits_for_the_same() -> None:
    begun: list[int] = []

    async def story() -> None:
        shelf, gate = Unhurried(2, 2), asyncio.Event()

        async def work() -> int:
            begun.append(1)
            await gate.wait()
            return 7

        both = [asyncio.ensure_future(shelf.get("a", work)) for _ in range(2)]
        await asyncio.sleep(0)
        gate.set()
        assert await asyncio.gather(*both) == [7, 7]
        assert await shelf.get("a", work) == 7

    asyncio.run(story())
    assert begun == [1, 1]  # once for both, and once more when it was asked for again


def test_who_goes_away_stops_nothing() -> None:
    async def story() -> None:
        shelf, gate, done = Unhurried(2, 2), asyncio.Event(), asyncio.Event()

        async def work() -> None:
            await gate.wait()
            done.set()

        asked = asyncio.ensure_future(shelf.get("a", work))
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        gate.set()
        await asyncio.wait_for(done.wait(), 5.0)

    asyncio.run(story())


def test_more_than_there_may_be_is_refused() -> None:
    async def story() -> None:
        shelf, gate = Unhurried(1, 1), asyncio.Event()
        first = asyncio.ensure_future(shelf.get("a", gate.wait))
        await asyncio.sleep(0)
        with pytest.raises(ProblemError, match="1 questions"):
            await shelf.get("b", gate.wait)
        gate.set()
        await first

    asyncio.run(story())


def test_what_one_has_given_up_counts_until_it_ends() -> None:
    async def story() -> None:
        shelf, gate = Unhurried(10, 1), asyncio.Event()
        given_up = asyncio.ensure_future(shelf.get("a", gate.wait, "ann"))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        with pytest.raises(ProblemError, match="1 questions") as refused:
            await shelf.get("b", gate.wait, "ann")
        assert refused.value.status_code == 429
        same = asyncio.ensure_future(shelf.get("a", gate.wait, "ann"))  # nothing more to be done
        others = asyncio.ensure_future(shelf.get("b", gate.wait, "bob"))
        await asyncio.sleep(0)
        gate.set()
        assert await asyncio.gather(*[same, others]) == [True, True]
        assert await shelf.get("b", gate.wait, "ann") is True

    asyncio.run(story())


def test_what_goes_wrong_is_told_and_may_be_asked_again() -> None:
    async def story() -> None:
        shelf = Unhurried(1, 1)

        async def fail() -> None:
            raise KeyError("gone")

        for _ in range(2):
            with pytest.raises(KeyError):
                await shelf.get("a", fail)

    asyncio.run(story())
