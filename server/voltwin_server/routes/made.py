"""What has been made of a twin: interventions and observations, with their times."""

from typing import Annotated

from fastapi import Query

from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.looking import LOOKING
from voltwin_server.models.common import MOST_SEED, Id, Limit, Text
from voltwin_server.models.made import MadeInfo, MadePage
from voltwin_server.problems import CONFLICT, NOT_FOUND, TOO_MANY_QUESTIONS, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf
from voltwin_server.twins.made import KindMade, WantedMade, made_of

router = new_router("twins", "/api/twins/{twin_id}")


@router.get(
    "/made",
    dependencies=[needs(Role.VIEWER), LOOKING],
    responses=problems(NOT_FOUND, CONFLICT, TOO_MANY_QUESTIONS),
    summary="What has been made of a twin?",
)
def list_made(
    twin_id: Id,
    server: ServerOf,
    kind: Annotated[KindMade | None, Query(description="Of these alone.")] = None,
    station: Annotated[Text | None, Query(description="Id of one that they name.")] = None,
    limit: Limit = 100,
    before: Annotated[
        int | None, Query(ge=-MOST_SEED, le=MOST_SEED, description="Place after the first.")
    ] = None,
) -> MadePage:
    """List interventions and observations, the latest made first, and then those that the scenario
    had itself, each with its times in seconds from the start."""
    found = made_of(server.twin_now(twin_id), WantedMade(kind, station, before, limit))
    items = [MadeInfo(**one) for one in found]
    return MadePage(items=items, next=items[-1].place if len(items) == limit else None)
