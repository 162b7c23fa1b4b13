"""Routers whose routes refuse who may not call before they read a body, and read it with care."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from voltwin_server.access.roles import rule_of
from voltwin_server.limits.texts import read_json
from voltwin_server.settings import Limits


class BoundedRequest(Request):
    """A request whose JSON is read within the server's limits."""

    async def json(self) -> Any:
        """Return what the body holds.

        Raises:
            ProblemError: it is no JSON, or more than the limits allow.
        """
        limits: Limits = self.app.state.settings.limits
        return read_json(await self.body(), limits)


class Route(APIRoute):
    """A route that checks its rule before it reads anything, and then reads within limits."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Return what answers a request."""
        answer: Callable[[Request], Awaitable[Response]] = super().get_route_handler()
        rule = rule_of(self)

        async def checked(request: Request) -> Response:
            if rule is not None:
                rule.check(request)
            return await answer(BoundedRequest(request.scope, request.receive))

        return checked


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
