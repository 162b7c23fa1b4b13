"""The journal of a twin on a server: what has been done to it, in order."""

from collections.abc import Iterator
from uuid import UUID

from voltwin.client.http import Http
from voltwin.client.twin_answers import Did

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
