"""Routers whose routes refuse who may not call before they read a body, and read it with care."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from voltwin.scenario.names import did_you_mean
from voltwin_server.access.roles import rule_of
from voltwin_server.limits.texts import read_json
from voltwin_server.problems import INVALID, ProblemError
from voltwin_server.settings import Limits

_LARGE = 2**17  # bytes of JSON that others need not wait for to be read
_ID = re.compile(r"\{(\w*id)\}")


class BoundedRequest(Request):
    """A request whose JSON is read within the server's limits."""

    async def json(self) -> Any:
        """Return what the body holds.

        Raises:
            ProblemError: it is no JSON, or more than the limits allow.
        """
        limits: Limits = self.app.state.settings.limits
        body = await self.body()
        if len(body) > _LARGE:
            return await run_in_threadpool(read_json, body, limits)
        return read_json(body, limits)


class Route(APIRoute):
    """A route that checks its rule before it reads anything, and then reads within limits.

    Ids in its path are UUIDs: with anything else there it is another path. Parameters that it does
    not know are refused, since who misspells one would otherwise be answered something else.
    """

    refuses_unknown = True  # parameters

    def __init__(self, path: str, *args: Any, **options: Any) -> None:
        """Take the path of the route and all that FastAPI's take."""
        super().__init__(_ID.sub(r"{\1:uuid}", path), *args, **options)

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Return what answers a request."""
        answer: Callable[[Request], Awaitable[Response]] = super().get_route_handler()
        rule, known = rule_of(self), _parameters(self.dependant)

        async def checked(request: Request) -> Response:
            if rule is not None:
                rule.check(request)
            if self.refuses_unknown:
                _refuse_unknown(request, known)
            return await answer(BoundedRequest(request.scope, request.receive))

        return checked


class PageRoute(Route):
    """A route of the page, whose query says what it shows: that is for the page to read."""

    refuses_unknown = False


def _parameters(dependant: Dependant) -> list[str]:
    """Return the names that the query of a request may have, those of dependencies included."""
    names = [parameter.alias for parameter in dependant.query_params]
    return [*names, *(name for one in dependant.dependencies for name in _parameters(one))]


def _refuse_unknown(request: Request, known: list[str]) -> None:
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        errors = [
            (f"query.{name}", f"unknown parameter{did_you_mean(name, known)}") for name in unknown
        ]
        raise ProblemError(INVALID, "Unknown parameters are refused.", errors=errors)


def methods_at(request: Request) -> list[str]:
    """Return the methods that something answers at the path of a request."""
    found = {
        method
        for route in request.app.routes
        if route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods
    }
    return sorted(found)


def operation_id(route: APIRoute) -> str:
    """Return the name of an operation in the API: that of its function."""
    return route.name


def router(tag: str, prefix: str = "") -> APIRouter:
    """Return a router for things of one kind.

    Args:
        tag: of its routes in the API's description.
        prefix: of all their paths.
    """
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=Route,
        generate_unique_id_function=operation_id,
        redirect_slashes=False,
    )
