"""Answers to errors: each is a problem, whoever raised it."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from voltwin.store.interface import StoreUnavailableError
from voltwin_server import problems
from voltwin_server.problems import ProblemError
from voltwin_server.request_ids import request_id_of
from voltwin_server.routing import methods_at
from voltwin_server.state import server_of
from voltwin_server.told import TOLD


def answer_in_problems(app: FastAPI) -> None:
    """Let an application answer every error that has an answer with a problem."""
    for error, told in TOLD.items():
        app.add_exception_handler(error, _handler(told))


def _handler(told: Callable[[Any], ProblemError]) -> Callable[[Request, Exception], Any]:
    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, StoreUnavailableError):
            server_of(request).metrics.store_failed()
        problem = told(error)
        if problem.kind is problems.WRONG_METHOD:  # the error knows the methods of one route alone
            problem.headers = {"Allow": ", ".join(methods_at(request))}
        return problem.response(request_id_of(request))

    return answer
