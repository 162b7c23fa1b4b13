"""What comparisons and sweeps have in common: asked for, followed, cancelled, their tables."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Query, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from voltwin.experiment.plan import Plan
from voltwin_server.access.callers import Caller
from voltwin_server.asking import accepted, ended_problems
from voltwin_server.jobs.live import Live
from voltwin_server.jobs.progress import progress_of
from voltwin_server.jobs.results import file_of, names_of_tables
from voltwin_server.models.common import Page, Table
from voltwin_server.models.experiments import ExperimentInfo
from voltwin_server.models.jobs import Progress
from voltwin_server.problems import (
    CONFLICT,
    INVALID,
    NOT_FOUND,
    TOO_MANY_JOBS,
    TOO_MUCH,
    ProblemError,
    problems,
)
from voltwin_server.scenarios import Base
from voltwin_server.state import Server
from voltwin_server.tables import columns_of, json_answer

Kind = Literal["comparison", "sweep"]
TableFormat = Annotated[Literal["json", "parquet"], Query(description="Of the table.")]
TableName = Annotated[
    str, Path(max_length=100, description="One of `tables`.", examples=["differences"])
]
_MOST_CELLS = 2_000_000  # of a table in JSON
_PARQUET = "application/vnd.apache.parquet"

POSTED: dict[int | str, dict[str, Any]] = {
    200: {"model": ExperimentInfo, "description": "The same has been computed before."},
    **problems(NOT_FOUND, INVALID, TOO_MUCH, TOO_MANY_JOBS),
}

CHANGED = problems(NOT_FOUND, CONFLICT)
FOUND = problems(NOT_FOUND)
TABLE: dict[int | str, dict[str, Any]] = {
    **problems(NOT_FOUND, CONFLICT, TOO_MUCH),
    200: {
        "model": Table,
        "content": {_PARQUET: {"schema": {"type": "string", "format": "binary"}}},
        "description": "Column by column, or a Parquet file.",
    },
}


def answer_of_new(
    server: Server, plan: Plan, base: Base, caller: Caller, response: Response
) -> ExperimentInfo:
    """Have a plan done, unless it was before, and return what is told of it.

    Args:
        server: that does it.
        plan: what is run.
        base: its scenario.
        caller: who asks.
        response: whose status and headers are set.
    """
    live = accepted(server, plan, base, caller).live
    response.status_code = 200 if live.ending else 202
    response.headers["Location"] = f"/api/{live.job.kind}s/{live.job.id}"
    return info_of(server, live)


def info_of(server: Server, live: Live) -> ExperimentInfo:
    """Return what is told of an experiment."""
    job, ending = live.job, live.ending
    assert job.kind in ("comparison", "sweep")
    folder = server.jobs.folder(live)
    return ExperimentInfo(
        id=job.id,
        kind=job.kind,
        name=job.name,
        status=live.status,
        scenario_id=job.scenario_id,
        variants=job.variants,
        replications=job.replications,
        seed=job.seed,
        until_s=job.until_s,
        by=job.by,
        asked_at=job.asked_at,
        ended_at=ending.at if ending else None,
        error=ending.reason if ending else None,
        tables=names_of_tables(folder) if ending else [],
        progress=None if ending else Progress.of(progress_of(live, folder)),
    )


def live_of(server: Server, kind: Kind, experiment_id: UUID) -> Live:
    """Return an experiment of a kind.

    Raises:
        ProblemError: there is none of this id.
    """
    live = server.jobs.board.get(experiment_id)
    if live is None or live.job.kind != kind:
        raise ProblemError(NOT_FOUND, f"There is no {kind} of this id.")
    return live


def listed(server: Server, kind: Kind, limit: int, before: UUID | None) -> Page[ExperimentInfo]:
    """Return experiments of a kind, the newest first."""
    found = server.jobs.board.newest(kind, limit, before)
    last = found[-1].job.id if len(found) == limit else None
    return Page(items=[info_of(server, live) for live in found], next=last)


async def followed(server: Server, live: Live, wait: float) -> ExperimentInfo:
    """Return what is told of an experiment as soon as it has ended, or after `wait` [s]."""
    if wait > 0.0:
        await server.jobs.board.wait(live, wait)
    return await run_in_threadpool(info_of, server, live)


def cancelled(server: Server, live: Live) -> ExperimentInfo:
    """End an experiment before it is done, and return what is told of it.

    Raises:
        ProblemError: it has ended.
    """
    with ended_problems():
        server.jobs.cancel(live)
    return info_of(server, live)


def deleted(server: Server, live: Live) -> None:
    """Delete an experiment.

    Raises:
        ProblemError: it has not ended.
    """
    with ended_problems():
        server.jobs.delete(live)


def table_of(server: Server, live: Live, name: str, form: TableFormat) -> Response:
    """Return a table that came out of an experiment.

    Raises:
        ProblemError: there is none of this name, or it is too large for JSON.
    """
    if live.ending is None:
        raise ProblemError(CONFLICT, f"It has no tables yet: it is {live.status}.")
    file = file_of(server.jobs.folder(live), name)
    if file is None:
        names = ", ".join(names_of_tables(server.jobs.folder(live))) or "none"
        raise ProblemError(NOT_FOUND, f"It has no such table; there are: {names}.")
    if form == "parquet":
        return FileResponse(file, media_type=_PARQUET, filename=f"{live.job.id}-{name}.parquet")
    from pyarrow import parquet

    about = parquet.read_metadata(file)
    if about.num_rows * about.num_columns > _MOST_CELLS:
        text = f"It has {about.num_rows:,} rows: ask for it with format=parquet."
        raise ProblemError(TOO_MUCH, text)
    return json_answer(columns_of(parquet.read_table(file)))
