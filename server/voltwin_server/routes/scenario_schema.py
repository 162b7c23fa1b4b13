"""What a scenario's file may hold, for editors."""

from functools import cache

from fastapi import Request, Response
from pydantic_core import to_json

from voltwin.scenario.json_schema import DIALECT, schema_of_files
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.page.conditional import answer
from voltwin_server.page.files import PageFile
from voltwin_server.page.headers import ASK_AGAIN
from voltwin_server.routing import router as new_router

router = new_router("scenarios", "/api/scenario-schema")

_MEDIA_TYPE = "application/json"
_SHORT = {"$schema": DIALECT, "title": "Voltwin scenario", "type": "object", "properties": {}}


@router.get(
    "",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        200: {
            "description": "JSON Schema, 2020-12.",
            "content": {_MEDIA_TYPE: {"schema": {"type": "object"}, "example": _SHORT}},
        },
        304: {"description": "It is still the one that the header If-None-Match names."},
    },
    summary="What may a scenario's file hold?",
)
def get_scenario_schema(request: Request) -> Response:
    """Return the fields of a scenario, their forms, units and meanings, as a JSON schema. What it
    lets pass may still contradict: `POST /api/scenarios/validate` says so."""
    return answer(request, _schema(), ASK_AGAIN, {})


@cache
def _schema() -> PageFile:
    return PageFile(to_json(schema_of_files()), _MEDIA_TYPE)
