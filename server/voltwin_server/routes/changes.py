"""What is different between two scenarios, or two twins: what a comparison of them is asked for."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from voltwin.scenario.changes.difference import changes_between
from voltwin.scenario.scenario import Scenario
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.looking import LOOKING
from voltwin_server.models.changes import ChangesBetween
from voltwin_server.models.common import Id
from voltwin_server.problems import CONFLICT, NOT_FOUND, TOO_MANY_QUESTIONS, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("page", "/api")

To = Annotated[UUID, Query(description="Id of the other one, of the same kind.")]
_RESPONSES = problems(NOT_FOUND)
_OF_TWINS = problems(CONFLICT, TOO_MANY_QUESTIONS)


@router.get(
    "/scenarios/{scenario_id}/changes",
    dependencies=[needs(Role.VIEWER)],
    responses=_RESPONSES,
    summary="What makes one scenario another one?",
)
def get_changes(scenario_id: Id, to: To, server: ServerOf) -> ChangesBetween:
    """Tell the changes that make a scenario the other one: those by which it was derived, if it
    was, else all that differs."""
    child = server.scenarios.record(to)
    if child.parent_id == scenario_id:
        return ChangesBetween(changes=list(child.changes))
    return _between(server.scenarios.there(scenario_id), server.scenarios.there(to))


@router.get(
    "/twins/{twin_id}/changes",
    dependencies=[needs(Role.VIEWER), LOOKING],
    responses={**_RESPONSES, **_OF_TWINS},
    summary="What makes one twin another one?",
)
def get_twin_changes(twin_id: Id, to: To, server: ServerOf) -> ChangesBetween:
    """Tell the same of twins' scenarios, with all that has been made of them."""
    return _between(server.scenario_of_twin(twin_id).scenario, server.scenario_of_twin(to).scenario)


def _between(one: Scenario, other: Scenario) -> ChangesBetween:
    return ChangesBetween(changes=[str(change) for change in changes_between(one, other)])
