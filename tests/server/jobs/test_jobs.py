"""Jobs end exactly once: done, tried once more, failed with a reason, or cancelled."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.jobs.workplace import Workplace, ended, plan, until, workplace

from voltwin.experiment.conduct import conduct
from voltwin.experiment.folder import RUNS, TABLES
from voltwin.experiment.plan import Plan
from voltwin.experiment.replications import course_of
from voltwin.store.interface import StoreUnavailableError
from voltwin.store.records import Status
from voltwin_server.jobs.jobs import EndedError
from voltwin_server.jobs.live import Live
from voltwin_server.problems import ProblemError

LONG = 1500  # replications: so many take seconds


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with workplace(tmp_path_factory.mktemp("place")) as place:
        yield place


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what an experiment gave, as bytes."""
    files = [folder / RUNS, *(folder / TABLES).iterdir()]
    return {file.name: file.read_bytes() for file in files}


def done_at_once(plan: Plan, folder: Path) -> dict[str, bytes]:
    conduct(plan, course_of(plan), folder=folder)
    return files_of(folder)


def killed_at_work(place: Workplace, live: Live) -> None:
    """Kill the process that works on a job, when it has done a part."""
    before, deaths = len(place.chunks(live)), live.deaths
    until(lambda: live.is_running and len(place.chunks(live)) > before)
    ((process, _),) = place.jobs._calls.values()
    assert process._pool
    (pid,) = process._pool._pool_manager.worker_manager.workers
    os.kill(pid, signal.SIGKILL)
    until(lambda: live.deaths > deaths)


def test_a_job_is_done_and_its_results_are_in_the_store(place: Workplace, tmp_path: Path) -> None:
    live, is_new = place.accept(plan(3))
    assert is_new
    ended(live)
    run = place.run(live)
    assert live.status is run.status is Status.COMPLETED
    assert place.store.replications(run.id) == [0, 1, 2]
    assert files_of(place.jobs.folder(live)) == done_at_once(plan(3), tmp_path / "x")


def test_a_worker_that_is_killed_costs_nothing_but_time(place: Workplace, tmp_path: Path) -> None:
    live, _ = place.accept(plan(LONG, seed=2))
    killed_at_work(place, live)
    ended(live)
    run = place.run(live)
    assert live.status is run.status is Status.COMPLETED
    assert live.deaths == 1
    assert place.store.replications(run.id) == list(range(LONG))
    assert files_of(place.jobs.folder(live)) == done_at_once(plan(LONG, seed=2), tmp_path / "x")


def test_a_job_that_kills_two_workers_fails_with_the_reason(place: Workplace) -> None:
    live, _ = place.accept(plan(4 * LONG, seed=3))
    killed_at_work(place, live)
    killed_at_work(place, live)
    ended(live)
    run = place.run(live)
    assert live.status is run.status is Status.FAILED
    assert live.ending
    assert live.ending.reason == run.error
    assert "SIGKILL" in str(run.error)
    assert "2 times" in str(run.error)
    assert place.store.replications(run.id) == []


def test_a_job_that_is_cancelled_at_work_leaves_no_rows(place: Workplace) -> None:
    live, _ = place.accept(plan(4 * LONG, seed=4))
    until(lambda: live.is_running and bool(place.chunks(live)))
    place.jobs.cancel(live)
    run = place.run(live)
    assert live.status is run.status is Status.CANCELLED
    assert place.store.replications(run.id) == []
    with pytest.raises(EndedError, match="CANCELLED"):
        place.jobs.cancel(live)


def test_a_job_that_is_cancelled_before_it_begins_never_begins(place: Workplace) -> None:
    first, _ = place.accept(plan(2 * LONG, seed=5))
    second, _ = place.accept(plan(LONG, seed=6))
    place.jobs.cancel(second)
    place.jobs.cancel(first)
    assert place.run(second).status is Status.CANCELLED
    assert place.chunks(second) == []
    assert place.jobs.waiting == 0


def test_what_is_asked_for_twice_is_done_once(place: Workplace) -> None:
    first, is_new = place.accept(plan(2, seed=7))
    again, is_new_again = place.accept(plan(2, seed=7))
    assert (is_new, is_new_again) == (True, False)
    assert first is again
    ended(first)
    assert place.accept(plan(2, seed=7)).live is first


def test_what_has_failed_may_be_asked_for_again(place: Workplace) -> None:
    first, _ = place.accept(plan(2 * LONG, seed=8))
    place.jobs.cancel(first)
    again, is_new = place.accept(plan(2 * LONG, seed=8))
    assert is_new
    assert again is not first
    place.jobs.cancel(again)


def test_a_job_that_cannot_be_simulated_fails_with_the_reason(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    countless = plan(20_000_000, seed=9)
    live, _ = place.accept(countless)
    ended(live)
    assert live.status is place.run(live).status is Status.FAILED
    assert "more than 10,000,000 are refused" in str(place.run(live).error)


def test_a_caller_with_too_many_jobs_is_refused(tmp_path: Path) -> None:
    with workplace(tmp_path, started=False, most=1) as place:
        first, _ = place.accept(plan(2))
        with pytest.raises(ProblemError, match="1 are allowed"):
            place.accept(plan(2, seed=2))
        place.accept(plan(2, seed=2), by="somebody else")
        assert not place.accept(plan(2)).is_new  # the same is not one more
        place.jobs.cancel(first)
        assert place.accept(plan(2, seed=2)).live.job.by == "somebody else"
        assert place.accept(plan(2, seed=3)).is_new


def test_a_store_that_is_away_accepts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise StoreUnavailableError("away")

    with workplace(tmp_path, started=False) as place:
        with monkeypatch.context() as patch:
            patch.setattr("voltwin_server.jobs.jobs.register", away)
            with pytest.raises(StoreUnavailableError):
                place.accept(plan(2))
        assert list((tmp_path / "jobs").iterdir()) == []
        assert place.jobs.board.all() == []
        assert place.accept(plan(2)).is_new


def test_a_job_waits_for_a_store_that_is_away_when_it_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise StoreUnavailableError("away")

    with workplace(tmp_path, started=False) as place:
        live, _ = place.accept(plan(2))
        with monkeypatch.context() as patch:
            patch.setattr(place.store, "set_status", away)
            with pytest.raises(StoreUnavailableError):
                place.jobs.cancel(live)
        assert live.status is Status.PENDING
        assert place.jobs.waiting == 1


def test_a_job_is_deleted_with_its_results(place: Workplace) -> None:
    live, _ = place.accept(plan(2, seed=10))
    folder = place.jobs.folder(live)
    with pytest.raises(EndedError, match="cancel it first"):
        place.jobs.delete(live)
    ended(live)
    place.jobs.delete(live)
    assert not folder.exists()
    assert place.jobs.board.get(live.job.id) is None
    assert place.store.runs(experiment=live.job.id) == []


def test_a_job_that_cannot_be_deleted_can_be_deleted_again(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    live, _ = place.accept(plan(2, seed=20))
    ended(live)
    with monkeypatch.context() as patch:
        patch.setattr("voltwin_server.jobs.jobs.delete_job", refused)
        with pytest.raises(OSError, match="Read-only"):
            place.jobs.delete(live)
    assert place.jobs.board.get(live.job.id) is live
    place.jobs.delete(live)
    assert place.jobs.board.get(live.job.id) is None


def test_a_server_that_starts_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    with workplace(tmp_path) as place:
        live, _ = place.accept(plan(2 * LONG, seed=11))
        waiting, _ = place.accept(plan(2, seed=12))
        until(lambda: bool(place.chunks(live)))
    with workplace(tmp_path) as place:
        former = place.jobs.board.get(live.job.id)
        assert former
        assert place.chunks(former)  # what was done is not done again
        for one in (live, waiting):
            now = place.jobs.board.get(one.job.id)
            assert now
            ended(now)
            assert place.run(now).status is Status.COMPLETED
            assert not place.accept(plan(now.job.replications, seed=now.job.seed)).is_new


def test_a_store_that_was_not_told_of_an_end_is_told_by_the_next_server(tmp_path: Path) -> None:
    with workplace(tmp_path, started=False) as place:
        live, _ = place.accept(plan(2))
        from voltwin_server.jobs.job import end

        end(place.jobs.folder(live), Status.FAILED, "out of order")
        assert place.run(live).status is Status.PENDING
    with workplace(tmp_path) as place:
        until(lambda: place.run(live).status is Status.FAILED)
        assert place.run(live).error == "out of order"
