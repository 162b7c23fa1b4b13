"""What a difference would change: told at once, and then better and better."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from voltwin.arguments import end_of_run
from voltwin_bindings.engine import EngineError
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.limits.sizes import check_size
from voltwin_server.models.what_if import WhatIf
from voltwin_server.planning import said_of_body, seconds
from voltwin_server.problems import CONFLICT, INVALID, NOT_FOUND, TOO_MUCH, ProblemError, problems
from voltwin_server.questions.what_if import Question
from voltwin_server.routing import router as new_router
from voltwin_server.scenarios import Base
from voltwin_server.state import Server, ServerOf

router = new_router("what-if", "/api/what-if")

LINES = "application/x-ndjson"


@router.post(
    "",
    dependencies=[needs(Role.VIEWER)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND, INVALID, TOO_MUCH, CONFLICT),
        200: {
            "description": "A line of JSON each time that more is known; the last one is complete.",
            "content": {LINES: {"schema": {"$ref": "#/components/schemas/Effects"}}},
        },
    },
    summary="What would a difference change?",
)
async def what_if(body: WhatIf, server: ServerOf) -> StreamingResponse:
    """Simulate pairs of replications on the same random numbers, with and without a difference, and
    tell its effect on each KPI: a point from the first pair, then intervals that tighten."""
    base = await run_in_threadpool(server.scenarios.of, body)
    question = _question(server, body, base)
    ask = partial(server.questions.effects, question, base.scenario)
    first, *others = steps(body.replications)
    with said_of_body():
        try:
            found = await ask(first)
        except EngineError as error:
            raise ProblemError(CONFLICT, f"It cannot be simulated: {error}") from None
    lines = _lines(ask, _line(first, body.replications, found), others)
    return StreamingResponse(lines, media_type=LINES)


def _question(server: Server, body: WhatIf, base: Base) -> Question:
    scenario = base.scenario
    with said_of_body():
        until_s = end_of_run(seconds(body.until), scenario.horizon) or scenario.horizon
        limits = server.settings.limits
        check_size(scenario, limits, until=until_s, replications=body.replications, variants=2)
    measures = tuple(body.measures) if body.measures else None
    return Question(base.digest, tuple(body.changes), body.seed, until_s, measures)


def steps(replications: int) -> Iterator[int]:
    """Yield after how many pairs the effect is told: each time twice as many, and all at the end.

    >>> list(steps(10))
    [1, 2, 4, 8, 10]
    """
    pairs = 1
    while pairs < replications:
        yield pairs
        pairs *= 2
    yield replications


async def _lines(
    ask: Callable[[int], Awaitable[list[dict[str, Any]]]], first: bytes, steps: list[int]
) -> AsyncIterator[bytes]:
    """Yield the lines of the answer; whoever goes away is not simulated for any longer."""
    yield first
    for pairs in steps:
        yield _line(pairs, steps[-1], await ask(pairs))


def _line(pairs: int, of: int, found: list[dict[str, Any]]) -> bytes:
    content = {"pairs": pairs, "of": of, "measures": found}
    return to_json(content, inf_nan_mode="null") + b"\n"
