"""Whether the server is alive."""

from typing import Literal

from pydantic import BaseModel, Field

from voltwin_server.access.roles import open_to_all
from voltwin_server.routing import router as new_router

router = new_router("health")


class Health(BaseModel):
    """The server is alive."""

    status: Literal["alive"] = Field(default="alive", description="Always this.")
    version: str = Field(description="Of Voltwin.", examples=["0.1.0"])


@router.get("/api/health", dependencies=[open_to_all], summary="Is the server alive?")
async def health() -> Health:
    """Answer at once, whatever else the server does."""
    from importlib.metadata import version

    return Health(version=version("voltwin"))
