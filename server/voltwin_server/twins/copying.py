"""Copies of twins that a process writes: one at a time, whichever twins they are of.

Few may wait, as each has a copy of a twin's state. What nobody waits for any more is not written.
"""

from collections.abc import Callable
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from voltwin_server.problems import later
from voltwin_server.twins.wanted import Wanted
from voltwin_server.twins.wire import COPIES_AT_ONCE, Answer

Write: TypeAlias = Callable[[], Any]  # writes a copy, and returns what whoever asked is told


class Copy(NamedTuple):
    """A copy that is asked for: `begin`, called in the thread of the twin, takes it in memory and
    returns what writes it, called in another thread."""

    begin: Callable[[], Write]


class _Work(NamedTuple):
    twin: UUID
    number: int  # of the order
    write: Write


class Copying:
    """The copies of a process. Threads may share it."""

    def __init__(
        self,
        wanted: Wanted,
        say: Callable[[Answer], None],
        as_told: Callable[[Exception, UUID], Exception],
    ) -> None:
        """Have none.

        Args:
            wanted: the orders that somebody waits for.
            say: answers one.
            as_told: returns an error as the server is told it.
        """
        self._wanted, self._say, self._as_told = wanted, say, as_told
        self._lock = Lock()  # of what follows
        self._works: list[_Work] = []  # the first one is being written
        self._taking = 0  # that are being taken in memory
        self._is_working = False

    def ask(self, twin: UUID, number: int, copy: Copy) -> None:
        """Have a copy written, and an order answered then.

        Args:
            twin: that it is of.
            number: of the order.
            copy: what is asked for.

        Raises:
            ProblemError: too many wait already.
            EngineError: the twin cannot get to where it is to be copied.
            ValueError: that is no time of its run.
        """
        with self._lock:
            if number not in self._wanted:
                return
            self._works[1:] = [work for work in self._works[1:] if work.number in self._wanted]
            others = len(self._works) + self._taking
            if others >= COPIES_AT_ONCE:
                raise later(f"{others} other copies of twins are being written or wait.")
            self._taking += 1
        try:
            write = copy.begin()  # it may take long, and other twins need not wait for that
        finally:
            with self._lock:
                self._taking -= 1
        with self._lock:
            self._works.append(_Work(twin, number, write))
            if not self._is_working:
                self._is_working = True
                Thread(target=self._write_all, name="voltwin-copies", daemon=True).start()

    def _write_all(self) -> None:
        """Write one copy after another until none waits."""
        while (work := self._first()) is not None:
            answer = self._answer(work) if work.number in self._wanted else None
            with self._lock:
                del self._works[0]  # before it is answered: then the next one may be asked for
            if answer is not None:
                self._say(answer)

    def _first(self) -> _Work | None:
        with self._lock:
            self._is_working = bool(self._works)
            return self._works[0] if self._works else None

    def _answer(self, work: _Work) -> Answer:
        try:
            return Answer(work.number, work.write())
        except Exception as error:
            return Answer(work.number, error=self._as_told(error, work.twin))
