"""What comparisons and sweeps answer alike: the routes of a kind of experiment."""

from fastapi import APIRouter, Response

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.models.common import Before, Id, Limit, Page
from voltwin_server.models.experiments import ExperimentInfo
from voltwin_server.routes.experiments import (
    CHANGED,
    FOUND,
    TABLE,
    Kind,
    TableFormat,
    TableName,
    cancelled,
    deleted,
    followed,
    listed,
    live_of,
    table_of,
)
from voltwin_server.routes.waiting import Wait
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf


def router_of(kind: Kind) -> APIRouter:
    """Return a router with all that is asked about experiments of a kind once they are there.

    Args:
        kind: that names paths and operations, its plural the router.
    """
    router = new_router(f"{kind}s", f"/api/{kind}s")
    _add_looking(router, kind)
    _add_ending(router, kind)
    return router


def _add_looking(router: APIRouter, kind: Kind) -> None:
    @router.get(
        "",
        name=f"list_{kind}s",
        summary=f"Which {kind}s are there?",
        dependencies=[needs(Role.VIEWER)],
    )
    def list_them(
        server: ServerOf, limit: Limit = 100, before: Before = None
    ) -> Page[ExperimentInfo]:
        """List those that this server has been asked for, the newest first."""
        return listed(server, kind, limit, before)

    @router.get(
        "/{experiment_id}",
        name=f"get_{kind}",
        responses=FOUND,
        summary=f"Where is a {kind}?",
        dependencies=[needs(Role.VIEWER)],
    )
    async def get_it(experiment_id: Id, server: ServerOf, wait: Wait = 0.0) -> ExperimentInfo:
        """Tell where it is and how far; with `wait`, as soon as it has ended."""
        return await followed(server, live_of(server, kind, experiment_id), wait)

    @router.get(
        "/{experiment_id}/tables/{name}",
        name=f"get_{kind}_table",
        response_model=None,
        responses=TABLE,
        summary=f"A table of a {kind}",
        dependencies=[needs(Role.VIEWER)],
    )
    def get_table(
        experiment_id: Id, name: TableName, server: ServerOf, format: TableFormat = "json"
    ) -> Response:
        """Return a table that came out; docs/experiments.md says what stands in it."""
        live = live_of(server, kind, experiment_id)
        return table_of(server, live, name, format)


def _add_ending(router: APIRouter, kind: Kind) -> None:
    @router.post(
        "/{experiment_id}/cancel",
        name=f"cancel_{kind}",
        dependencies=[needs(Role.PLANNER)],
        responses=CHANGED,
        summary=f"Cancel a {kind}",
    )
    def cancel(experiment_id: Id, server: ServerOf) -> ExperimentInfo:
        """End it before it is done: nothing of its results is kept."""
        return cancelled(server, live_of(server, kind, experiment_id))

    @router.delete(
        "/{experiment_id}",
        name=f"delete_{kind}",
        dependencies=[needs(Role.ADMIN)],
        status_code=204,
        responses=CHANGED,
        summary=f"Delete a {kind}",
    )
    def delete(experiment_id: Id, server: ServerOf) -> None:
        """Delete one that has ended, and its results."""
        deleted(server, live_of(server, kind, experiment_id))
