"""What lives as long as the server, and how routes come by it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from voltwin.store.interface import Store
from voltwin_server.settings import Settings


@dataclass
class Server:
    """What lives as long as the server.

    Attributes:
        settings: how it runs.
        store: where scenarios, runs and results are.
    """

    settings: Settings
    store: Store


def server_of(connection: HTTPConnection) -> Server:
    """Return the server that a request came to."""
    server: Server = connection.app.state.server
    return server


ServerOf = Annotated[Server, Depends(server_of)]
