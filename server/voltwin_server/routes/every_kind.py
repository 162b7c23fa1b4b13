"""Experiments of every kind in the store, whoever had them computed."""

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.asking import ended_problems
from voltwin_server.models.common import Id
from voltwin_server.problems import CONFLICT, NOT_FOUND, ProblemError, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("experiments", "/api/experiments")

_MOST_RUNS = 10**9  # all of them


@router.delete(
    "/{experiment_id}",
    dependencies=[needs(Role.ADMIN)],
    status_code=204,
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Delete an experiment",
)
def delete_experiment(experiment_id: Id, server: ServerOf) -> None:
    """Delete an experiment that has ended, and its results: one of this server, or one that was
    written into the store from elsewhere."""
    live = server.jobs.board.get(experiment_id)
    if live:
        with ended_problems():
            server.jobs.delete(live)
        return
    runs = server.store.runs(experiment=experiment_id, limit=_MOST_RUNS)
    if not runs:
        raise ProblemError(NOT_FOUND, "There is no experiment of this id.")
    if not all(run.status.is_final for run in runs):
        raise ProblemError(CONFLICT, "It is not done by this server, and has not ended.")
    server.store.delete_experiment(experiment_id)
