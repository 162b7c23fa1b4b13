"""Watching a twin: a ticket for a socket, and the socket."""

from uuid import UUID

from fastapi import WebSocket
from pydantic import Field
from starlette.requests import HTTPConnection

from voltwin.scenario.names import did_you_mean
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.access.tickets import TICKET, VALID_S
from voltwin_server.models.common import Answer, Id, examples
from voltwin_server.problems import INVALID, NOT_FOUND, TOO_MANY_SOCKETS, ProblemError, problems
from voltwin_server.routing import router as new_router
from voltwin_server.sockets.hub import PROTOCOL
from voltwin_server.state import ServerOf

router = new_router("twins", "/api/twins")


class NewTicket(Answer):
    """A ticket for one socket."""

    ticket: str = Field(description=f"To be given as `{TICKET}` in the query of the socket.")
    valid_s: float = Field(description="How long [s].", examples=[VALID_S])
    path: str = Field(description="What it opens, once.")

    model_config = examples(
        {
            "ticket": "mUuc3cFyrJ0gK5d6Zr4s3f2n9XkqTq2c9mJ1v0bY7aE",
            "valid_s": VALID_S,
            "path": "/api/twins/0190c5a1-5f00-7000-8000-000000000000/live",
        }
    )


@router.post(
    "/{twin_id}/tickets",
    dependencies=[needs(Role.VIEWER)],
    status_code=201,
    responses=problems(NOT_FOUND, TOO_MANY_SOCKETS),
    summary="Get a ticket to watch a twin",
)
async def create_ticket(twin_id: Id, server: ServerOf, caller: CallerOf) -> NewTicket:
    """Make a ticket for who cannot send a token with a socket, as a page in a browser: it opens
    the socket of this twin once, within half a minute, and with the caller's role."""
    server.twins.get(twin_id)
    path = f"/api/twins/{twin_id}/live"
    return NewTicket(ticket=server.door.tickets.issue(caller, path), valid_s=VALID_S, path=path)


@router.websocket("/{twin_id:uuid}/live", dependencies=[needs(Role.VIEWER)])
async def live(twin_id: UUID, socket: WebSocket, server: ServerOf, caller: CallerOf) -> None:
    """Send frames and messages of a twin, and take acknowledgements and commands."""
    _refuse_unknown(socket)
    _refuse_other_protocols(socket)
    with server.sockets_of_callers.open(caller.name):
        await server.hub.watch(twin_id, socket, caller)


def _refuse_unknown(socket: HTTPConnection) -> None:
    for name in socket.query_params:
        if name != TICKET:
            text = f"unknown parameter{did_you_mean(name, [TICKET])}"
            errors = [(f"query.{name}", text)]
            raise ProblemError(INVALID, "Unknown parameters are refused.", errors=errors)


def _refuse_other_protocols(socket: HTTPConnection) -> None:
    offered = socket.scope.get("subprotocols", [])
    if PROTOCOL not in offered:
        text = f"given {', '.join(offered) or 'none'}, must offer {PROTOCOL}"
        errors = [("header.Sec-WebSocket-Protocol", text)]
        raise ProblemError(INVALID, "The server speaks another protocol.", errors=errors)
