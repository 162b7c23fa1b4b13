"""How the run of a twin goes, from its start to its end, whether or not the twin has come there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from voltwin.arguments import LEAST_S as LEAST_OF_A_RUN_S
from voltwin.history.marks import LEAST_QUEUE, LEAST_S
from voltwin_bindings.engine import EngineError
from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.invalid import invalid
from voltwin_server.leaving import LEFT, LeftError, while_there
from voltwin_server.models.common import Id, Text
from voltwin_server.models.looking import (
    HistoryInfo,
    KindName,
    MarksInfo,
    MeasureName,
    NextMark,
)
from voltwin_server.models.runs import Explanation
from voltwin_server.problems import (
    AWAY,
    CONFLICT,
    INVALID,
    NOT_FOUND,
    TOO_MANY_QUESTIONS,
    TOO_MUCH,
    ProblemError,
    problems,
)
from voltwin_server.questions import looking
from voltwin_server.questions.explaining import UnknownStationError
from voltwin_server.questions.looking import Looked, Wanted
from voltwin_server.questions.questions import Look
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf
from voltwin_server.tables import json_answer
from voltwin_server.twins.known import Known

router = new_router("twins", "/api/twins/{twin_id}")

MOST_POINTS = 200_000  # of all series together
_RESPONSES = problems(NOT_FOUND, CONFLICT, INVALID, TOO_MUCH, TOO_MANY_QUESTIONS, AWAY)
_ALL_KINDS: tuple[KindName, ...] = ("stockout", "queue", "limit", "loss")
_USUAL: tuple[MeasureName, ...] = ("ready", "queue", "charging", "power_kw")
_MOST_S = 3.2e8  # ten years
_WAIT_S = 30.0

Kinds = Annotated[
    list[KindName] | None, Query(max_length=4, description="Of marks; all by default.")
]
Stations = Annotated[
    list[Text] | None, Query(max_length=100, description="Ids of those wanted; all by default.")
]
SomeStations = Annotated[
    list[Text] | None, Query(max_length=20, description="Ids of those wanted; none by default.")
]
LeastQueue = Annotated[
    int, Query(ge=1, le=10_000, description="Vehicles that make a queue stand out.")
]
LeastS = Annotated[
    float | None,
    Query(
        ge=0,
        le=_MOST_S,
        allow_inf_nan=False,
        description="The shortest that counts, of all kinds but losses [s]; by default "
        + ", ".join(f"{kind} {least:g}" for kind, least in LEAST_S.items() if kind != "loss")
        + ".",
    ),
]
Wait = Annotated[
    float,
    Query(
        ge=0,
        le=60,
        allow_inf_nan=False,
        description="Answer with what is known by then, if not all is before [s].",
    ),
]
TimeS = Annotated[
    float,
    Query(ge=0, le=_MOST_S, allow_inf_nan=False, description="From the start of the run [s]."),
]
EndS = Annotated[
    float | None,
    Query(
        gt=0,
        le=_MOST_S,
        allow_inf_nan=False,
        description="From the start [s]; the end by default.",
    ),
]


@router.get(
    "/marks",
    dependencies=[needs(Role.VIEWER)],
    response_model=MarksInfo,
    responses=_RESPONSES,
    summary="What stands out in the run of a twin?",
)
async def get_marks(  # noqa: PLR0913, PLR0917 - each is a part of the question
    twin_id: Id,
    server: ServerOf,
    kinds: Kinds = None,
    stations: Stations = None,
    least_queue: LeastQueue = LEAST_QUEUE,
    least_s: LeastS = None,
    most: Annotated[
        int, Query(ge=0, le=100_000, description="Intervals of each kind; the longest are told.")
    ] = 1000,
    until_s: Annotated[
        float | None,
        Query(
            ge=0,
            le=_MOST_S,
            allow_inf_nan=False,
            description="Up to where to know it [s]; the end by default.",
        ),
    ] = None,
    wait: Wait = _WAIT_S,
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Tell when stations have no ready battery, a queue, or a grid limit that holds charges back,
    and when vehicles are lost, over the whole run of the twin: counts by quarters of an hour, and
    intervals. Two of one kind at one station that are a minute apart or less are one, and short
    ones do not count. The run is simulated for it as far as is asked, once for all who ask, and
    again when something is made of the twin; an answer that comes before tells how far in
    `known_s`: ask again for more."""
    wanted = _wanted(kinds, stations, least_queue, least_s)
    asked = looking.marks, wanted, until_s, most
    return await _looked(server, twin_id, request, caller, wait, *asked)


@router.get(
    "/marks/next",
    dependencies=[needs(Role.VIEWER)],
    response_model=NextMark,
    responses=_RESPONSES,
    summary="What stands out next in the run of a twin?",
)
async def get_next_mark(  # noqa: PLR0913, PLR0917 - each is a part of the question
    twin_id: Id,
    server: ServerOf,
    after_s: TimeS = 0.0,
    direction: Annotated[
        Literal["forward", "backward"],
        Query(description="backward: the last that begins before this time."),
    ] = "forward",
    kinds: Kinds = None,
    stations: Stations = None,
    least_queue: LeastQueue = LEAST_QUEUE,
    least_s: LeastS = None,
    wait: Wait = _WAIT_S,
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Tell the mark that begins next after a time, for a player to jump to. The run is simulated
    until it is known which one that is, see `marks`; an answer that comes before has none. It may
    go on then: `is_settled` tells whether its end is known."""
    wanted = _wanted(kinds, stations, least_queue, least_s)
    is_backward = direction == "backward"
    asked = looking.next_mark, wanted, after_s, is_backward
    return await _looked(server, twin_id, request, caller, wait, *asked)


@router.get(
    "/history",
    dependencies=[needs(Role.VIEWER)],
    response_model=HistoryInfo,
    responses=_RESPONSES,
    summary="What is seen over the run of a twin?",
)
async def get_history(  # noqa: PLR0913, PLR0917 - each is a part of the question
    twin_id: Id,
    server: ServerOf,
    stations: SomeStations = None,
    measures: Annotated[
        list[MeasureName] | None,
        Query(max_length=10, description="By default ready, queue, charging and power_kw."),
    ] = None,
    network: Annotated[bool, Query(description="All together, too.")] = True,
    begin_s: TimeS = 0.0,
    end_s: EndS = None,
    points: Annotated[int, Query(ge=4, le=10_000, description="Of each series at most.")] = 600,
    wait: Annotated[
        float,
        Query(
            ge=0,
            le=60,
            allow_inf_nan=False,
            description="For how long to simulate, before the problem `away` [s].",
        ),
    ] = _WAIT_S,
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Tell what is seen of stations over time, in so many points as can be drawn: every change, or
    those that a drawing of this width shows. At each time it is what the twin shows there."""
    places = (*([None] if network else []), *dict.fromkeys(stations or ()))
    names = tuple(dict.fromkeys(measures or _USUAL))
    if len(places) * len(names) * points > MOST_POINTS:
        text = f"{len(places) * len(names)} series of {points:,} points are asked for; "
        raise ProblemError(TOO_MUCH, f"{text}{MOST_POINTS:,} points in all are allowed.")
    options = {"begin_s": begin_s, "end_s": end_s, "points": points}
    asked = looking.series, places, names, options
    return await _looked(server, twin_id, request, caller, wait, *asked)


@router.get(
    "/explain",
    dependencies=[needs(Role.VIEWER)],
    response_model=Explanation,
    responses=_RESPONSES,
    summary="Why does a twin lose or delay?",
)
async def explain_twin(
    twin_id: Id,
    server: ServerOf,
    stations: Stations = None,
    *,
    request: Request,
    caller: CallerOf,
) -> Response:
    """Find out what binds at each station up to where the twin stands, and what the next unit of
    each resource would have brought, by simulating it again."""
    known = server.twins.get(twin_id)
    now_s = known.report.now
    if now_s < LEAST_OF_A_RUN_S:
        raise ProblemError(CONFLICT, "It stands at its start: nothing has happened yet.")
    try:
        with server.questions_of_callers.asking(caller.name), _told(known):
            ask = server.questions.explanation_of_twin(known.folder.path, now_s, stations)
            found = await while_there(request, ask)
    except LeftError:
        return Response(status_code=LEFT)
    return json_answer(found)


def _wanted(
    kinds: list[KindName] | None,
    stations: list[str] | None,
    least_queue: int,
    least_s: float | None,
) -> Wanted:
    chosen = tuple(dict.fromkeys(kinds or _ALL_KINDS))
    where = None if stations is None else tuple(dict.fromkeys(stations))
    return Wanted(chosen, where, least_queue, least_s)


async def _looked(
    server: Server,
    twin_id: UUID,
    request: Request,
    caller: Caller,
    wait_s: float,
    function: Callable[..., Looked],
    *arguments: Any,
) -> Response:
    """Return the answer of a function of `looking`."""
    known, most = server.twins.get(twin_id), server.settings.limits.looking_bytes
    try:
        with server.looks_of_callers.asking(caller.name), _told(known):
            look = Look(function, (most, *arguments), caller.name)
            content = await while_there(request, server.questions.looked(known, look, wait_s))
    except LeftError:
        return Response(status_code=LEFT)
    return Response(content, media_type="application/json")


@contextmanager
def _told(known: Known) -> Iterator[None]:
    """Let what goes wrong with a twin in a process be told as a problem."""
    with known.being_read():
        try:
            yield
        except EngineError as error:
            raise ProblemError(CONFLICT, f"It cannot be simulated to its end: {error}") from None
        except UnknownStationError as error:
            raise invalid([("query.stations", str(error))]) from None
