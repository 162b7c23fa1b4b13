"""What is done to a twin, and what it tells: commands, recipe, KPIs, stations."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from starlette.concurrency import run_in_threadpool

from voltwin.scenario.files import as_yaml
from voltwin.scenario.json_text import write_json
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.models.commands import Command, Did
from voltwin_server.models.common import MOST_SEED, Id, Limit, Table
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.models.twins import Journal, StationsNow
from voltwin_server.problems import AWAY, CONFLICT, INVALID, NOT_FOUND, TOO_MUCH, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf
from voltwin_server.tables import columns_of, json_answer
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import recipe_fields

router = new_router("twins", "/api/twins/{twin_id}")

YAML = "application/yaml"
_WOKEN = problems(NOT_FOUND, CONFLICT, AWAY)
_RECIPE = {"voltwin_recipe": 1, "seed": 1, "replication": 0, "made": [], "scenario": SCENARIO}
TableName = Annotated[
    Literal["total", "by_region", "by_station", "by_hour"],
    Path(description="Whose KPIs: of the network, or of each region, station or hour."),
]


@router.post(
    "/commands",
    dependencies=[needs(Role.PLANNER)],
    responses={**_WOKEN, **problems(INVALID, TOO_MUCH)},
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
        lines = entries(known.folder.journal, after=after, limit=limit)
        found = [Did.of(entry) for entry in lines]
    return Journal(items=found, next=found[-1].number if len(found) == limit else None)


@router.get(
    "/recipe",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        **problems(NOT_FOUND, CONFLICT),
        200: {
            "description": "The recipe.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": _RECIPE}},
        },
    },
    summary="The recipe of a twin",
)
def get_recipe(twin_id: Id, server: ServerOf) -> Response:
    """Return all that a twin is made of: scenario, seed, interventions and observations. A twin
    made of it has the same event log."""
    known = server.twins.get(twin_id)
    with known.being_read():
        fields = recipe_fields(known.folder)
    headers = {"Content-Disposition": f'attachment; filename="{twin_id}.recipe.json"'}
    return Response(write_json(fields), 200, headers, "application/json")


@router.get(
    "/scenario",
    dependencies=[needs(Role.VIEWER)],
    response_class=Response,
    responses={
        **problems(NOT_FOUND, CONFLICT),
        200: {
            "description": "The file.",
            "content": {YAML: {"schema": {"type": "object"}, "example": SCENARIO}},
        },
    },
    summary="A twin as a scenario",
)
async def get_twin_scenario(twin_id: Id, server: ServerOf) -> Response:
    """Return the scenario of a twin with all that has been made of it: `voltwin run` on this file,
    with the twin's seed, gives the twin's event log."""
    known = server.twins.get(twin_id)
    with known.being_read():
        text = await run_in_threadpool(_scenario_text, known.folder)
    headers = {"Content-Disposition": f'attachment; filename="{twin_id}.yaml"'}
    return Response(text, 200, headers, YAML)


def _scenario_text(folder: TwinFolder) -> str:
    return as_yaml(recipe_of(recipe_fields(folder)).scenario_in_full())


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
    return json_answer({"now_s": found["now"], "stations": found["stations"], "columns": columns})
