"""Maps of scenarios and twins: what stands still under what moves."""

from fastapi import Request, Response

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.looking import LOOKING
from voltwin_server.models.common import Id
from voltwin_server.models.maps import MapInfo
from voltwin_server.page.conditional import answer
from voltwin_server.page.headers import ASK_AGAIN
from voltwin_server.problems import CONFLICT, NOT_FOUND, TOO_MANY_QUESTIONS, problems
from voltwin_server.routing import router as new_router
from voltwin_server.scenarios import Base
from voltwin_server.state import Server, ServerOf

router = new_router("page", "/api")

_RESPONSES = {
    **problems(NOT_FOUND),
    304: {"description": "It is still the one that the header If-None-Match names."},
}
_OF_TWINS = problems(CONFLICT, TOO_MANY_QUESTIONS)


@router.get(
    "/scenarios/{scenario_id}/map",
    dependencies=[needs(Role.VIEWER)],
    response_model=MapInfo,
    responses=_RESPONSES,
    summary="The map of a scenario",
)
def get_map(scenario_id: Id, request: Request, server: ServerOf) -> Response:
    """Return streets, zones and stations as GeoJSON."""
    record = server.scenarios.record(scenario_id)
    return _answer(request, server, Base(server.scenarios.get(record.id), record.digest))


@router.get(
    "/twins/{twin_id}/map",
    dependencies=[needs(Role.VIEWER), LOOKING],
    response_model=MapInfo,
    responses={**_RESPONSES, **_OF_TWINS},
    summary="The map of a twin",
)
def get_twin_map(twin_id: Id, request: Request, server: ServerOf) -> Response:
    """Return streets, zones and stations of a twin's scenario as GeoJSON."""
    return _answer(request, server, server.scenario_of_twin(twin_id))


def _answer(request: Request, server: Server, base: Base) -> Response:
    return answer(request, server.maps.get(base), ASK_AGAIN, {})
