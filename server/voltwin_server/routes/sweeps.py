"""Sweeps: every variant of a design."""

from fastapi import Response

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.models.experiments import ExperimentInfo, NewSweep
from voltwin_server.planning import plan_of_sweep
from voltwin_server.routes import experiments
from voltwin_server.routes.of_kind import router_of
from voltwin_server.state import ServerOf

router = router_of("sweep")


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=202,
    responses=experiments.POSTED,
    summary="Simulate many variants of a scenario",
)
def create_sweep(
    body: NewSweep, response: Response, server: ServerOf, caller: CallerOf
) -> ExperimentInfo:
    """Have every variant of a design simulated. What was asked for before is not done again: the
    answer is that sweep, with status 200 if it has its results already."""
    base = server.scenarios.of(body)
    plan = plan_of_sweep(body, base.scenario, server.settings.limits)
    return experiments.answer_of_new(server, plan, base, caller, response)
