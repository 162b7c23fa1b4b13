"""Scenarios: stored, derived, listed, looked at, and checked without being stored."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from voltwin.experiment.measures import measures_of
from voltwin.scenario.changes import changed
from voltwin.scenario.defaults import with_defaults_found
from voltwin.scenario.files import as_yaml
from voltwin.scenario.json_text import write_json
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.models.common import Before, Id, Limit, Page
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.models.scenarios import NewChild, ScenarioInfo, StationInfo, Validity
from voltwin_server.planning import changes_of
from voltwin_server.problems import CONFLICT, INVALID, NOT_FOUND, TOO_MUCH, problems
from voltwin_server.routing import router as new_router
from voltwin_server.scenarios import told_of
from voltwin_server.state import Server, ServerOf
from voltwin_server.texts_of_scenarios import fields_in

router = new_router("scenarios", "/api/scenarios")

YAML = "application/yaml"
_FIELDS = {
    "type": "object",
    "title": "ScenarioFields",
    "description": "A scenario's fields as in its file (docs/scenario.md), naming no other files.",
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _FIELDS, "example": SCENARIO},
            YAML: {"schema": {"type": "string"}, "example": write_json(SCENARIO)},
        },
    }
}
_REFUSED = problems(INVALID, TOO_MUCH)


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=201,
    openapi_extra=_BODY,
    responses=_REFUSED,
    summary="Store a scenario",
)
async def create_scenario(request: Request, response: Response, server: ServerOf) -> ScenarioInfo:
    """Store a scenario given in full, as JSON or YAML. One that is stored already keeps its id."""
    body, kind = await request.body(), request.headers.get("content-type", "")
    info = await run_in_threadpool(_stored, server, body, kind)
    response.headers["Location"] = f"/api/scenarios/{info.id}"
    return info


def _stored(server: Server, body: bytes, kind: str) -> ScenarioInfo:
    scenario = server.scenarios.valid(fields_in(body, kind, server.settings.limits))
    return ScenarioInfo.of(server.scenarios.add(scenario))


@router.post(
    "/validate",
    dependencies=[needs(Role.VIEWER)],
    openapi_extra=_BODY,
    responses=_REFUSED,
    summary="Is a scenario valid?",
)
async def validate_scenario(request: Request, server: ServerOf) -> Validity:
    """Check a scenario without storing it; what is wrong is told as when it is to be stored."""
    body, kind = await request.body(), request.headers.get("content-type", "")
    return await run_in_threadpool(_checked, server, body, kind)


def _checked(server: Server, body: bytes, kind: str) -> Validity:
    scenario = server.scenarios.valid(fields_in(body, kind, server.settings.limits))
    return Validity(
        name=scenario.name,
        stations=len(scenario.stations),
        regions=list(dict.fromkeys(one.region for one in scenario.stations if one.region)),
        start=scenario.start,
        horizon_s=scenario.horizon,
        measures=list(measures_of(scenario)),
    )


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Which scenarios are there?")
def list_scenarios(
    server: ServerOf,
    parent: Annotated[UUID | None, Query(description="Only its children.")] = None,
    limit: Limit = 100,
    before: Before = None,
) -> Page[ScenarioInfo]:
    """List scenarios, the newest first."""
    found = server.store.scenarios(parent=parent, limit=limit, before=before)
    last = found[-1].id if len(found) == limit else None
    return Page(items=[ScenarioInfo.of(record) for record in found], next=last)


@router.post(
    "/{scenario_id}/children",
    dependencies=[needs(Role.PLANNER)],
    status_code=201,
    responses=problems(NOT_FOUND, INVALID),
    summary="Derive a scenario",
)
def create_child(
    scenario_id: Id, body: NewChild, response: Response, server: ServerOf
) -> ScenarioInfo:
    """Store a scenario that differs from another one; only the difference is kept."""
    parent = server.scenarios.get(scenario_id)
    changes = changes_of(body.changes, "body", "changes")
    with told_of("body", "changes"):
        child = changed(parent, changes)
    record = server.store.add_scenario(child, name=body.name, parent=scenario_id, changes=changes)
    response.headers["Location"] = f"/api/scenarios/{record.id}"
    return ScenarioInfo.of(record)


@router.get(
    "/{scenario_id}",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND),
    summary="What is known of a scenario?",
)
def get_scenario(scenario_id: Id, server: ServerOf) -> ScenarioInfo:
    """Tell its name, its parent, and what is different about it."""
    return ScenarioInfo.of(server.scenarios.record(scenario_id))


@router.delete(
    "/{scenario_id}",
    dependencies=[needs(Role.PLANNER)],
    status_code=204,
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Delete a scenario",
)
def delete_scenario(scenario_id: Id, server: ServerOf) -> None:
    """Delete a scenario and its stations, as long as no other was derived from it, and no run is of
    it."""
    server.scenarios.delete(scenario_id)


@router.get(
    "/{scenario_id}/scenario",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        **problems(NOT_FOUND),
        200: {
            "description": "The file.",
            "content": {
                "application/json": {"schema": _FIELDS, "example": SCENARIO},
                YAML: {"schema": _FIELDS, "example": SCENARIO},
            },
        },
    },
    summary="A scenario in full",
)
def get_scenario_file(
    scenario_id: Id,
    server: ServerOf,
    format: Annotated[Literal["json", "yaml"], Query(description="Of the file.")] = "json",
) -> Response:
    """Return a scenario in full, as a file that `voltwin run` reads."""
    scenario = server.scenarios.there(scenario_id)
    name = f'attachment; filename="{scenario_id}.{format}"'
    if format == "yaml":
        return Response(as_yaml(scenario), 200, {"Content-Disposition": name}, YAML)
    plain: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True)
    text = write_json(with_defaults_found(plain))
    return Response(text, 200, {"Content-Disposition": name}, "application/json")


@router.get(
    "/{scenario_id}/stations",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND),
    summary="Stations of a scenario",
)
def get_stations(scenario_id: Id, server: ServerOf) -> list[StationInfo]:
    """List all stations of a scenario in their order."""
    return [
        StationInfo(
            id=one.id, name=one.name or one.id, region=one.region or "", lon=one.lon, lat=one.lat
        )
        for one in server.scenarios.there(scenario_id).stations
    ]
