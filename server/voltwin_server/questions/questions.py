"""Who answers questions: a process for what-ifs, another for what takes longer."""

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from voltwin_server.jobs.begin import Life, begin
from voltwin_server.jobs.process import DiedError, WarmProcess
from voltwin_server.questions.events import Form, write_events
from voltwin_server.questions.explaining import explanation
from voltwin_server.questions.growing import Growing
from voltwin_server.questions.recipe import Recipe
from voltwin_server.questions.what_if import Question, effects

P = ParamSpec("P")
T = TypeVar("T")

_MOST_WAITING = 200  # requests that wait for a process; they keep no other requests waiting


class Questions:
    """Two processes, and who waits for them."""

    def __init__(
        self, folder: Path, life: Life, *, store_url: str, json_logs: bool = False
    ) -> None:
        """Have processes that are started when they are first asked.

        Args:
            folder: of files on their way to clients; what is in it is deleted.
            life: of the server.
            store_url: by which they open the store.
            json_logs: what they log is JSON.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.iterdir():
            left_over.unlink()
        self._folder = folder
        self._what_if = WarmProcess(begin, life.reader, store_url, json_logs)
        self._longer = WarmProcess(begin, life.reader, store_url, json_logs)
        self._waiting = CapacityLimiter(_MOST_WAITING)

    @property
    def is_loading(self) -> bool:
        """Whether the process that is started with the server is being started. The other one comes
        when somebody needs it, and nobody else waits for that."""
        return self._what_if.is_loading

    def warm(self) -> None:
        """Have the process for what-ifs started now, in the background."""
        self._what_if.warm()

    def stop(self) -> None:
        """End the processes."""
        self._what_if.close()
        self._longer.close()

    async def effects(self, question: Question, pairs: int) -> list[dict[str, Any]]:
        """Return what a difference does; see `what_if.effects`."""
        return await self._asked(self._what_if, effects, question, pairs)

    async def explanation(self, recipe: Recipe, stations: Sequence[str] | None) -> dict[str, Any]:
        """Return why a replication loses or delays; see `explaining.explanation`."""
        return await self._asked(self._longer, explanation, recipe, stations)

    async def events(self, recipe: Recipe, form: Form) -> AsyncIterator[bytes]:
        """Return the event log of a replication as a file, in pieces as they come; the first is
        there when this returns."""
        file = Growing(self._folder)
        writing = self._asked(self._longer, write_events, recipe, form, file.path)
        return await file.read_while(writing)

    async def _asked(
        self, process: WarmProcess, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a function returns in a process; one that dies is tried once more."""
        ask = partial(process.call, function, *args, **kwargs)
        try:
            return await self._waited(ask)
        except DiedError:
            return await self._waited(ask)

    async def _waited(self, ask: Callable[[], T]) -> T:
        return await to_thread.run_sync(ask, limiter=self._waiting, abandon_on_cancel=True)
