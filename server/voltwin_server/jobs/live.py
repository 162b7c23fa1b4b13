"""Jobs that the server knows: where each of them is, and who waits for its end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from threading import RLock
from typing import NamedTuple
from uuid import UUID

from voltwin.experiment.plan import Kind, Plan
from voltwin.store.records import Status
from voltwin_server.jobs.job import Ending, Job


class Wanted(NamedTuple):
    """How a job is to be ended, and why: told to a store that did not answer so far."""

    status: Status
    reason: str


@dataclass(eq=False)
class Live:
    """A job, and where it is.

    Attributes:
        job: as it was asked for.
        ending: how it ended; None as long as it has not.
        is_running: a process works on it.
        is_cancelled: it is about to be ended; nobody shall begin.
        deaths: of processes that worked on it.
        plan: what is run, if that is at hand.
        wanted: how it is to be ended, as soon as the store answers.
        waiting_for: why it cannot go on now, such as a store that is away.
        accepted: done when its folder is written and the store knows it.
    """

    job: Job
    ending: Ending | None = None
    is_running: bool = False
    is_cancelled: bool = False
    deaths: int = 0
    plan: Plan | None = None
    wanted: Wanted | None = None
    waiting_for: str | None = None
    accepted: "Future[None]" = field(default_factory=Future)
    waiters: list["Waiter"] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """Where it is."""
        if self.ending:
            return self.ending.status
        return Status.RUNNING if self.is_running else Status.PENDING


class Waiter(NamedTuple):
    """Somebody in an event loop who waits for an end."""

    loop: asyncio.AbstractEventLoop
    waited: asyncio.Event

    def tell(self) -> None:
        """Tell not to wait any longer; in a loop that is closed nobody is left."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.waited.set)


class Board:
    """All jobs that the server knows, by id and by recipe. Threads may share it."""

    def __init__(self, on_end: Callable[[Live], None] = lambda live: None) -> None:
        """Know none.

        Args:
            on_end: called for each that is known no more, or has ended.
        """
        self.lock = RLock()
        self._on_end = on_end
        self._lets_wait = True
        self._jobs: dict[UUID, Live] = {}
        self._by_recipe: dict[str, UUID] = {}

    def add(self, live: Live) -> None:
        """Know a job."""
        with self.lock:
            self._jobs[live.job.id] = live
            if not _is_lost(live.ending):
                self._by_recipe[live.job.recipe] = live.job.id

    def get(self, job_id: UUID) -> Live | None:
        """Return a job; None if there is none."""
        return self._jobs.get(job_id)

    def same(self, recipe: str) -> Live | None:
        """Return the job of a recipe that has a result, or may have one; None if there is none."""
        with self.lock:
            job_id = self._by_recipe.get(recipe)
            return self._jobs[job_id] if job_id else None

    def forget(self, live: Live) -> None:
        """Know a job no more."""
        with self.lock:
            self._jobs.pop(live.job.id, None)
            self._without_result(live)
        self._on_end(live)

    def end(self, live: Live, ending: Ending) -> None:
        """Know how a job ended, and tell those who wait for that."""
        with self.lock:
            live.ending, live.is_running, live.plan = ending, False, None
            live.wanted, live.waiting_for = None, None
            if _is_lost(ending):
                self._without_result(live)
            waiters, live.waiters = live.waiters, []
        self._on_end(live)
        for waiter in waiters:
            waiter.tell()

    async def wait(self, live: Live, seconds: float) -> None:
        """Wait until a job has ended, but no longer than some seconds, or than `let_go`."""
        waiter = Waiter(asyncio.get_running_loop(), asyncio.Event())
        with self.lock:
            if live.ending or not self._lets_wait:
                return
            live.waiters.append(waiter)
        try:
            await asyncio.wait_for(waiter.waited.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            with self.lock:
                if waiter in live.waiters:
                    live.waiters.remove(waiter)

    def let_go(self) -> None:
        """Let nobody wait any more, and those go who do."""
        with self.lock:
            self._lets_wait = False
            waiters = [waiter for live in self._jobs.values() for waiter in live.waiters]
        for waiter in waiters:
            waiter.tell()

    def newest(self, kind: Kind, limit: int, before: UUID | None = None) -> list[Live]:
        """Return jobs of a kind, the newest first.

        Args:
            kind: of experiment.
            limit: how many at most.
            before: those that are older than this one.
        """
        with self.lock:
            jobs = [live for live in self._jobs.values() if live.job.kind == kind]
        older = (live for live in jobs if before is None or live.job.id < before)
        return list(islice(sorted(older, key=lambda live: live.job.id, reverse=True), limit))

    def waiting(self) -> dict[UUID, int]:
        """Return the jobs that wait for their turn, each with how many have theirs before it."""
        with self.lock:
            jobs = list(self._jobs.values())
        waiting = (
            one.job.id for one in jobs if one.status is Status.PENDING and not one.is_cancelled
        )
        return {job_id: before for before, job_id in enumerate(sorted(waiting))}

    def all(self) -> list[Live]:
        """Return all jobs."""
        with self.lock:
            return list(self._jobs.values())

    def _without_result(self, live: Live) -> None:
        if self._by_recipe.get(live.job.recipe) == live.job.id:
            del self._by_recipe[live.job.recipe]


def _is_lost(ending: Ending | None) -> bool:
    return ending is not None and ending.status is not Status.COMPLETED
