"""What a difference would change: told at once, and then better and better."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from time import monotonic
from typing import Any

from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from voltwin.arguments import end_of_run
from voltwin_bindings.engine import EngineError
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.leaving import LEFT, HeldResponse, LeftError, while_there
from voltwin_server.limits.sizes import check_what_if
from voltwin_server.models.what_if import WhatIf
from voltwin_server.planning import said_of_body, seconds
from voltwin_server.problems import (
    CONFLICT,
    INVALID,
    NOT_FOUND,
    TOO_MANY_QUESTIONS,
    TOO_MUCH,
    ProblemError,
    problems,
)
from voltwin_server.questions.what_if import Question
from voltwin_server.routing import router as new_router
from voltwin_server.scenarios import Base
from voltwin_server.state import Server, ServerOf

router = new_router("what-if", "/api/what-if")

LINES = "application/x-ndjson"
_STEP_S = 1.0


@router.post(
    "",
    dependencies=[needs(Role.VIEWER)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND, INVALID, TOO_MUCH, CONFLICT, TOO_MANY_QUESTIONS),
        200: {
            "description": "A line of JSON each time that more is known; the last one is complete.",
            "content": {LINES: {"schema": {"$ref": "#/components/schemas/Effects"}}},
        },
    },
    summary="What would a difference change?",
)
async def what_if(body: WhatIf, request: Request, server: ServerOf, caller: CallerOf) -> Response:
    """Simulate pairs of replications on the same random numbers, with and without a difference, and
    tell its effect on each KPI: a point from the first pair, then intervals that tighten."""
    base, seed = await run_in_threadpool(_base, server, body)
    question = _question(server, body, base, seed)
    ask = partial(server.questions.effects, question, base.scenario)
    with ExitStack() as held:
        held.enter_context(server.questions_of_callers.asking(caller.name))
        begun = monotonic()
        with said_of_body():
            try:
                found = await while_there(request, ask(1))
            except EngineError as error:
                raise ProblemError(CONFLICT, f"It cannot be simulated: {error}") from None
            except LeftError:
                return Response(status_code=LEFT)
        first = _line(1, body.replications, found)
        lines = _lines(ask, first, body.replications, monotonic() - begun)
        return HeldResponse(lines, media_type=LINES, release=held.pop_all().close)


def _base(server: Server, body: WhatIf) -> tuple[Base, int]:
    """Return what the difference is made to, and the seed of all draws."""
    if body.twin_id is None:
        return server.scenarios.of(body), 1 if body.seed is None else body.seed
    own = server.twins.get(body.twin_id).record.seed
    return server.scenario_of_twin(body.twin_id), own if body.seed is None else body.seed


def _question(server: Server, body: WhatIf, base: Base, seed: int) -> Question:
    scenario = base.scenario
    with said_of_body():
        until_s = end_of_run(seconds(body.until), scenario.horizon) or scenario.horizon
        limits = server.settings.limits
        check_what_if(scenario, limits, until=until_s, pairs=body.replications)
    measures = tuple(body.measures) if body.measures else None
    most = limits.what_if_visits / (2 * body.replications)
    return Question(base.digest, tuple(body.changes), seed, until_s, measures, most)


def next_step(pairs: int, of: int, more: int, seconds: float) -> int:
    """Return after how many pairs the effect is told next: twice as many, as far as about a second
    does, so that who goes away is not simulated for much longer.

    Args:
        pairs: that are simulated.
        of: that will be.
        more: how many of them came last.
        seconds: that these took [s].

    >>> next_step(4, 10, 2, 0.01), next_step(8, 10, 4, 0.01), next_step(8, 100, 4, 2.0)
    (8, 10, 10)
    """
    in_a_step = int(more * _STEP_S / max(seconds, 1e-9))
    return min(of, pairs + max(1, min(pairs, in_a_step)))


async def _lines(
    ask: Callable[[int], Awaitable[list[dict[str, Any]]]], first: bytes, of: int, seconds: float
) -> AsyncIterator[bytes]:
    """Yield the lines of the answer; whoever goes away is not simulated for any longer."""
    yield first
    pairs, more = 1, 1
    while pairs < of:
        begun, before = monotonic(), pairs
        pairs = next_step(pairs, of, more, seconds)
        yield _line(pairs, of, await ask(pairs))
        more, seconds = pairs - before, monotonic() - begun


def _line(pairs: int, of: int, found: list[dict[str, Any]]) -> bytes:
    content = {"pairs": pairs, "of": of, "measures": found}
    return to_json(content, inf_nan_mode="null") + b"\n"
