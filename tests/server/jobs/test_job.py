"""A job is a folder: whole or not there, and ended once."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from voltwin.experiment.folder import ENDED, JOB, RESULT
from voltwin.experiment.plan import Plan
from voltwin.experiment.replications import plan_of
from voltwin.experiment.saved import read_plan
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7
from voltwin_server.jobs.job import Job, delete_job, end, ending_of, jobs_in, read_job, write_job
from voltwin_server.models.example_scenario import SCENARIO


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(scenario_without_files(SCENARIO), 3, seed=5, until="12h")


@pytest.fixture
def job(plan: Plan) -> Job:
    return Job.of(plan, uuid7(), uuid7(), "a recipe", "somebody")


def test_a_job_is_read_as_it_was_written(tmp_path: Path, plan: Plan, job: Job) -> None:
    folder = write_job(tmp_path, job, plan)
    assert read_job(folder) == job
    assert read_plan(folder) == plan
    assert (job.replications, job.variants, job.seed, job.until_s) == (3, 1, 5, 43_200.0)
    assert list(jobs_in(tmp_path)) == [(job, None)]


def test_a_job_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, plan: Plan, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voltwin_server.jobs.job.sync", full)
    with pytest.raises(OSError, match="No space"):
        write_job(tmp_path, job, plan)
    assert list(tmp_path.iterdir()) == []


def test_what_was_never_whole_is_cleared_away(tmp_path: Path, plan: Plan, job: Job) -> None:
    folder = write_job(tmp_path, job, plan)
    folder.rename(tmp_path / f".{job.id}")
    assert list(jobs_in(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_job_whose_files_cannot_all_be_deleted_is_gone_as_a_whole(
    tmp_path: Path, plan: Plan, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_job(tmp_path, job, plan)
    with monkeypatch.context() as patch:
        patch.setattr("voltwin_server.jobs.job.shutil.rmtree", lambda *_, **__: None)
        delete_job(tmp_path, job.id)
    assert not folder.exists()
    assert list(jobs_in(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []
    delete_job(tmp_path, job.id)  # nothing is left to be deleted, which is no error


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, plan: Plan, job: Job) -> None:
    for text in ("{}", "no JSON", "[]", '{"id": "x"}'):
        folder = write_job(tmp_path, job, plan)
        (folder / JOB).write_text(text)
        assert list(jobs_in(tmp_path)) == []
        assert folder.exists()
        shutil.rmtree(folder)


def test_jobs_come_in_the_order_of_their_acceptance(tmp_path: Path, plan: Plan) -> None:
    jobs = [Job.of(plan, UUID(int=n), UUID(int=n), f"{n}", "x") for n in (3, 1, 2)]
    for job in jobs:
        write_job(tmp_path, job, plan)
    assert [job.id.int for job, _ in jobs_in(tmp_path)] == [1, 2, 3]


def test_the_first_end_stays(tmp_path: Path, plan: Plan, job: Job) -> None:
    folder = write_job(tmp_path, job, plan)
    first = end(folder, Status.FAILED, "out of order")
    assert end(folder, Status.CANCELLED, "not wanted") == first == ending_of(folder)
    assert (first.status, first.reason) == (Status.FAILED, "out of order")
    assert (folder / ENDED).exists()


def test_what_has_a_result_is_completed_whatever_was_meant_for_it(
    tmp_path: Path, plan: Plan, job: Job
) -> None:
    folder = write_job(tmp_path, job, plan)
    end(folder, Status.CANCELLED, "not wanted")
    (folder / RESULT).write_text("{}")
    found = ending_of(folder)
    assert found
    assert (found.status, found.reason) == (Status.COMPLETED, None)
