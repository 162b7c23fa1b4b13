"""The server's jobs: accepted, done, tried once more, cancelled, gone on with after a restart."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple
from uuid import UUID

from voltwin.experiment.in_store import register
from voltwin.experiment.plan import Plan
from voltwin.store.interface import Store, StoreUnavailableError, UnknownIdError
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7
from voltwin_server.jobs.crew import Crew
from voltwin_server.jobs.job import Job, delete_job, end, ending_of, folder_of, jobs_in, write_job
from voltwin_server.jobs.live import Board, Live, Wanted
from voltwin_server.jobs.process import Call, DiedError, StoppedError, WarmProcess
from voltwin_server.jobs.settling import decided, unfinished
from voltwin_server.jobs.steps import log_crash, log_step
from voltwin_server.jobs.work import How, Outcome, do_job
from voltwin_server.limits.jobs import JobsOfCallers

_AGAIN_S = 5.0  # until what was away is tried again
_TRIES = 2  # of processes that die with a job
_AT_HAND = 8  # waiting jobs whose plan is kept in memory


class EndedError(Exception):
    """A job cannot be cancelled: it has ended; or not be deleted: it has not."""


class Accepted(NamedTuple):
    """A job, and whether it is a new one: else the same was asked for before."""

    live: Live
    is_new: bool


class Jobs:
    """The jobs of a server. Threads may share it.

    A job is a folder, whose files say where it is; the store's status of its runs follows, but for
    the end, which the store decides: it is the one place where only one of two can be first.
    """

    def __init__(self, folder: Path, store: Store, callers: JobsOfCallers, crew: Crew) -> None:
        """Know the jobs in a folder; nothing is begun yet.

        Args:
            folder: of all jobs; made if there is none.
            store: that results go to.
            callers: counts how many jobs each of them has.
            crew: does them.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.board = Board(lambda live: callers.end(live.job.id))
        self._folder, self._store, self._callers, self._crew = folder, store, callers, crew
        self._calls: dict[UUID, tuple[WarmProcess, Call[Outcome]]] = {}
        self._ending, self._stopped = Lock(), Event()
        self._settling = Thread(target=self._settle, name="voltwin-settling", daemon=True)
        for job, ending in jobs_in(folder):
            live = Live(job, ending)
            live.accepted.set_result(None)
            self.board.add(live)
        self._ended = {live.job.id: live for live in self.board.all() if live.ending}

    @property
    def is_loading(self) -> bool:
        """Whether a process is being started."""
        return self._crew.is_loading

    def warm(self, then: Callable[[], None] = lambda: None) -> None:
        """Have all processes started now, in the background.

        Args:
            then: called when the first has everything loaded.
        """
        self._crew.warm(then)

    @property
    def waiting(self) -> int:
        """How many jobs wait for a process."""
        return len(self._crew.queue)

    def start(self) -> None:
        """Go on with all jobs that have not ended, the oldest first."""
        for live in self.board.all():
            if live.ending is None:
                self._callers.begin(live.job.by, live.job.id, again=True)
                self._crew.queue.put(live.job.id)
        if self._ended:
            self._settling.start()
        self._crew.start(self._do)

    def stop(self) -> None:
        """End the processes; what they work on is gone on with when a server starts again."""
        self._stopped.set()
        self._crew.stop()
        if self._settling.is_alive():
            self._settling.join()

    def counts(self) -> dict[str, int]:
        """Return how many jobs there are by status."""
        counts = Counter(live.status.value for live in self.board.all())
        return {status.value: counts[status.value] for status in Status}

    def folder(self, live: Live) -> Path:
        """Return the folder of a job."""
        return folder_of(self._folder, live.job.id)

    def refuse_too_many(self, recipe: str, *, by: str) -> None:
        """Refuse a new job of a caller who has too many, before anything is stored for it.

        Args:
            recipe: of the job; one that was asked for before is no new one.
            by: who asks.

        Raises:
            ProblemError: who asks has too many jobs.
        """
        if self.board.same(recipe) is None:
            self._callers.check(by)

    def accept(self, plan: Plan, *, scenario_id: UUID, recipe: str, by: str) -> Accepted:
        """Accept a job: when this returns, it will end, whatever happens to the server.

        Args:
            plan: what is run, known to be valid.
            scenario_id: of its base in the store.
            recipe: what its numbers follow from, as a digest.
            by: who asks.

        Raises:
            ProblemError: who asks has too many jobs.
            StoreUnavailableError: the store does not answer; nothing is accepted.
            OSError: the folder cannot be written; nothing is accepted.
        """
        while True:
            with self.board.lock:
                same = self.board.same(recipe)
                if same is None:
                    live = Live(Job.of(plan, uuid7(), scenario_id, recipe, by))
                    self._callers.begin(by, live.job.id)
                    self.board.add(live)
                    break
            with suppress(Exception):  # it was not accepted after all: now this one is tried
                same.accepted.result()
                return Accepted(same, is_new=False)
        try:
            folder = write_job(self._folder, live.job, plan)
            try:
                register(self._store, plan, live.job.id, scenario_id=scenario_id)
            except BaseException:
                shutil.rmtree(folder)
                raise
        except BaseException as error:
            self.board.forget(live)
            live.accepted.set_exception(error)
            raise
        live.plan = plan if self.waiting < _AT_HAND else None
        live.accepted.set_result(None)
        log_step("job accepted", live)
        self._crew.queue.put(live.job.id)
        return Accepted(live, is_new=True)

    def cancel(self, live: Live) -> None:
        """End a job without a result.

        Raises:
            EndedError: it has ended already.
            StoreUnavailableError: the store does not answer; the job goes on.
        """
        with self.board.lock:
            if live.ending:
                raise EndedError(f"it has ended as {live.ending.status}")
            live.is_cancelled = True
            self._crew.queue.remove(live.job.id)
            process, call = self._calls.get(live.job.id, (None, None))
        if process and call:
            process.stop(call)
        try:
            self._end(live, Status.CANCELLED, "cancelled")
        except StoreUnavailableError:
            live.is_cancelled = False
            self._crew.queue.put(live.job.id)
            raise
        if live.ending is None or live.ending.status is not Status.CANCELLED:
            raise EndedError("it has ended meanwhile")

    def delete(self, live: Live) -> None:
        """Delete a job that has ended, and its results in the store.

        The store comes first, the folder next: who is stopped in between finds the job as one that
        can be deleted again.

        Raises:
            EndedError: it has not.
            StoreUnavailableError: the store does not answer; nothing is deleted.
            OSError: the folder cannot be deleted; the results in the store are.
        """
        if live.ending is None:
            raise EndedError("it has not ended: cancel it first")
        with suppress(UnknownIdError):
            self._store.delete_experiment(live.job.id)
        delete_job(self._folder, live.job.id)
        self.board.forget(live)

    def _do(self, process: WarmProcess, job_id: UUID) -> None:
        """Have a process do a job, and see to what comes of it."""
        live = self.board.get(job_id)
        if live is None:
            return
        try:
            if live.wanted:
                self._end(live, *live.wanted)
                return
            outcome = self._outcome(process, live)
            if outcome is None:
                return
            match outcome.how:
                case How.DONE:
                    self._know(live)
                case How.FAILED:
                    self._end(live, Status.FAILED, outcome.reason)
                case How.AGAIN:
                    self._queue(live, outcome.reason)
                case How.LATER:
                    self._queue(live, outcome.reason, _AGAIN_S)
        except StoreUnavailableError as error:
            self._queue(live, str(error), _AGAIN_S)
        except Exception:  # such as a disk that is full: the thread must live
            log_crash(live)
            self._queue(live, "the server cannot write what came of it", _AGAIN_S)

    def _outcome(self, process: WarmProcess, live: Live) -> Outcome | None:
        """Return what came of a process's work on a job; None if it is no more to be done by it."""
        with self.board.lock:
            if live.ending or live.is_cancelled:
                return None
            plan, live.plan = live.plan, None
            live.is_running, live.waiting_for = True, None
            try:
                call = process.begin(do_job, self.folder(live), live.job.id, plan, self._crew.ray)
            except StoppedError:
                live.is_running = False
                return None
            self._calls[live.job.id] = process, call
        log_step("job begins", live)
        try:
            return process.result(call)
        except StoppedError:
            return None
        except DiedError as error:
            live.deaths += 1
            if live.deaths < _TRIES:
                return Outcome(How.AGAIN, f"its process {error}; it is tried once more")
            return Outcome(How.FAILED, f"its process {error}, {live.deaths} times")
        finally:
            with self.board.lock:
                live.is_running = False
                del self._calls[live.job.id]

    def _queue(self, live: Live, why: str, delay_s: float = 0.0) -> None:
        """Let a job that cannot go on now wait for its turn."""
        with self.board.lock:
            if not (live.is_cancelled or live.ending):
                live.waiting_for = why
                log_step("job waits", live, why)
                self._crew.queue.put(live.job.id, delay_s)

    def _know(self, live: Live) -> None:
        """Know how a job has ended, as its folder says."""
        ending = ending_of(self.folder(live))
        assert ending
        self.board.end(live, ending)
        log_step("job ended", live)

    def _end(self, live: Live, status: Status, reason: str) -> None:
        """Have a job ended without a result, unless it has one: then that is made known instead.

        Nobody works on it.

        Raises:
            StoreUnavailableError: the store does not answer; it is to be tried again.
        """
        live.wanted = None if status is Status.CANCELLED else Wanted(status, reason)
        folder = self.folder(live)
        known = ending_of(folder)
        if known is None:
            status = decided(self._store, live.job.id, status, reason)
            if status is not Status.COMPLETED:
                with self._ending:
                    self.board.end(live, end(folder, status, reason))
                log_step("job ended", live, reason)
                return
        live.is_cancelled, live.wanted = False, None
        self._queue(live, "it has a result, which is being written")

    def _settle(self) -> None:
        """Have the store know how jobs have ended that a former server could not tell it."""
        while not self._stopped.is_set():
            try:
                for experiment in unfinished(self._store):
                    if self._stopped.is_set():
                        return
                    if experiment in self._ended:
                        self._tell(self._ended[experiment])
                return
            except StoreUnavailableError:
                self._stopped.wait(_AGAIN_S)

    def _tell(self, live: Live) -> None:
        assert live.ending
        if live.ending.status is Status.COMPLETED:  # its results may not all be in the store
            live.ending = None
            self._queue(live, "the store lacks results")
        else:
            status, reason = live.ending.status, live.ending.reason
            self._store.set_status(live.job.id, status, error=reason)
