"""Results of runs: KPIs, tables by region, station and hour, explanations, event logs."""

from contextlib import ExitStack
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from voltwin.experiment.measures import all_tables
from voltwin.store import schema
from voltwin.store.records import RunRecord, Status
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.leaving import LEFT, HeldResponse, LeftError, while_there
from voltwin_server.models.common import Format, Id, ReplicationOf, Table, Text
from voltwin_server.models.runs import Explanation, Kpis
from voltwin_server.problems import (
    AGAIN_S,
    AWAY,
    CONFLICT,
    INVALID,
    NOT_FOUND,
    TOO_MANY_QUESTIONS,
    ProblemError,
    problems,
)
from voltwin_server.questions.events import MEDIA
from voltwin_server.questions.explaining import UnknownStationError
from voltwin_server.questions.recipe import Recipe
from voltwin_server.questions.spool import SpoolFullError
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf
from voltwin_server.tables import json_answer, kpis_of, measures_in, places_of

router = new_router("runs", "/api/runs/{run_id}")

Measures = Annotated[
    list[Text] | None,
    Query(max_length=100, description="KPIs that are wanted; all that are defined by default."),
]
Replication = Annotated[
    int | None,
    Query(ge=0, le=2**31 - 1, description="Of this one alone; means of all by default."),
]
_RESPONSES = problems(NOT_FOUND, CONFLICT, INVALID)
# Of the tables that a run may keep: how their paths end.
_PATHS = {
    "by_region": "regions",
    "by_station": "stations",
    "by_hour": "hours",
    "fleet": "fleet",
    "fleet_by_class": "vehicle-classes",
    "fleet_by_hour": "fleet-hours",
}


@router.get(
    "/kpis",
    dependencies=[needs(Role.VIEWER)],
    response_model=Kpis,
    responses=_RESPONSES,
    summary="KPIs of a run",
)
def get_kpis(run_id: Id, server: ServerOf) -> Response:
    """Return each KPI of the network: its mean over replications with a 95 % interval, and its
    value in each."""
    return _kpis(server, run_id, schema.TOTALS)


@router.get(
    "/fleet",
    dependencies=[needs(Role.VIEWER)],
    response_model=Kpis,
    responses=_RESPONSES,
    summary="KPIs of a run's fleet",
)
def get_fleet(run_id: Id, server: ServerOf) -> Response:
    """Return each KPI of the vehicles that live in the city, as of the network."""
    return _kpis(server, run_id, schema.FLEETS)


def _kpis(server: Server, run_id: UUID, of: schema.Table) -> Response:
    record = _with_results(server, run_id, of)
    table = server.store.table(of.name, record.id)
    scenario = server.scenarios.get(record.scenario_id)
    content = {
        "run_id": record.id,
        "status": record.status,
        "replications": table.column("replication").to_pylist(),
        "measures": kpis_of(table, measures_in(of, scenario)),
        "tables": [_PATHS[name] for name in all_tables(scenario) if _is_kept(record, name)],
    }
    return json_answer(content)


def _add_places(path: str, name: str, of: schema.Table, one: str) -> None:
    """Add the route of the KPIs of places of a kind, or of hours.

    Args:
        path: of the route.
        name: of the operation.
        of: the table.
        one: what a row is about.
    """

    @router.get(
        path,
        name=name,
        description=f"Return KPIs of each {one}: means over replications with half-widths, or "
        "those of one.",
        dependencies=[needs(Role.VIEWER)],
        response_model=Table,
        responses=_RESPONSES,
        summary=f"KPIs by {one}",
    )
    def get_places(
        run_id: Id, server: ServerOf, measures: Measures = None, replication: Replication = None
    ) -> Response:
        return _places(server, run_id, of, measures, replication)


_add_places("/regions", "get_regions", schema.REGIONS, "region")
_add_places("/stations", "get_stations_kpis", schema.STATIONS, "station")
_add_places("/hours", "get_hours", schema.HOURS, "hour")
_add_places("/vehicle-classes", "get_vehicle_classes", schema.VEHICLE_CLASSES, "vehicle class")
_add_places("/fleet-hours", "get_fleet_hours", schema.FLEET_HOURS, "hour of the fleet")


def _places(
    server: Server,
    run_id: UUID,
    of: schema.Table,
    measures: list[str] | None,
    replication: int | None,
) -> Response:
    record = _with_results(server, run_id, of)
    _check_replication(record, replication)
    table = server.store.table(of.name, record.id, replication=replication)
    scenario = server.scenarios.get(record.scenario_id)
    return json_answer(places_of(table, of, scenario, measures))


@router.get(
    "/explain",
    dependencies=[needs(Role.VIEWER)],
    response_model=Explanation,
    responses={**_RESPONSES, **problems(TOO_MANY_QUESTIONS)},
    summary="Why does a run lose or delay?",
)
async def explain_run(
    run_id: Id,
    server: ServerOf,
    stations: Annotated[
        list[Text] | None,
        Query(max_length=100, description="Ids of the stations wanted; all by default."),
    ] = None,
    replication: ReplicationOf = 0,
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Find out what binds at each station, and what the next unit of each resource would bring, by
    simulating it again."""
    record = await run_in_threadpool(server.store.run, run_id)
    _check_replication(record, replication)
    recipe = Recipe.of(record, replication)
    try:
        with server.questions_of_callers.asking(caller.name):
            found = await while_there(request, server.questions.explanation(recipe, stations))
    except LeftError:
        return Response(status_code=LEFT)
    except UnknownStationError as error:
        errors = [("query.stations", str(error))]
        raise ProblemError(INVALID, "One thing is wrong.", errors=errors) from None
    return json_answer(found)


@router.get(
    "/events",
    dependencies=[needs(Role.VIEWER)],
    response_class=StreamingResponse,
    responses={
        **_RESPONSES,
        **problems(TOO_MANY_QUESTIONS),
        200: {
            "description": "The event log (docs/model.md): an Arrow IPC stream, or a Parquet file.",
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}}
                for media in MEDIA.values()
            },
        },
    },
    summary="Event log of a run",
)
async def get_events(
    run_id: Id,
    server: ServerOf,
    replication: ReplicationOf = 0,
    format: Annotated[Format, Query(description="Of the file.")] = "arrow",
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Return the event log of a replication: as it is stored, else simulated again, event by event
    the same."""
    record = await run_in_threadpool(server.store.run, run_id)
    _check_replication(record, replication)
    recipe = Recipe.of(record, replication)
    name = f"events-{run_id}-{replication}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    with ExitStack() as held:
        held.enter_context(server.downloads_of_callers.asking(caller.name))
        try:
            stream = await while_there(request, server.questions.events(recipe, format))
        except LeftError:
            return Response(status_code=LEFT)
        except SpoolFullError:
            text = "Event logs on their way to others take all the space there is for them."
            raise ProblemError(AWAY, text, headers={"Retry-After": str(AGAIN_S)}) from None
        release = held.pop_all().close
    return HeldResponse(stream, headers=headers, media_type=MEDIA[format], release=release)


def _with_results(server: Server, run_id: UUID, of: schema.Table) -> RunRecord:
    """Return a run that has results in a table, or will have more.

    Raises:
        ProblemError: it has none.
    """
    record = server.store.run(run_id)
    if record.status in (Status.FAILED, Status.CANCELLED):
        why = f": {record.error}" if record.error else ""
        raise ProblemError(CONFLICT, f"It has no results, as it is {record.status}{why}.")
    if record.status is Status.PENDING:
        raise ProblemError(CONFLICT, "It has no results yet: it is PENDING.")
    if of in schema.FLEET_TABLES.values():
        _check_fleet(server, record, of)
    return record


def _check_fleet(server: Server, record: RunRecord, of: schema.Table) -> None:
    if server.scenarios.get(record.scenario_id).fleet is None:
        raise ProblemError(NOT_FOUND, "It has no fleet: no vehicles live in its city.")
    name = next(name for name, table in schema.FLEET_TABLES.items() if table is of)
    if not _is_kept(record, name):
        text = f"It has kept no such table: an experiment keeps {name} if it is asked to (`keep`)."
        raise ProblemError(NOT_FOUND, text)


def _is_kept(record: RunRecord, name: str) -> bool:
    """Return whether a run keeps a table of KPIs; one that stands alone keeps all."""
    return name in record.about.get("kept", _PATHS)


def _check_replication(record: RunRecord, replication: int | None) -> None:
    if replication is not None and replication >= record.replications:
        text = f"must be below {record.replications:,}, the number of replications"
        raise ProblemError(INVALID, "One thing is wrong.", errors=[("query.replication", text)])
