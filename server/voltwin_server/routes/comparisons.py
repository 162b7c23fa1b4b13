"""Comparisons: variants held against a scenario."""

from fastapi import Response

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.models.experiments import ExperimentInfo, NewComparison
from voltwin_server.planning import plan_of_comparison
from voltwin_server.routes import experiments
from voltwin_server.routes.of_kind import router_of
from voltwin_server.state import ServerOf

router = router_of("comparison")


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=202,
    responses=experiments.POSTED,
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
