"""What lives as long as the server, and how routes come by it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from voltwin.store.interface import Store
from voltwin_server.limits.jobs import JobsOfCallers
from voltwin_server.metrics import Metrics
from voltwin_server.readiness import Checks
from voltwin_server.settings import Settings


@dataclass
class Server:
    """What lives as long as the server.

    Attributes:
        settings: how it runs.
        store: where scenarios, runs and results are.
        metrics: what is counted.
        jobs_of_callers: how many each of them has at once.
        checks: of what must be there to serve.
    """

    settings: Settings
    store: Store
    metrics: Metrics
    jobs_of_callers: JobsOfCallers
    checks: Checks


def server_of(connection: HTTPConnection) -> Server:
    """Return the server that a request came to."""
    server: Server = connection.app.state.server
    return server


ServerOf = Annotated[Server, Depends(server_of)]
