"""What the server can be asked, and what its problems mean."""

from typing import Annotated

from fastapi import Path, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from voltwin_server.access.roles import open_to_all
from voltwin_server.description import described
from voltwin_server.models.common import examples
from voltwin_server.problems import KINDS, NOT_FOUND, ProblemError, problems
from voltwin_server.routing import router as new_router

router = new_router("description")

_SHORT = {"openapi": "3.1.0", "info": {"title": "Voltwin", "version": "0.1.0"}, "paths": {}}

_BY_SLUG = {kind.slug: kind for kind in KINDS}
Slug = Annotated[str, Path(description="Ends the type.", json_schema_extra={"enum": [*_BY_SLUG]})]


class KindOfProblem(BaseModel):
    """A kind of problem, as the server tells it."""

    type: str = Field(description="Path that names it.", examples=["/problems/not-found"])
    status: int = Field(description="Of the answer.", examples=[404])
    title: str = Field(description="What it is.", examples=["There is no such thing"])
    meaning: str = Field(
        description="What to do about it.", examples=["Check the path and the ids in it."]
    )

    model_config = examples(
        {
            "type": NOT_FOUND.type,
            "status": NOT_FOUND.status,
            "title": NOT_FOUND.title,
            "meaning": NOT_FOUND.meaning,
        }
    )


@router.get(
    "/api/openapi.json",
    dependencies=[open_to_all],
    summary="What can the server be asked?",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "This description.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": _SHORT}},
        }
    },
)
def openapi(request: Request) -> JSONResponse:
    """Return the description of the API, OpenAPI 3.1."""
    return JSONResponse(described(request.app))


@router.get(
    "/problems/{slug}",
    dependencies=[open_to_all],
    summary="What does a problem mean?",
    responses=problems(NOT_FOUND),
)
def problem(slug: Slug) -> KindOfProblem:
    """Explain a kind of problem."""
    if slug not in _BY_SLUG:
        raise ProblemError(NOT_FOUND, "There is no such kind of problem.")
    kind = _BY_SLUG[slug]
    return KindOfProblem(type=kind.type, status=kind.status, title=kind.title, meaning=kind.meaning)
