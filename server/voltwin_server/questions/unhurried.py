"""Work that goes on though nobody waits for it any more: what it leaves behind is asked for again.

Somebody who looks at another view for a moment, and comes back, finds it done.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from voltwin_server.problems import AGAIN_S, AWAY, TOO_MANY_QUESTIONS, ProblemError


class Unhurried:
    """Work under way, by what it is about. Used in one event loop."""

    def __init__(self, most: int, most_of_one: int) -> None:
        """Have none.

        Args:
            most: that may be under way or wait.
            most_of_one: the same, of what one caller has begun: who gives up what was asked, and
                asks for something else, would fill all places with what nobody waits for.
        """
        self._most, self._most_of_one = most, most_of_one
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}
        self._begun: Counter[str] = Counter()  # of it, by caller

    async def get(
        self,
        key: Hashable,
        work: Callable[[], Coroutine[Any, Any, Any]],
        by: str | None = None,
    ) -> Any:
        """Return what work gives; who is cancelled before waits no longer, and the work goes on.

        Args:
            key: of the work: what has the same is the same.
            work: is begun, if the same is not under way.
            by: the name of who asks; None for nobody.

        Raises:
            ProblemError: too much is under way, of all or of this one.
            Exception: that the work raises.
        """
        return await asyncio.shield(self.begin(key, work, by))

    def begin(
        self,
        key: Hashable,
        work: Callable[[], Coroutine[Any, Any, Any]],
        by: str | None = None,
    ) -> "asyncio.Task[Any]":
        """Return work that is under way; arguments and problems as of `get`."""
        task = self._under_way.get(key)
        if task is None:
            self._refuse_too_much(by)
            task = self._under_way[key] = asyncio.ensure_future(work())
            if by is not None:
                self._begun[by] += 1
            task.add_done_callback(lambda done: self._end(key, by, done))
        return task

    def _refuse_too_much(self, by: str | None) -> None:
        again = {"Retry-After": str(AGAIN_S)}
        if len(self._under_way) >= self._most:
            text = f"{len(self._under_way)} questions like this wait for an answer."
            raise ProblemError(AWAY, text, headers=again)
        if by is not None and self._begun[by] >= self._most_of_one:
            text = f"{self._begun[by]} questions like this that you have asked are still worked on."
            raise ProblemError(TOO_MANY_QUESTIONS, text, headers=again)

    def _end(self, key: Hashable, by: str | None, done: "asyncio.Task[Any]") -> None:
        del self._under_way[key]
        if by is not None:
            self._begun[by] -= 1
            if not self._begun[by]:
                del self._begun[by]
        if not done.cancelled():
            done.exception()  # whoever would hear of it may have left
