"""What is done to a twin, and what it tells: commands, recipe, KPIs, stations."""

import math
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.leaving import LEFT, LeftError, while_there
from voltwin_server.models.commands import Command, Did
from voltwin_server.models.common import MOST_SEED, Id, Limit, Table
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.models.twins import Journal, StationsNow
from voltwin_server.problems import (
    AWAY,
    CONFLICT,
    CRASHED,
    INVALID,
    NOT_FOUND,
    TOO_MANY_COMMANDS,
    TOO_MANY_QUESTIONS,
    TOO_MUCH,
    UNKNOWN_OUTCOME,
    problems,
)
from voltwin_server.questions.twin_texts import TextOf
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf
from voltwin_server.tables import columns_of, json_answer

router = new_router("twins", "/api/twins/{twin_id}")

YAML = "application/yaml"
_TEXTS: dict[TextOf, tuple[str, str]] = {
    "recipe": ("application/json", "recipe.json"),
    "scenario": (YAML, "yaml"),
}
_WOKEN = problems(NOT_FOUND, CONFLICT, AWAY)
_RECIPE = {"voltwin_recipe": 1, "seed": 1, "replication": 0, "made": [], "scenario": SCENARIO}
TableName = Annotated[
    Literal["total", "by_region", "by_station", "by_hour"],
    Path(description="Whose KPIs: of the network, or of each region, station or hour."),
]


@router.post(
    "/commands",
    dependencies=[needs(Role.PLANNER)],
    responses={
        **_WOKEN,
        **problems(INVALID, TOO_MUCH, TOO_MANY_COMMANDS, CRASHED, UNKNOWN_OUTCOME),
    },
    summary="Do something to a twin",
)
async def command_twin(twin_id: Id, body: Command, server: ServerOf, caller: CallerOf) -> Did:
    """Play, pause, speed, step, seek, intervene. Commands of all are done one after the other; each
    has its number in that order, and everybody who watches is told who has done what."""
    entry = await server.twins.command(twin_id, body.model_dump(), by=caller.name)
    return Did.of(entry)


@router.get(
    "/commands",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Who has done what to a twin?",
)
def list_commands(
    twin_id: Id,
    server: ServerOf,
    limit: Limit = 100,
    after: Annotated[
        int, Query(ge=0, le=MOST_SEED, description="Number of the one before the first.")
    ] = 0,
) -> Journal:
    """List all that has been done to a twin, in order."""
    known = server.twins.get(twin_id)
    with known.being_read():
        found = [Did.of(entry) for entry in known.lines.after(after, limit)]
    return Journal(items=found, next=found[-1].number if len(found) == limit else None)


@router.get(
    "/recipe",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        **problems(NOT_FOUND, CONFLICT, TOO_MANY_QUESTIONS),
        200: {
            "description": "The recipe.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": _RECIPE}},
        },
    },
    summary="The recipe of a twin",
)
async def get_recipe(twin_id: Id, request: Request, server: ServerOf, caller: CallerOf) -> Response:
    """Return all that a twin is made of: scenario, seed, interventions and observations. A twin
    made of it has the same event log."""
    return await _as_text(server, caller, request, twin_id, "recipe")


@router.get(
    "/scenario",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        **problems(NOT_FOUND, CONFLICT, TOO_MANY_QUESTIONS),
        200: {
            "description": "The file.",
            "content": {YAML: {"schema": {"type": "object"}, "example": SCENARIO}},
        },
    },
    summary="A twin as a scenario",
)
async def get_twin_scenario(
    twin_id: Id, request: Request, server: ServerOf, caller: CallerOf
) -> Response:
    """Return the scenario of a twin with all that has been made of it: `voltwin run` on this file,
    with the twin's seed, gives the twin's event log."""
    return await _as_text(server, caller, request, twin_id, "scenario")


async def _as_text(
    server: Server, caller: Caller, request: Request, twin_id: UUID, of: TextOf
) -> Response:
    known = server.twins.get(twin_id)
    with server.questions_of_callers.asking(caller.name), known.being_read():
        try:
            text = await while_there(request, server.questions.twin_text(known.folder, of))
        except LeftError:
            return Response(status_code=LEFT)
    media, ending = _TEXTS[of]
    headers = {"Content-Disposition": f'attachment; filename="{twin_id}.{ending}"'}
    return Response(text, 200, headers, media)


@router.get(
    "/kpis/{table}",
    dependencies=[needs(Role.VIEWER)],
    response_model=Table,
    responses=_WOKEN,
    summary="KPIs of a twin",
)
async def get_twin_kpis(twin_id: Id, table: TableName, server: ServerOf) -> Response:
    """Return KPIs from the start, or the end of the warm-up, to where the twin stands."""
    found = await server.twins.ask(twin_id, "kpis", table)
    return await run_in_threadpool(lambda: json_answer(columns_of(found)))


@router.get(
    "/stations",
    dependencies=[needs(Role.VIEWER)],
    response_model=StationsNow,
    responses=_WOKEN,
    summary="Stations of a twin, now",
)
async def get_twin_stations(twin_id: Id, server: ServerOf) -> Response:
    """Return what is seen of each station where the twin stands."""
    found = await server.twins.ask(twin_id, "stations")
    columns: dict[str, Any] = {name: values.tolist() for name, values in found["columns"].items()}
    columns["limit_kw"] = [None if kw == math.inf else kw for kw in columns["limit_kw"]]
    return json_answer({"now_s": found["now"], "stations": found["stations"], "columns": columns})
