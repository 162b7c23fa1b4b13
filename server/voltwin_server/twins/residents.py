"""Twins in memory: which process has which, who gets how much, what becomes of them if it dies."""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

from voltwin.store.uuid7 import uuid7
from voltwin_server.jobs.begin import Life
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import AGAIN_S, AWAY, CRASHED, ProblemError, later
from voltwin_server.settings import Limits
from voltwin_server.twins.ends import end_of
from voltwin_server.twins.hosts import Hosts
from voltwin_server.twins.journal import Entry
from voltwin_server.twins.known import Known
from voltwin_server.twins.link import Link, ProcessDiedError
from voltwin_server.twins.memory import next_to_sleep, share_of
from voltwin_server.twins.recovery import find_again, line_left
from voltwin_server.twins.wire import COSTLY, Do, KeyFrameNext, Report, Told

_STOP_S = 15.0  # for all twins to be put down when the server stops
_DEATHS, _WITHIN_S = 3, 60.0  # of its process; then a twin is not brought back unless asked for
T = TypeVar("T")
MEMORY = "memory is needed for other twins"


class Residents:
    """Twins that are in memory, and come there when they are wanted. Used in one event loop."""

    def __init__(
        self,
        twins: dict[UUID, Known],
        life: Life,
        *,
        processes: int,
        bytes_: int,
        limits: Limits,
        json_logs: bool,
    ) -> None:
        """Have none in memory yet.

        Args:
            twins: of the server; whoever has them adds to them and takes from them.
            life: of the server.
            processes: that may have twins.
            bytes_: that all together may have in memory.
            limits: of what may be made of each.
            json_logs: what processes log is JSON.
        """
        self._twins, self._bytes, self._limits = twins, bytes_, limits
        self._loop = asyncio.get_running_loop()
        self._hosts = Hosts(
            processes, life, json_logs=json_logs, on_told=self._on_told, on_died=self._on_died
        )
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def is_loading(self) -> bool:
        """Whether the first process is being started."""
        return self._hosts.is_loading

    @property
    def deaths(self) -> int:
        """How many processes have died."""
        return self._hosts.deaths

    def warm(self) -> None:
        """Have a process started; any thread may call it."""
        self._loop.call_soon_threadsafe(self._hosts.warm)

    def stop(self) -> None:
        """Put all twins down, each where it is, and end the processes; not called in the loop."""
        self._hosts.stop(_STOP_S)

    async def order(self, known: Known, do: Do, *arguments: Any, again: bool = False) -> Any:
        """Return what a twin answers to an order.

        Args:
            known: the twin.
            do: what is ordered.
            arguments: of that.
            again: it is ordered once more if the process dies before it has answered.

        Raises:
            ProblemError: it refuses, cannot be brought into memory, or its process has died.
        """
        try:
            with known.in_use():
                link = await self.opened(known)
                return await link.post(known.record.id, do, *arguments)
        except ProcessDiedError as error:
            if again:
                return await self.order(known, do, *arguments)
            if do is Do.ASK and arguments[0] in COSTLY:
                raise _TooCostlyError(error) from None
            raise _UnansweredError(error) from None
        finally:
            self.make_room()

    async def change(
        self, known: Known, do: Do, *arguments: Any, answer: Callable[[Entry], T]
    ) -> T:
        """Return what a twin answers to an order that leaves a line in its journal: where nothing
        answers any more, that tells whether it was done.

        Args:
            known: the twin.
            do: what is ordered.
            arguments: of that, but for the last: by which its line is found.
            answer: returns the answer that a line tells.

        Raises:
            ProblemError: nothing has changed, unless it says that this is not known.
        """
        order, before = str(uuid7()), known.told
        try:
            answered: T = await self.order(known, do, *arguments, order)
        except ProblemError as error:
            if error.kind is not CRASHED and not isinstance(error, _UnansweredError):
                raise
            entry = await line_left(known, order, before)
            if entry is None:
                raise
            return answer(entry)
        return answered

    async def show(self, known: Known) -> None:
        """Have those who watch a twin sent frames."""
        try:
            link = await self.opened(known)
            if known.watchings:
                link.post(known.record.id, Do.WATCHED, True)
        except ProblemError as error:
            known.end_watching(error.detail, end_of(error))
        except Exception:
            LOG.exception("a twin cannot be shown", extra={FIELDS: {"twin": known.record.id}})
            known.end_watching("something that nobody foresaw has happened; the log has it")

    async def opened(self, known: Known) -> Link:
        """Return the process that has a twin; one that sleeps is brought into memory.

        Raises:
            ProblemError: it has been deleted meanwhile, or there is no memory for it.
        """
        await self._settled(known)
        known.refuse_deleted()
        if known.link is None:
            self._refuse_full()
            known.link = self._hosts.link_for(self._count_in)
            known.budget_bytes = share_of(self._bytes, self._awake())
            arguments = known.folder, known.budget_bytes, self._limits
            known.link.post(known.record.id, Do.OPEN, *arguments)
            self._share_out()
        return known.link

    async def _settled(self, known: Known) -> None:
        """Wait until a twin is in no process, or in one that has it."""
        while (busy := known.leaving or known.recovering) is not None:
            await asyncio.wait([busy])

    def _count_in(self, link: Link) -> int:
        return sum(known.link is link for known in self._twins.values())

    def _awake(self) -> int:
        return sum(known.link is not None for known in self._twins.values())

    def _share_out(self) -> None:
        """Let each twin in memory have an equal part of it."""
        share = share_of(self._bytes, self._awake())
        for known in self._twins.values():
            if known.link and not known.leaving and known.budget_bytes != share:
                known.budget_bytes = share
                known.link.post(known.record.id, Do.BUDGET, share)

    def _refuse_full(self) -> None:
        """Refuse to bring one more into memory if those that are watched have all of it.

        Raises:
            ProblemError: they have.
        """
        needs = [known.need for known in self._twins.values() if known.link]
        if sum(need.bytes for need in needs if need.is_watched) > self._bytes:
            raise later("The memory for twins is taken by twins that are watched.")

    def make_room(self) -> None:
        """Have a twin sleep if all together have too much; one at a time."""
        twins = list(self._twins.values())
        if any(known.leaving for known in twins):
            return
        awake = ((known, known.need) for known in twins if known.link)
        sleepy = next_to_sleep(awake, self._bytes)
        if sleepy is not None:
            self.spawn(self.let_go(sleepy, MEMORY))

    async def let_go(self, known: Known, asleep: str | None) -> None:
        """Have the process of a twin let go of it.

        Args:
            known: the twin.
            asleep: why it is put to sleep; None for one that nobody wants any more.
        """
        await self._settled(known)
        if known.link is None:
            return
        leaving = known.link.post(known.record.id, Do.CLOSE, asleep)
        leaving.add_done_callback(lambda _: self._gone(known))  # before all who wait for it
        known.leaving = leaving
        await asyncio.wait([leaving])

    def _gone(self, known: Known) -> None:
        """Know that its process has let go of a twin, or has died."""
        known.asleep()
        self._share_out()
        self.make_room()

    # What processes tell

    def _on_told(self, link: Link, told: Told) -> None:
        known = self._twins.get(told.twin)
        if known is None or known.link is not link:
            return
        match told.what:
            case Report() as report:
                known.report = report
                known.tell_state()
                self.make_room()
            case KeyFrameNext():
                known.begin_frames()
            case bytes() as frame:
                known.tell_frame(frame)
                if not known.leaving:
                    link.post(told.twin, Do.TAKEN)
            case dict() as message:
                if message["kind"] == "did":
                    known.told = message["number"]
                known.tell(message)
            case str() as why:
                known.end_watching(f"it cannot be brought into memory: {why}")
                self.spawn(self.let_go(known, None))

    def _on_died(self, link: Link, how: str) -> None:
        """Have the twins of a process that has died back in another one, if somebody watches."""
        for known in [one for one in self._twins.values() if one.link is link]:
            known.asleep()
            self._recover(known, how)

    def _recover(self, known: Known, how: str) -> None:
        """Find out where a twin is, and have it brought back."""
        known.recovering = self.spawn(find_again(known, how))
        known.recovering.add_done_callback(lambda _: self._found(known, how))

    def _found(self, known: Known, how: str) -> None:
        """Have a twin whose process has died brought back, if somebody watches."""
        known.recovering = None
        now = monotonic()
        known.died_at = [*(at for at in known.died_at if at > now - _WITHIN_S), now]
        if len(known.died_at) >= _DEATHS:
            known.end_watching(f"its process {how}, {len(known.died_at)} times in a minute")
        elif known.watchings:
            self.spawn(self.show(known))

    def spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Have something done in the background."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class _UnansweredError(ProblemError):
    """The process of a twin has died before it answered."""

    def __init__(self, how: ProcessDiedError) -> None:
        text = f"Nothing has changed: the twin's process {how}. It is brought back where it was."
        super().__init__(AWAY, text, headers={"Retry-After": str(AGAIN_S)})


class _TooCostlyError(ProblemError):
    """The process of a twin has died while it made what may be the cause of that."""

    def __init__(self, how: ProcessDiedError) -> None:
        text = f"The twin's process {how}. It is brought back where it was. If it has died "
        super().__init__(AWAY, text + "of what was asked, ask for fewer replications or hours.")
