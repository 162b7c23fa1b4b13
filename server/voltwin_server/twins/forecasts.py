"""Forecasts that a process makes for its twins: one at a time, on the threads that are spare.

Few may wait, as each has a copy of a twin's state. What is asked of the same twin, standing at the
same time, is made once for all who ask. What nobody waits for any more is given up.
"""

import os
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, NamedTuple
from uuid import UUID

from voltwin.twin.bands import Forecast
from voltwin.twin.forecasting import GivenUpError, Prospect
from voltwin_server.problems import AGAIN_S, AWAY, ProblemError
from voltwin_server.twins.wanted import Wanted
from voltwin_server.twins.wire import Answer

MOST = 4  # that wait or are being made: a state of 10,000 vehicles at 500 stations is 32 MB


class Asked(NamedTuple):
    """A forecast that is asked for.

    Attributes:
        about: of a twin, what has the same is the same: where it stands, and what is asked.
        prospect: returns a copy of where the twin stands; called in the thread of the twin.
        options: as of `Prospect.forecast`.
        told: returns what whoever asks is told of the forecast; called in another thread.
    """

    about: Hashable
    prospect: Callable[[], Prospect]
    options: Mapping[str, Any]
    told: Callable[[Forecast], Any]


@dataclass(eq=False)
class _Work:
    """A forecast that waits or is being made, and who asks for it."""

    twin: UUID
    prospect: Prospect
    options: Mapping[str, Any]
    askers: list[tuple[int, Callable[[Forecast], Any]]] = field(default_factory=list)


def spare_threads() -> int:
    """Return how many threads forecasts have: all processors but one, which the twins are left."""
    return max(1, (os.cpu_count() or 1) - 1)


class Forecasts:
    """The forecasts of a process. Threads may share it."""

    def __init__(
        self,
        wanted: Wanted,
        say: Callable[[Answer], None],
        as_told: Callable[[Exception, UUID], Exception],
        threads: int | None = None,
    ) -> None:
        """Have none.

        Args:
            wanted: the orders that somebody waits for.
            say: answers one.
            as_told: returns an error as the server is told it.
            threads: that make forecasts; `spare_threads` by default.
        """
        self._wanted, self._say, self._as_told = wanted, say, as_told
        self._threads = spare_threads() if threads is None else threads
        self._lock = Lock()  # of what follows
        self._works: dict[tuple[UUID, Hashable], _Work] = {}
        self._is_working = False

    def ask(self, twin: UUID, number: int, asked: Asked) -> None:
        """Have a forecast made, and an order answered with it.

        Args:
            twin: that it is of.
            number: of the order.
            asked: what is asked.

        Raises:
            ProblemError: too many wait already.
            EngineError: the twin cannot go on.
        """
        with self._lock:
            if number not in self._wanted:
                return
            work = self._works.get((twin, asked.about))
            if work is None:
                self._tidy()
                self._refuse_more()
                work = _Work(twin, asked.prospect(), asked.options)
                self._works[twin, asked.about] = work
            work.askers.append((number, asked.told))
            if not self._is_working:
                self._is_working = True
                Thread(target=self._make_all, name="voltwin-forecasts", daemon=True).start()

    def tidy(self) -> None:
        """Let go of what nobody waits for any more."""
        with self._lock:
            self._tidy()

    def leave(self, twin: UUID, why: Exception) -> None:
        """Give up the forecasts of a twin that leaves this process; who asks is told why."""
        with self._lock:
            left = [key for key in self._works if key[0] == twin]
            works = [self._works.pop(key) for key in left]
        for number in [number for work in works for number, _ in work.askers]:
            self._say(Answer(number, error=why))  # and nobody wants it any more

    def _tidy(self) -> None:
        for key, work in list(self._works.items()):
            if not self._is_wanted(work):
                del self._works[key]

    def _refuse_more(self) -> None:
        if len(self._works) >= MOST:
            text = f"{len(self._works)} other forecasts are being made or wait."
            raise ProblemError(AWAY, text, headers={"Retry-After": str(AGAIN_S)})

    def _is_wanted(self, work: _Work) -> bool:
        return any(number in self._wanted for number, _ in tuple(work.askers))

    def _make_all(self) -> None:
        """Make one forecast after another until none waits."""
        while (work := self._next()) is not None:
            try:
                found: Forecast | Exception = self._made(work)
            except GivenUpError:
                continue  # it has been let go of, unless somebody has come for it meanwhile
            except Exception as error:
                found = self._as_told(error, work.twin)
            for number, told in self._taken(work):
                self._answer(work.twin, number, found, told)

    def _next(self) -> _Work | None:
        with self._lock:
            self._tidy()
            work = next(iter(self._works.values()), None)
            self._is_working = work is not None
            return work

    def _made(self, work: _Work) -> Forecast:
        return work.prospect.forecast(
            **work.options, threads=self._threads, is_wanted=lambda: self._is_wanted(work)
        )

    def _taken(self, work: _Work) -> list[tuple[int, Callable[[Forecast], Any]]]:
        """Return who asks for a forecast that has been made; who comes later is given another."""
        with self._lock:
            self._works = {key: one for key, one in self._works.items() if one is not work}
            return [asker for asker in work.askers if asker[0] in self._wanted]

    def _answer(
        self,
        twin: UUID,
        number: int,
        found: Forecast | Exception,
        told: Callable[[Forecast], Any],
    ) -> None:
        try:
            if isinstance(found, Exception):
                raise found
            answer = Answer(number, told(found))
        except Exception as error:
            answer = Answer(number, error=self._as_told(error, twin))
        self._say(answer)
