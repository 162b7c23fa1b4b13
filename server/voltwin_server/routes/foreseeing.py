"""What is seen of the real network, and what may come: observations, forecasts, scores."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from fastapi import Depends, Query, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.leaving import LEFT, LeftError, while_there
from voltwin_server.models.common import MOST_SEED, Id, Text
from voltwin_server.models.foreseeing import (
    ForecastInfo,
    NewObservations,
    ReportOutcome,
    ScoresInfo,
)
from voltwin_server.problems import (
    AWAY,
    CONFLICT,
    CRASHED,
    INVALID,
    NOT_FOUND,
    TOO_MANY_QUESTIONS,
    TOO_MUCH,
    UNKNOWN_OUTCOME,
    problems,
)
from voltwin_server.questions.events import MEDIA
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf
from voltwin_server.tables import arrow_stream, columns_of, json_answer

router = new_router("twins", "/api/twins/{twin_id}")

_WOKEN = problems(NOT_FOUND, CONFLICT, AWAY)
Hours = Annotated[
    float,
    Query(gt=0, le=48, allow_inf_nan=False, description="How far [h], at most to the end."),
]
Replications = Annotated[int, Query(ge=2, le=1000, description="That go on from here.")]
SeedOf = Annotated[int, Query(ge=0, le=MOST_SEED, description="Of the draws from here on.")]
Stations = Annotated[
    list[Text] | None, Query(max_length=100, description="Ids of those wanted; all by default.")
]
FormatOf = Annotated[
    Literal["json", "arrow"], Query(description="arrow: one table as an IPC stream.")
]
Of = Literal["stations", "regions", "total"]
OfWhat = Annotated[
    Of, Query(description="Which table an Arrow stream is: JSON has them all.", alias="of")
]


@dataclass(frozen=True)
class Asking:
    """What a forecast is to be, and who asks for it."""

    twin_id: UUID
    request: Request
    server: Server
    caller: Caller
    options: dict[str, Any]
    stations: list[str] | None
    format: str
    of: Of


def _asking(  # noqa: PLR0913 - each is a part of the question
    *,
    twin_id: Id,
    request: Request,
    server: ServerOf,
    caller: CallerOf,
    hours: Hours = 6.0,
    replications: Replications = 20,
    seed: SeedOf = 1,
    stations: Stations = None,
    format: FormatOf = "json",
    of: OfWhat = "stations",
) -> Asking:
    options = {"hours": hours, "replications": replications, "seed": seed}
    return Asking(twin_id, request, server, caller, options, stations, format, of)


AskingOf = Annotated[Asking, Depends(_asking)]


@router.post(
    "/observations",
    dependencies=[needs(Role.PLANNER)],
    responses={**_WOKEN, **problems(INVALID, TOO_MUCH, CRASHED, UNKNOWN_OUTCOME)},
    summary="Tell a twin what is seen",
)
async def observe(
    twin_id: Id, body: NewObservations, server: ServerOf, caller: CallerOf
) -> list[ReportOutcome]:
    """Have reports of a real network booked, late and out of order as they come: the twin is
    simulated again from the first of them, and stands where it stood. Each is told what became of
    it; what is refused does not keep the others."""
    found = await server.twins.ask(twin_id, "observe", body.reports, caller.name)
    return [ReportOutcome(**outcome) for outcome in found]


_ANSWERS: dict[int | str, dict[str, Any]] = {
    **_WOKEN,
    **problems(INVALID, TOO_MUCH, TOO_MANY_QUESTIONS),
    200: {
        "model": ForecastInfo,
        "content": {MEDIA["arrow"]: {"schema": {"type": "string", "format": "binary"}}},
        "description": "Bands by slot: of stations, regions, and all together.",
    },
}


@router.get(
    "/forecast",
    dependencies=[needs(Role.VIEWER)],
    response_model=ForecastInfo,
    responses=_ANSWERS,
    summary="What may come?",
)
async def get_forecast(asking: AskingOf) -> Response:
    """Simulate on from where the twin stands, many times with other draws, and tell the bands of
    what comes of that. Nothing is kept of it."""
    return await _forecast(asking, keep=False)


@router.post(
    "/forecast",
    dependencies=[needs(Role.PLANNER)],
    response_model=ForecastInfo,
    responses=_ANSWERS,
    summary="Order a forecast that is scored",
)
async def order_forecast(asking: AskingOf) -> Response:
    """Tell what may come, and keep that: it is scored when its time is observed. Of several that
    are ordered while the twin stands at one time, the one with the most replications is kept."""
    return await _forecast(asking, keep=True)


async def _forecast(asking: Asking, *, keep: bool) -> Response:
    server, options = asking.server, asking.options
    most = server.settings.limits.what_if_visits
    try:
        with server.questions_of_callers.asking(asking.caller.name):
            asked = server.twins.ask(
                asking.twin_id, "forecast", options, asking.stations, most, keep
            )
            found = await while_there(asking.request, asked)
    except LeftError:
        return Response(status_code=LEFT)
    if asking.format == "arrow":
        content = await run_in_threadpool(arrow_stream, found[asking.of])
        return Response(content, media_type=MEDIA["arrow"])
    return await run_in_threadpool(_as_json, {"twin_id": asking.twin_id, **found, **options})


def _as_json(found: dict[str, Any]) -> Response:
    fields = {name: found[name] for name in ("twin_id", "issued_s", "replications", "seed")}
    tables = {name: columns_of(found[name]) for name in get_args(Of)}
    return json_answer({**fields, **tables})


@router.get(
    "/forecast/scores",
    dependencies=[needs(Role.VIEWER)],
    response_model=ScoresInfo,
    responses=_WOKEN,
    summary="How good were forecasts?",
)
async def get_scores(twin_id: Id, server: ServerOf) -> Response:
    """Tell how past forecasts of the twin compare with what was then observed, and with the plain
    guess that all stays as it was seen last."""
    found = await server.twins.ask(twin_id, "scores")
    return json_answer({name: columns_of(table) for name, table in found.items()})
