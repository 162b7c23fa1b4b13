"""A job as it was asked for, and how it ended: the two files that it adds to an experiment."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from voltwin.disk import sync
from voltwin.experiment.experiment_file import EXPERIMENT, write_experiment
from voltwin.experiment.folder import ENDED, JOB, RESULT
from voltwin.experiment.plan import Kind, Plan
from voltwin.store.records import Status

_PARTIAL = "."  # begins the names of folders that are not whole


@dataclass(frozen=True)
class Job:
    """A job as it was asked for.

    Attributes:
        id: of the job, and of its experiment in the store.
        kind: of the experiment.
        name: for people.
        scenario_id: of the base.
        recipe: what its numbers follow from, as a digest: equal recipes, equal results.
        variants: how many, the base included.
        replications: of each variant; the most, where their number follows from results.
        seed: of all draws.
        until_s: where runs end [s].
        by: the name of the caller who asked.
        asked_at: when, UTC.
    """

    id: UUID
    kind: Kind
    name: str
    scenario_id: UUID
    recipe: str
    variants: int
    replications: int
    seed: int
    until_s: float
    by: str
    asked_at: datetime

    @classmethod
    def of(cls, plan: Plan, job_id: UUID, scenario_id: UUID, recipe: str, by: str) -> "Job":
        """Return the job that does a plan, asked for now."""
        return cls(
            id=job_id,
            kind=plan.kind,
            name=plan.name,
            scenario_id=scenario_id,
            recipe=recipe,
            variants=len(plan.variants),
            replications=plan.replications,
            seed=plan.seed,
            until_s=plan.until_s,
            by=by,
            asked_at=datetime.now(UTC),
        )


@dataclass(frozen=True)
class Ending:
    """How a job ended.

    Attributes:
        status: a final one.
        reason: why there is no result; None where there is one.
        at: when, UTC.
    """

    status: Status
    reason: str | None
    at: datetime


def folder_of(jobs: Path, job_id: UUID) -> Path:
    """Return the folder of a job."""
    return jobs / str(job_id)


def write_job(jobs: Path, job: Job, plan: Plan) -> Path:
    """Write the folder of a job: when this returns, it outlives a power cut, and is whole.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    folder = folder_of(jobs, job.id)
    partial = jobs / f"{_PARTIAL}{job.id}"
    try:
        partial.mkdir()
        write_experiment(partial, plan, None)
        plain = {**asdict(job), "id": str(job.id), "scenario_id": str(job.scenario_id)}
        text = json.dumps({**plain, "asked_at": job.asked_at.isoformat()}, ensure_ascii=False)
        (partial / JOB).write_text(text + "\n", encoding="utf-8")
        for file in (partial / EXPERIMENT, partial / JOB):
            sync(file)
        sync(partial)
        partial.rename(folder)
        sync(jobs)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return folder


def delete_job(jobs: Path, job_id: UUID) -> None:
    """Delete the folder of a job: when this returns there is none, and there never is a part of it.
    Files that cannot be deleted now are cleared away when the jobs are read next.

    Raises:
        OSError: it cannot be deleted; it is as it was.
    """
    partial = jobs / f"{_PARTIAL}{job_id}"
    with suppress(FileNotFoundError):  # somebody else has deleted it
        folder_of(jobs, job_id).rename(partial)
        sync(jobs)
    shutil.rmtree(partial, ignore_errors=True)


def read_job(folder: Path) -> Job:
    """Return the job of a folder.

    Raises:
        OSError: there is none, or it cannot be read.
        ValueError: it is damaged.
    """
    try:
        plain: dict[str, Any] = json.loads((folder / JOB).read_text(encoding="utf-8"))
        ids = {name: UUID(plain[name]) for name in ("id", "scenario_id")}
        return Job(**{**plain, **ids, "asked_at": datetime.fromisoformat(plain["asked_at"])})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{folder / JOB}: is damaged: {error}") from None


def jobs_in(jobs: Path) -> Iterator[tuple[Job, Ending | None]]:
    """Yield the jobs in a folder in the order in which they were accepted, and how they ended;
    clear away those that never were. What cannot be read is left alone."""
    for folder in sorted(jobs.iterdir()):
        if folder.name.startswith(_PARTIAL):
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(OSError, ValueError):
            yield read_job(folder), ending_of(folder)


def ending_of(folder: Path) -> Ending | None:
    """Return how the job of a folder ended; None if it has not.

    What has a result is COMPLETED, whatever else was meant for it.
    """
    with suppress(FileNotFoundError):
        finished = (folder / RESULT).stat().st_mtime
        return Ending(Status.COMPLETED, None, datetime.fromtimestamp(finished, UTC))
    with suppress(FileNotFoundError):
        plain = json.loads((folder / ENDED).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(plain["at"])
        return Ending(Status(plain["status"]), plain["reason"], at)
    return None


def end(folder: Path, status: Status, reason: str) -> Ending:
    """Have a job ended without a result, unless it has ended already; return how it has.

    Nobody may work on it any more.

    Raises:
        OSError: it cannot be written.
    """
    ended = ending_of(folder)
    if ended is not None:
        return ended
    ended = Ending(status, reason, datetime.now(UTC))
    plain = {"status": status.value, "reason": reason, "at": ended.at.isoformat()}
    partial = folder / f"{_PARTIAL}{ENDED}"
    partial.write_text(json.dumps(plain, ensure_ascii=False) + "\n", encoding="utf-8")
    sync(partial)
    partial.rename(folder / ENDED)
    sync(folder)
    return ended
