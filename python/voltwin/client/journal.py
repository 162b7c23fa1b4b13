"""The journal of a twin on a server: what has been done to it, and what has been made of it."""

from collections.abc import Iterator
from uuid import UUID

from voltwin.client.http import Http
from voltwin.client.scenarios import pages
from voltwin.client.twin_answers import Did, MadeInfo

TWINS = "/api/twins"
_PAGE = 100


def done_after(http: Http, twin_id: UUID, number: int) -> Iterator[Did]:
    """Yield what was done to a twin, asking for more as it is wanted.

    Args:
        http: asks the server.
        twin_id: of the twin.
        number: of the command before the first.
    """
    following: int | None = number
    while following is not None:
        page = http.get(f"{TWINS}/{twin_id}/commands", limit=_PAGE, after=following)
        yield from map(Did.model_validate, page["items"])
        following = page["next"]


def made_of(
    http: Http, twin_id: UUID, kind: str | None = None, station: str | None = None
) -> Iterator[MadeInfo]:
    """Return what has been made of a twin, the latest first; more is asked for as it is wanted.

    Args:
        http: asks the server.
        twin_id: of the twin.
        kind: "interventions" or "observations"; both by default.
        station: id of one that is to be named; all by default.
    """
    path = f"{TWINS}/{twin_id}/made"
    return pages(http, path, MadeInfo.model_validate, kind=kind, station=station)
