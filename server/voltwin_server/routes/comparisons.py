"""Comparisons: variants held against a scenario."""

from fastapi import Response

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.models.common import Before, Id, Limit, Page
from voltwin_server.models.experiments import ExperimentInfo, NewComparison
from voltwin_server.planning import plan_of_comparison
from voltwin_server.routes import experiments
from voltwin_server.routes.experiments import CHANGED, FOUND, POSTED, TABLE, TableFormat, TableName
from voltwin_server.routes.waiting import Wait
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("comparisons", "/api/comparisons")


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=202,
    responses=POSTED,
    summary="Compare variants of a scenario",
)
def create_comparison(
    body: NewComparison, response: Response, server: ServerOf, caller: CallerOf
) -> ExperimentInfo:
    """Have variants held against a scenario, on the same random numbers. What was asked for before
    is not done again: the answer is that comparison, with status 200 if it has its results."""
    base = server.scenarios.of(body)
    plan = plan_of_comparison(body, base.scenario, server.settings.limits)
    return experiments.answer_of_new(server, plan, base, caller, response)


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Which comparisons are there?")
def list_comparisons(
    server: ServerOf, limit: Limit = 100, before: Before = None
) -> Page[ExperimentInfo]:
    """List those that this server has been asked for, the newest first."""
    return experiments.listed(server, "comparison", limit, before)


@router.get(
    "/{experiment_id}",
    dependencies=[needs(Role.VIEWER)],
    responses=FOUND,
    summary="Where is a comparison?",
)
async def get_comparison(experiment_id: Id, server: ServerOf, wait: Wait = 0.0) -> ExperimentInfo:
    """Tell where it is and how far; with `wait`, as soon as it has ended."""
    live = experiments.live_of(server, "comparison", experiment_id)
    return await experiments.followed(server, live, wait)


@router.get(
    "/{experiment_id}/tables/{name}",
    dependencies=[needs(Role.VIEWER)],
    response_model=None,
    responses=TABLE,
    summary="A table of a comparison",
)
def get_comparison_table(
    experiment_id: Id, name: TableName, server: ServerOf, format: TableFormat = "json"
) -> Response:
    """Return a table that came out; docs/experiments.md says what stands in it."""
    live = experiments.live_of(server, "comparison", experiment_id)
    return experiments.table_of(server, live, name, format)


@router.post(
    "/{experiment_id}/cancel",
    dependencies=[needs(Role.PLANNER)],
    responses=CHANGED,
    summary="Cancel a comparison",
)
def cancel_comparison(experiment_id: Id, server: ServerOf) -> ExperimentInfo:
    """End it before it is done: nothing of its results is kept."""
    return experiments.cancelled(server, experiments.live_of(server, "comparison", experiment_id))


@router.delete(
    "/{experiment_id}",
    dependencies=[needs(Role.ADMIN)],
    status_code=204,
    responses=CHANGED,
    summary="Delete a comparison",
)
def delete_comparison(experiment_id: Id, server: ServerOf) -> None:
    """Delete one that has ended, and its results."""
    experiments.deleted(server, experiments.live_of(server, "comparison", experiment_id))
