"""Work that several may wait for: done once, and given up when the last of them has gone."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(eq=False)
class _UnderWay(Generic[T]):
    """Work, and how many wait for it."""

    work: "asyncio.Task[T]"
    waiting: int = 0


class Shared(Generic[T]):
    """Work under way, by what it is about. Used in one event loop."""

    def __init__(self) -> None:
        """Have none."""
        self._under_way: dict[Hashable, _UnderWay[T]] = {}

    async def get(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what work gives. Who is cancelled before waits no longer; the last one returns
        when the work, which is cancelled then, has ended.

        Args:
            key: of the work: what has the same is the same.
            work: is begun, if nobody waits for the same.

        Raises:
            Exception: that the work raises.
        """
        one = self._under_way.get(key)
        if one is None:
            one = self._under_way[key] = _UnderWay(asyncio.ensure_future(work()))
        one.waiting += 1
        try:
            return await asyncio.shield(one.work)
        finally:
            one.waiting -= 1
            if not one.waiting:
                del self._under_way[key]
                one.work.cancel()
                await asyncio.wait([one.work])
