"""Who answers questions: a process for what-ifs, one for the course of twins, another for what
takes longer."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Generic, ParamSpec, TypeVar

from anyio import CancelScope, CapacityLimiter, Lock, get_cancelled_exc_class, to_thread

from voltwin.scenario.scenario import Scenario
from voltwin_server.jobs.begin import Life, begin, begin_looking
from voltwin_server.jobs.process import Call, DiedError, StoppedError, WarmProcess
from voltwin_server.problems import AWAY, ProblemError
from voltwin_server.questions import looking
from voltwin_server.questions.events import Form, write_events
from voltwin_server.questions.explaining import explanation, explanation_of_twin
from voltwin_server.questions.looking import Looked
from voltwin_server.questions.recipe import Recipe
from voltwin_server.questions.shared import Shared
from voltwin_server.questions.spool import Spool
from voltwin_server.questions.twin_texts import TextOf, twin_text
from voltwin_server.questions.unhurried import Unhurried
from voltwin_server.questions.what_if import NotKeptError, Question, effects
from voltwin_server.settings import Limits
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.known import Known

P = ParamSpec("P")
T = TypeVar("T")

_MOMENT_S = 1.0  # that a moment of a run takes, in turn with others, until it is known better
_AGAIN_S = 1  # after which more of a run has been simulated
_AHEAD_S = 60.0  # for a run that nobody has asked for yet, at most
_SOON_S = 2.0  # for a call of nobody to end by itself
_MOST_WAITING = 200  # requests that wait for a process; they keep no other requests waiting


@dataclass(frozen=True)
class Look:
    """What is asked about how the run of a twin goes.

    Attributes:
        function: of `looking`.
        arguments: of the function, behind the folder.
        by: the name of who asks; None for nobody.
    """

    function: Callable[..., Looked]
    arguments: tuple[Any, ...]
    by: str | None = None


class Questions:
    """Three processes, and who waits for them."""

    def __init__(
        self,
        folder: Path,
        life: Life,
        *,
        store_url: str,
        json_logs: bool = False,
        spool_bytes: int = Limits.spool_bytes,
        looks_of_one: int = Limits.looks_per_token,
    ) -> None:
        """Have processes that are started when they are first asked.

        Args:
            folder: of files on their way to clients; what is in it is deleted.
            life: of the server.
            store_url: by which they open the store.
            json_logs: what they log is JSON.
            spool_bytes: of all files on their way.
            looks_of_one: how often one caller has runs of twins looked through at once; those that
                the caller has given up count as long as they go on.
        """
        self._spool, self._spool_bytes = Spool(folder), spool_bytes
        self._what_if = WarmProcess(begin, life.reader, store_url, json_logs)
        self._looking = WarmProcess(begin_looking, life.reader, json_logs)
        self._longer = WarmProcess(begin, life.reader, store_url, json_logs)
        processes = self._what_if, self._looking, self._longer
        self._turns = {process: Lock() for process in processes}
        self._waiting = CapacityLimiter(_MOST_WAITING)
        self._explaining = Shared[dict[str, Any]]()
        self._looked = Unhurried(_MOST_WAITING, looks_of_one)
        self._texts = Shared[bytes]()

    @property
    def is_loading(self) -> bool:
        """Whether the process that is started with the server is being started. The other one comes
        when somebody needs it, and nobody else waits for that."""
        return self._what_if.is_loading

    def warm(self, then: Callable[[], None] = lambda: None) -> None:
        """Have the process for what-ifs started now, in the background.

        Args:
            then: called when it has everything loaded.
        """
        self._what_if.warm(then)

    def warm_others(self) -> None:
        """Have the others started now, in the background."""
        self._looking.warm()
        self._longer.warm()

    def stop(self) -> None:
        """End the processes."""
        for process in self._turns:
            process.close()

    async def effects(self, question: Question, base: Scenario, pairs: int) -> list[dict[str, Any]]:
        """Return what a difference of a base does; see `what_if.effects`."""
        try:
            return await self._asked(self._what_if, effects, question, pairs)
        except NotKeptError:
            return await self._asked(self._what_if, effects, question, pairs, base)

    async def explanation(self, recipe: Recipe, stations: Sequence[str] | None) -> dict[str, Any]:
        """Return why a replication loses or delays; see `explaining.explanation`. It is found out
        once for all who ask for the same meanwhile, and as long as one of them is there."""
        find = partial(self._asked, self._longer, explanation, recipe, stations)
        about = recipe, None if stations is None else tuple(stations)
        return await self._explaining.get(about, find)

    async def explanation_of_twin(
        self, folder: Path, now_s: float, stations: Sequence[str] | None
    ) -> dict[str, Any]:
        """Return why a twin has lost or delayed; see `explaining.explanation_of_twin`. Shared, as
        that of a run is."""
        find = partial(self._asked, self._longer, explanation_of_twin, folder, now_s, stations)
        about = folder, now_s, None if stations is None else tuple(stations)
        return await self._explaining.get(about, find)

    async def looked(self, twin: Known, look: Look, wait_s: float) -> bytes:
        """Return how the run of a twin goes, as JSON; see `looking`. It is looked through a moment
        at a time, as long as somebody waits: others are asked in between.

        Args:
            twin: whose run it is.
            look: what is asked.
            wait_s: what is known by then is told [s].

        Raises:
            ProblemError: nothing can be told by then, or who asks has too much under way.
        """
        function, arguments = look.function, look.arguments
        ask = partial(self._asked, self._looking, function, twin.folder.path, *arguments)
        end, found, is_last = monotonic() + wait_s, Looked(b"", is_whole=False), False
        takes_s = _MOMENT_S
        while not (found.is_whole or is_last):
            begun = monotonic()
            is_last = begun + takes_s > end  # another moment, in turn, would be too late
            about = twin.folder.path, twin.report.number, function, repr(arguments), is_last
            found = await self._looked.get(about, partial(ask, is_last=is_last), look.by)
            takes_s = max(takes_s, monotonic() - begun)
        if not found.content:
            text = f"The run is still being simulated: {found.so_far}."
            raise ProblemError(AWAY, text, headers={"Retry-After": str(_AGAIN_S)})
        return found.content

    def look_ahead(self, twin: Known, most_bytes: float) -> "asyncio.Task[bytes]":
        """Look through the run of a twin, before somebody asks; return what ends with that."""
        look = Look(looking.marks, (most_bytes, looking.USUAL, None, 0))
        return self._looked.begin(
            (twin.folder.path, "ahead"), partial(self.looked, twin, look, _AHEAD_S)
        )

    async def twin_text(self, folder: TwinFolder, of: TextOf) -> bytes:
        """Return a twin as a text; see `twin_texts.twin_text`. It is made once for all who ask for
        the same meanwhile, and as long as one of them is there."""
        return await self._texts.get(
            (folder.path, of), partial(self._asked, self._longer, twin_text, folder, of)
        )

    async def events(self, recipe: Recipe, form: Form) -> AsyncIterator[bytes]:
        """Return the event log of a replication as a file, in pieces as they come; the first is
        there when this returns.

        Raises:
            SpoolFullError: there is no room for it now.
        """

        async def write(file: Path) -> None:
            await self._asked(self._longer, write_events, recipe, form, file, self._spool_bytes)

        return await self._spool.read((recipe, form), write)

    async def _asked(
        self, process: WarmProcess, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a function returns in a process; one that dies is tried once more.

        One call at a time is in a process: who goes away while others are asked costs nothing, and
        nobody waits behind a call that is stopped.
        """
        begin = partial(process.begin, function, *args, **kwargs)
        async with self._turns[process]:
            try:
                return await self._answer(_Asked(process, begin))
            except DiedError:
                return await self._answer(_Asked(process, begin))

    async def _answer(self, asked: "_Asked[T]") -> T:
        """Return what a call returns; it is given up when nobody waits for it any more."""
        try:
            return await to_thread.run_sync(
                asked.answer, limiter=self._waiting, abandon_on_cancel=True
            )
        except get_cancelled_exc_class():
            with CancelScope(shield=True):
                await to_thread.run_sync(asked.give_up, limiter=self._waiting)
            raise


class _Asked(Generic[T]):
    """A call that one thread waits for and another one may give up, even while it begins."""

    def __init__(self, process: WarmProcess, begin: Callable[[], Call[T]]) -> None:
        self._process, self._begin = process, begin
        self._lock = threading.Lock()  # of what follows
        self._call: Call[T] | None = None
        self._is_given_up = False

    def answer(self) -> T:
        """Return what the call returns; see `WarmProcess.call`."""
        with self._lock:
            if self._is_given_up:
                raise StoppedError
            self._call = self._begin()
        return self._process.result(self._call)

    def give_up(self) -> None:
        """Stop the call, unless it ends by itself soon: a process that is started anew has
        forgotten all that it kept."""
        with self._lock:
            self._is_given_up = True
        if self._call:
            wait([self._call.outcome], _SOON_S)
            self._process.stop(self._call)
