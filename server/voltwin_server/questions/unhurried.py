"""Work that goes on though nobody waits for it any more: what it leaves behind is asked for again.

Somebody who looks at another view for a moment, and comes back, finds it done.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from voltwin_server.problems import AGAIN_S, AWAY, ProblemError


class Unhurried:
    """Work under way, by what it is about. Used in one event loop."""

    def __init__(self, most: int) -> None:
        """Have none.

        Args:
            most: that may be under way or wait.
        """
        self._most = most
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Return what work gives; who is cancelled before waits no longer, and the work goes on.

        Args:
            key: of the work: what has the same is the same.
            work: is begun, if the same is not under way.

        Raises:
            ProblemError: too much is under way.
            Exception: that the work raises.
        """
        return await asyncio.shield(self.begin(key, work))

    def begin(
        self, key: Hashable, work: Callable[[], Coroutine[Any, Any, Any]]
    ) -> "asyncio.Task[Any]":
        """Return work that is under way; arguments and problems as of `get`."""
        task = self._under_way.get(key)
        if task is None:
            if len(self._under_way) >= self._most:
                text = f"{len(self._under_way)} questions like this wait for an answer."
                raise ProblemError(AWAY, text, headers={"Retry-After": str(AGAIN_S)})
            task = self._under_way[key] = asyncio.ensure_future(work())
            task.add_done_callback(lambda done: self._end(key, done))
        return task

    def _end(self, key: Hashable, done: "asyncio.Task[Any]") -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # whoever would hear of it may have left
