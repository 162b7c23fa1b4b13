"""So many jobs at once for each caller, and no more."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from voltwin_server.limits.jobs import JobsOfCallers
from voltwin_server.problems import ProblemError

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def test_beyond_the_limit_a_caller_is_told_to_wait() -> None:
    jobs = JobsOfCallers(2)
    jobs.begin("Ann", ONE)
    jobs.begin("Ann", TWO)
    with pytest.raises(ProblemError) as refused:
        jobs.begin("Ann", THREE)
    assert refused.value.status_code == 429
    assert refused.value.headers is not None
    assert int(refused.value.headers["Retry-After"]) > 0
    jobs.begin("Bob", THREE)  # others have a limit of their own


def test_a_job_that_has_ended_makes_room_and_ends_once() -> None:
    jobs = JobsOfCallers(1)
    jobs.begin("Ann", ONE)
    for _ in range(2):
        jobs.end(ONE)
    jobs.begin("Ann", TWO)
    with pytest.raises(ProblemError):
        jobs.begin("Ann", THREE)


def test_a_job_is_counted_once() -> None:
    jobs = JobsOfCallers(2)
    for _ in range(3):
        jobs.begin("Ann", ONE)
    jobs.begin("Ann", TWO)


def test_jobs_from_before_a_restart_count_and_are_never_refused() -> None:
    jobs = JobsOfCallers(1)
    for job in (ONE, TWO):
        jobs.begin("Ann", job, again=True)
    jobs.end(ONE)
    with pytest.raises(ProblemError):
        jobs.begin("Ann", THREE)


def test_threads_do_not_get_past_the_limit() -> None:
    jobs = JobsOfCallers(5)

    def ask(number: int) -> bool:
        try:
            jobs.begin("Ann", UUID(int=number))
        except ProblemError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(ask, range(50))) == 5
