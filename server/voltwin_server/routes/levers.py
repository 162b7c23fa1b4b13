"""What may be moved in a scenario, or in that of a twin."""

from typing import Annotated

from fastapi import Query

from voltwin.levers.offered import levers_of
from voltwin.scenario.scenario import Scenario
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.invalid import invalid
from voltwin_server.looking import LOOKING
from voltwin_server.models.common import Id, Text
from voltwin_server.models.levers import LeverInfo, Levers
from voltwin_server.problems import CONFLICT, INVALID, NOT_FOUND, TOO_MANY_QUESTIONS, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("page", "/api")

Region = Annotated[Text | None, Query(description="Only that of the stations of this region.")]
StationId = Annotated[Text | None, Query(description="Only that of the station with this id.")]
_RESPONSES = problems(NOT_FOUND, INVALID)
_OF_TWINS = problems(CONFLICT, TOO_MANY_QUESTIONS)


@router.get(
    "/scenarios/{scenario_id}/levers",
    dependencies=[needs(Role.VIEWER)],
    responses=_RESPONSES,
    summary="What may be moved in a scenario?",
)
def get_levers(
    scenario_id: Id, server: ServerOf, region: Region = None, station: StationId = None
) -> Levers:
    """Tell what may be moved, how far, and what it is now. Each value of each lever is a change
    that `POST /api/what-if` takes."""
    return _levers(server.scenarios.there(scenario_id), region, station)


@router.get(
    "/twins/{twin_id}/levers",
    dependencies=[needs(Role.VIEWER), LOOKING],
    responses={**_RESPONSES, **_OF_TWINS},
    summary="What may be moved in a twin?",
)
def get_twin_levers(
    twin_id: Id, server: ServerOf, region: Region = None, station: StationId = None
) -> Levers:
    """Tell the same of a twin's scenario, with all that has been made of it."""
    return _levers(server.scenario_of_twin(twin_id).scenario, region, station)


def _levers(scenario: Scenario, region: str | None, station: str | None) -> Levers:
    try:
        found = levers_of(scenario, region=region, station=station)
    except ValueError as error:
        place = "query.region" if station is None else "query.station"
        raise invalid([(place, str(error))]) from None
    about = [
        one
        for one in scenario.stations
        if (region is None or one.region == region) and (station is None or one.id == station)
    ]
    regions = dict.fromkeys(one.region for one in scenario.stations if one.region)
    return Levers(
        stations=len(about), regions=list(regions), levers=[LeverInfo.of(one) for one in found]
    )
