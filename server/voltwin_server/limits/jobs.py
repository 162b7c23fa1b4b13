"""How many jobs a caller may have waiting or running at once."""

from collections import defaultdict
from threading import Lock
from uuid import UUID

from voltwin_server.problems import TOO_MANY_JOBS, ProblemError

_AGAIN_S = 10  # jobs take seconds to minutes


class JobsOfCallers:
    """Counts the jobs that have not ended, by the name of whoever asked for them. Threads may share
    one."""

    def __init__(self, most: int) -> None:
        """Begin with none.

        Args:
            most: that one caller may have at once.
        """
        self._most = most
        self._lock = Lock()
        self._jobs: defaultdict[str, set[UUID]] = defaultdict(set)

    def begin(self, caller: str, job: UUID, *, again: bool = False) -> None:
        """Count a job from now on; one that is counted already is counted once.

        Args:
            caller: who asks for it.
            job: its id.
            again: it was accepted before the server started, and is counted whatever the limit.

        Raises:
            ProblemError: the caller has as many as are allowed; this one is not counted.
        """
        with self._lock:
            jobs = self._jobs[caller]
            if job not in jobs and not again:
                self._refuse_full(jobs)
            jobs.add(job)

    def check(self, caller: str) -> None:
        """Refuse a caller who may have no other job now; nothing is counted.

        Raises:
            ProblemError: the caller has as many as are allowed.
        """
        with self._lock:
            self._refuse_full(self._jobs.get(caller, set()))

    def _refuse_full(self, jobs: set[UUID]) -> None:
        if len(jobs) >= self._most:
            raise ProblemError(
                TOO_MANY_JOBS,
                f"{len(jobs):,} of your jobs wait or run; {self._most:,} are allowed at once.",
                headers={"Retry-After": str(_AGAIN_S)},
            )

    def end(self, job: UUID) -> None:
        """Count a job no more; nothing happens if it is not counted."""
        with self._lock:
            for caller, jobs in list(self._jobs.items()):
                jobs.discard(job)
                if not jobs:
                    del self._jobs[caller]
