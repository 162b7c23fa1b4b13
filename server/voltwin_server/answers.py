"""Answers to errors: each is a problem, whoever raised it."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from voltwin.store.interface import StoreUnavailableError
from voltwin_server import problems
from voltwin_server.page.headers import HEADERS
from voltwin_server.page.paths import is_of_the_page
from voltwin_server.page.plain_pages import nothing_at
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
        if problem.kind is problems.NOT_FOUND and _is_for_people(request):
            return HTMLResponse(nothing_at(request.url.path), problem.status_code, HEADERS)
        return problem.response(request_id_of(request))

    return answer


def _is_for_people(request: Request) -> bool:
    """Return whether a browser asks for a page, rather than a program for data."""
    wants = request.headers.get("accept", "")
    reads = request.scope.get("method") in ("GET", "HEAD")  # a socket has none
    return reads and "text/html" in wants and is_of_the_page(request.url.path)
