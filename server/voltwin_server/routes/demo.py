"""The demo that a new server prepares."""

from typing import Annotated

from fastapi import Query

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.models.page import DemoInfo
from voltwin_server.problems import NOT_FOUND, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("page", "/api/demo")


@router.get(
    "",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND),
    summary="Is there a demo?",
)
async def get_demo(
    server: ServerOf,
    wait: Annotated[
        float,
        Query(
            ge=0,
            le=60,
            allow_inf_nan=False,
            description="Answer when it is ready, but not later than this [s].",
        ),
    ] = 0.0,
) -> DemoInfo:
    """Tell which scenario and which twin are the demo. A server that has nothing yet prepares it
    when it starts."""
    shown = await server.demo.shown(wait)
    return DemoInfo(
        scenario_id=shown.scenario_id,
        twin_id=shown.twin_id,
        ready=shown.ready,
        stage=server.demo.stage,
    )
