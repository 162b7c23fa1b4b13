"""Requests that look at a twin, of which a caller has so many at once."""

from collections.abc import AsyncIterator

from fastapi import Depends

from voltwin_server.access.roles import CallerOf
from voltwin_server.state import ServerOf


async def _counted(server: ServerOf, caller: CallerOf) -> AsyncIterator[None]:
    """Count a request while it is answered; it is refused where there are too many."""
    with server.looks_of_callers.asking(caller.name):
        yield


LOOKING = Depends(_counted)
