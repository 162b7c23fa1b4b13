"""Whether the server is alive, whether it can do its work, and its figures."""

from typing import Literal

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from pydantic import BaseModel, Field
from starlette.responses import Response

from voltwin_server.access.roles import Role, needs, open_to_all
from voltwin_server.models.common import examples
from voltwin_server.problems import AGAIN_S, AWAY, ProblemError, problems
from voltwin_server.routing import router as new_router
from voltwin_server.state import ServerOf

router = new_router("health")

_FIGURES = """\
# HELP voltwin_http_requests_total Requests that have been answered.
# TYPE voltwin_http_requests_total counter
voltwin_http_requests_total{method="POST",route="/api/scenarios",status="201"} 1.0
"""


class Health(BaseModel):
    """The server is alive."""

    status: Literal["alive"] = Field(default="alive", description="Always this.")
    version: str = Field(description="Of Voltwin.", examples=["0.1.0"])

    model_config = examples({"status": "alive", "version": "0.1.0"})


class Readiness(BaseModel):
    """The server can do its work."""

    status: Literal["ready"] = Field(default="ready", description="Always this.")
    checks: list[str] = Field(
        description="What was looked at and is there.", examples=[["store", "workers"]]
    )

    model_config = examples({"status": "ready", "checks": ["store", "workers"]})


@router.get("/api/health", dependencies=[open_to_all], summary="Is the server alive?")
async def health() -> Health:
    """Answer at once, whatever else the server does."""
    from importlib.metadata import version

    return Health(version=version("voltwin"))


@router.get(
    "/api/ready",
    dependencies=[open_to_all],
    summary="Can the server do its work?",
    responses=problems(AWAY),
)
def ready(server: ServerOf) -> Readiness:
    """Look whether the store answers and workers are up; where one does not, it is a problem."""
    missing = server.checks.missing()
    if missing:
        raise ProblemError(
            AWAY,
            "The server cannot do its work now.",
            errors=missing,
            headers={"Retry-After": str(AGAIN_S)},
        )
    return Readiness(checks=server.checks.names)


@router.get(
    "/metrics",
    dependencies=[needs(Role.VIEWER)],
    summary="Figures for a monitoring system",
    response_class=Response,
    responses={
        200: {
            "description": "In the text format of Prometheus.",
            "content": {
                CONTENT_TYPE_PLAIN_0_0_4: {"schema": {"type": "string"}, "example": _FIGURES}
            },
        }
    },
)
def metrics(server: ServerOf) -> Response:
    """Count requests, jobs and failures of the store since the server started."""
    return Response(server.metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
