"""The memory for twins: who is in it, who waits to come in, and who has to leave for that."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from voltwin_server.problems import later
from voltwin_server.twins.known import Known
from voltwin_server.twins.memory import next_to_sleep

_WAIT_S = 20.0  # for room


class Room:
    """The memory for twins. A twin that is being brought in counts with what it will take. Used in
    one event loop."""

    def __init__(self, twins: Mapping[UUID, Known], bytes_: int) -> None:
        """Have nobody wait.

        Args:
            twins: of the server.
            bytes_: that all together may have in memory.
        """
        self._twins, self.bytes = twins, bytes_
        self._line: list[tuple[Known, asyncio.Future[None]]] = []

    async def wait(self, turn: "asyncio.Future[None]") -> None:
        """Wait for a turn.

        Raises:
            ProblemError: it does not come.
        """
        if not turn.done():
            await asyncio.wait([turn], timeout=_WAIT_S)
        if not turn.done():
            raise later("The memory for twins is taken by twins that others wait for.")

    @contextmanager
    def line(self, known: Known) -> Iterator["asyncio.Future[None]"]:
        """Have a twin stand in line to be brought into memory, and give what is done when that has
        been begun.

        Raises:
            ProblemError: those that are watched have so much that there will be no room for it.
        """
        self._refuse_hopeless(known)
        turn = asyncio.get_running_loop().create_future()
        self._line.append((known, turn))
        try:
            yield turn
        finally:
            self._line.remove((known, turn))

    def next_in(self) -> Known | None:
        """Return the twin that has waited the longest, if there is room for it."""
        first = self._first()
        if first is None:
            return None
        held = [known.need.bytes for known in self._awake()]
        return first if not held or sum(held) + first.waking_bytes <= self.bytes else None

    def next_out(self) -> Known | None:
        """Return a twin that is to sleep, as all together have too much, or another one waits."""
        staying = [(known, known.need) for known in self._awake() if not known.leaving]
        wanted, first = 0, self._first()
        if first is not None:
            watched = [need.bytes for _, need in staying if need.is_watched]
            if not watched or sum(watched) + first.waking_bytes <= self.bytes:
                wanted = first.waking_bytes
        return next_to_sleep(staying, self.bytes - wanted)

    def _first(self) -> Known | None:
        """Return the twin that has waited the longest; those that need not wait do so no more."""
        first = None
        for known, turn in self._line:
            if turn.done():
                continue
            if known.link is not None or known.is_deleted:
                turn.set_result(None)
            elif first is None:
                first = known
        return first

    def _awake(self) -> list[Known]:
        """Return the twins that are in memory, come there or leave it."""
        return [known for known in self._twins.values() if known.link]

    def _refuse_hopeless(self, known: Known) -> None:
        watched = [one.need.bytes for one in self._awake() if one.watchings]
        if watched and sum(watched) + known.waking_bytes > self.bytes:
            raise later("The memory for twins is taken by twins that are watched.")
