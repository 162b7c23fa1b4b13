"""Runs: asked for, followed, cancelled, deleted."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from starlette.concurrency import run_in_threadpool

from voltwin.store.records import RunRecord, Status
from voltwin.store.uuid7 import derived
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.asking import accepted, ended_problems
from voltwin_server.jobs.live import Live
from voltwin_server.jobs.progress import progress_of
from voltwin_server.models.common import Before, Id, Limit, Page
from voltwin_server.models.jobs import Progress
from voltwin_server.models.runs import NewRun, RunInfo
from voltwin_server.planning import plan_of_run
from voltwin_server.problems import (
    CONFLICT,
    INVALID,
    NOT_FOUND,
    TOO_MANY_JOBS,
    TOO_MUCH,
    ProblemError,
    problems,
)
from voltwin_server.recipes import computed
from voltwin_server.routes.waiting import Wait
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf

router = new_router("runs", "/api/runs")


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=202,
    responses={
        200: {"model": RunInfo, "description": "The same has been computed before."},
        **problems(NOT_FOUND, INVALID, TOO_MUCH, TOO_MANY_JOBS),
    },
    summary="Simulate a scenario",
)
def create_run(body: NewRun, response: Response, server: ServerOf, caller: CallerOf) -> RunInfo:
    """Have replications of a scenario simulated. What was asked for before is not done again: the
    answer is that run, with status 200 if it has its results already."""
    base = server.scenarios.of(body)
    plan = plan_of_run(body, base.scenario, server.settings.limits)
    run = computed(server.store, plan, base.digest)
    if run is None:
        run = _run_of(server, accepted(server, plan, base, caller).live)
    if run.status is Status.COMPLETED:
        response.status_code = 200
    response.headers["Location"] = f"/api/runs/{run.id}"
    return _info(server, run)


def _run_of(server: Server, live: Live) -> RunRecord:
    return server.store.run(derived(live.job.id, 0))


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Which runs are there?")
def list_runs(
    server: ServerOf,
    scenario_id: Annotated[UUID | None, Query(description="Only of this scenario.")] = None,
    experiment_id: Annotated[UUID | None, Query(description="Only of this experiment.")] = None,
    status: Annotated[Status | None, Query(description="Only those that are here.")] = None,
    limit: Limit = 100,
    before: Before = None,
) -> Page[RunInfo]:
    """List runs, the newest first; those of experiments, too."""
    found = server.store.runs(
        scenario=scenario_id, experiment=experiment_id, status=status, limit=limit, before=before
    )
    last = found[-1].id if len(found) == limit else None
    return Page(items=_infos(server, found), next=last)


@router.get(
    "/{run_id}",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND),
    summary="Where is a run?",
)
async def get_run(run_id: Id, server: ServerOf, wait: Wait = 0.0) -> RunInfo:
    """Tell where a run is and how far; with `wait`, as soon as it has ended."""
    record = await run_in_threadpool(server.store.run, run_id)
    live = server.jobs.board.get(record.experiment_id)
    if live and wait > 0.0 and not record.status.is_final:
        await server.jobs.board.wait(live, wait)
        record = await run_in_threadpool(server.store.run, run_id)
    return await run_in_threadpool(_info, server, record)


def _info(server: Server, record: RunRecord) -> RunInfo:
    """Return what is told of a run."""
    [info] = _infos(server, [record])
    return info


def _infos(server: Server, records: Sequence[RunRecord]) -> list[RunInfo]:
    """Return what is told of runs: of variants of one experiment it is looked once how far it
    is."""
    names = server.store.scenario_names({record.scenario_id for record in records})
    waiting = server.jobs.board.waiting()
    unfinished = {record.experiment_id for record in records if not record.status.is_final}
    far = {job_id: _progress(server, server.jobs.board.get(job_id)) for job_id in unfinished}
    infos = []
    for record in records:
        name, job_id = names.get(record.scenario_id, ""), record.experiment_id
        if record.status.is_final:
            infos.append(RunInfo.of(record, name))
        else:
            infos.append(RunInfo.of(record, name, far[job_id], waiting.get(job_id)))
    return infos


def _progress(server: Server, live: Live | None) -> Progress | None:
    if live is None or live.ending:
        return None
    return Progress.of(progress_of(live, server.jobs.folder(live)))


@router.post(
    "/{run_id}/cancel",
    dependencies=[needs(Role.PLANNER)],
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Cancel a run",
)
def cancel_run(run_id: Id, server: ServerOf) -> RunInfo:
    """End a run that has not ended: nothing of its results is kept."""
    record = server.store.run(run_id)
    with ended_problems():
        server.jobs.cancel(_job_alone(server, record, "cancelled"))
    return _info(server, server.store.run(run_id))


@router.delete(
    "/{run_id}",
    dependencies=[needs(Role.ADMIN)],
    status_code=204,
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Delete a run",
)
def delete_run(run_id: Id, server: ServerOf) -> None:
    """Delete a run that has ended, and its results."""
    record = server.store.run(run_id)
    if server.jobs.board.get(record.experiment_id):
        with ended_problems():
            server.jobs.delete(_job_alone(server, record, "deleted"))
    elif not record.status.is_final:
        raise ProblemError(CONFLICT, "It is not done by this server, and has not ended.")
    elif record.experiment_id != record.id and len(_of_experiment(server, record)) > 1:
        raise _part_of_others(record, "deleted")
    else:
        server.store.delete_experiment(record.experiment_id)


def _job_alone(server: Server, record: RunRecord, what: str) -> Live:
    """Return the job of a run that is no part of a larger experiment.

    Raises:
        ProblemError: it is, or no job of this server.
    """
    live = server.jobs.board.get(record.experiment_id)
    if live is None:
        why = "has ended" if record.status.is_final else "is not done by this server"
        raise ProblemError(CONFLICT, f"It {why}.")
    if live.job.kind != "replications":
        raise _part_of_others(record, what)
    return live


def _of_experiment(server: Server, record: RunRecord) -> list[RunRecord]:
    return server.store.runs(experiment=record.experiment_id, limit=2)


def _part_of_others(record: RunRecord, what: str) -> ProblemError:
    text = f"It is a variant of the experiment {record.experiment_id}, which is {what} as a whole."
    return ProblemError(CONFLICT, text)
