"""Who calls, and what they may."""

from collections.abc import Iterator

from fastapi import FastAPI, Request

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import CallerOf, needs, rule_of
from voltwin_server.description import api_routes
from voltwin_server.models.page import Me
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("page", "/api/me")


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Who am I?")
async def get_me(request: Request, server: ServerOf, caller: CallerOf) -> Me:
    """Tell who calls, and which operations they may call."""
    return Me.model_validate(
        {
            "name": caller.name,
            "role": caller.role.word,
            "needs_token": server.door.needs_tokens,
            "may": sorted(_allowed(request.app, caller)),
        }
    )


def _allowed(app: FastAPI, caller: Caller) -> Iterator[str]:
    """Yield the ids of the operations that somebody may call."""
    for route in api_routes(app):
        rule = rule_of(route)
        if rule is not None and (rule.role is None or caller.role >= rule.role):
            yield route.unique_id
