"""What the server says when it cannot do what is asked: problem details (RFC 9457), always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100
AGAIN_S = 5  # after which what was asked may be asked again


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        slug: ends the path that is its `type`.
        status: of the answer.
        title: the same for all of its kind.
        meaning: what to do about it.
    """

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """Return the path that names it, and at which it is explained."""
        return f"/problems/{self.slug}"


MALFORMED = Kind(
    "malformed", 400, "The request cannot be read", "Send valid JSON, or the type that is declared."
)
WHO = Kind(
    "who-are-you",
    401,
    "A token is needed",
    "Send the header `Authorization: Bearer vt_...`; `voltwin token create` makes one.",
)
NOT_ALLOWED = Kind(
    "not-allowed",
    403,
    "Not allowed",
    "The token's role is too small for this; ask whoever runs the server for another one.",
)
OTHER_SITE = Kind(
    "other-site",
    403,
    "Not called by its own name or page",
    "Call the server by a name that it knows (`--allow-host` adds one), from its own page.",
)
BEHIND_PROXY = Kind(
    "behind-proxy",
    403,
    "A proxy sent this, and the server asks for no tokens",
    "Start the server with tokens: make one (`voltwin token create`), and name what the proxy is "
    "called by (`voltwin serve --allow-host NAME`).",
)
NOT_FOUND = Kind("not-found", 404, "There is no such thing", "Check the path and the ids in it.")
WRONG_METHOD = Kind(
    "wrong-method", 405, "Another method is needed", "The header `Allow` lists those there are."
)
TOO_SLOW = Kind(
    "too-slow", 408, "The request came too slowly", "Send it again, in one go, over a better line."
)
CONFLICT = Kind(
    "conflict", 409, "It is not in a state for that", "Look at its status; what has ended stays."
)
TOO_LARGE = Kind("too-large", 413, "The body is too large", "Send less; the limit is told.")
URL_TOO_LONG = Kind("url-too-long", 414, "The address is too long", "Send less in the query.")
WRONG_TYPE = Kind(
    "wrong-type", 415, "Another type of body is needed", "Send the type that is declared."
)
INVALID = Kind(
    "invalid", 422, "The request is not valid", "`errors` says what is wrong, and where."
)
TOO_MUCH = Kind("too-much", 422, "That is more than is allowed", "Ask for less; the limit is told.")
TOO_MANY_JOBS = Kind(
    "too-many-jobs",
    429,
    "Too many jobs at once",
    "Wait until some of your jobs have ended, or cancel them.",
)
TOO_MANY_TWINS = Kind(
    "too-many-twins", 429, "Too many twins", "Delete some of your twins; the limit is told."
)
TOO_MANY_QUESTIONS = Kind(
    "too-many-questions",
    429,
    "Too many questions at once",
    "Wait for some of the answers; `Retry-After` says how long at least, in seconds.",
)
TOO_MANY_COMMANDS = Kind(
    "too-many-commands",
    429,
    "Too many commands",
    "Give fewer commands to a twin; `Retry-After` says when to give the next, in seconds.",
)
TOO_MANY_SOCKETS = Kind(
    "too-many-sockets",
    429,
    "Too many sockets at once",
    "Close some of your sockets; `Retry-After` says when to ask again, in seconds.",
)
HEADERS_TOO_LARGE = Kind(
    "headers-too-large", 431, "The headers are too large", "Send fewer or shorter headers."
)
CRASHED = Kind(
    "crashed",
    500,
    "The server has failed",
    "Tell whoever runs it the request's id: the log has the rest under it.",
)
UNKNOWN_OUTCOME = Kind(
    "unknown-outcome",
    500,
    "Whether it was done is not known",
    "Do not send it again before you have looked: what it was to do may have been done.",
)
AWAY = Kind(
    "away", 503, "Not ready", "Ask again a little later; `Retry-After` says when, in seconds."
)

KINDS = (
    *(MALFORMED, WHO, NOT_ALLOWED, OTHER_SITE, BEHIND_PROXY, NOT_FOUND, WRONG_METHOD, TOO_SLOW),
    CONFLICT,
    *(TOO_LARGE, URL_TOO_LONG, WRONG_TYPE, INVALID, TOO_MUCH, TOO_MANY_JOBS),
    *(TOO_MANY_TWINS, TOO_MANY_QUESTIONS, TOO_MANY_COMMANDS, TOO_MANY_SOCKETS),
    HEADERS_TOO_LARGE,
    *(CRASHED, UNKNOWN_OUTCOME, AWAY),
)


class ErrorItem(BaseModel):
    """One thing that is wrong."""

    where: str = Field(description="Place in the request, such as body.seed; empty if unknown.")
    message: str = Field(description="What is wrong, and what is allowed.")


class Problem(BaseModel):
    """Why the server does not do what is asked (RFC 9457)."""

    type: str = Field(description="Path that names the kind of problem, explained there.")
    title: str = Field(description="The kind in words.")
    status: int = Field(description="Of the answer.")
    detail: str = Field(description="What it is this time.")
    errors: list[ErrorItem] = Field(default=[], description="One for each thing that is wrong.")
    request_id: str | None = Field(default=None, description="Of the request, as in the log.")


class ProblemError(HTTPException):
    """What is asked cannot be done; whoever asked is told why."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what is told.

        Args:
            kind: of problem.
            detail: what it is this time.
            errors: (where, message) of each thing that is wrong.
            headers: of the answer, besides those of every one.
        """
        super().__init__(kind.status, detail, dict(headers or {}))
        self.kind, self.errors = kind, tuple(errors)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew."""
        make = partial(ProblemError, errors=self.errors, headers=self.headers)
        return make, (self.kind, self.detail)

    def content(self, request_id: str | None = None) -> dict[str, Any]:
        """Return what tells it."""
        content: dict[str, Any] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.errors:
            items = self.errors[:MOST_ERRORS]
            content["errors"] = [{"where": where, "message": text} for where, text in items]
        if request_id is not None:
            content["request_id"] = request_id
        return content

    def response(self, request_id: str | None = None) -> JSONResponse:
        """Return the answer that tells it."""
        return JSONResponse(self.content(request_id), self.kind.status, self.headers, MEDIA_TYPE)


def later(detail: str) -> ProblemError:
    """Return that what is asked cannot be done now; the answer says when to ask again."""
    return ProblemError(AWAY, detail, headers={"Retry-After": str(AGAIN_S)})


def problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Return what a route declares as its `responses`: problems that it may answer with.

    Those that every route may answer with need not be named.
    """
    declared: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        titles = [declared[kind.status]["description"]] if kind.status in declared else []
        declared[kind.status] = {
            "description": "; or: ".join([*titles, kind.title]),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {
                        one.slug: {"value": _example(one)}
                        for one in kinds
                        if one.status == kind.status
                    },
                }
            },
        }
    return declared


def _example(kind: Kind) -> dict[str, Any]:
    """Return an answer that tells a problem of a kind."""
    answer: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
    }
    if kind is INVALID:
        message = "Input should be greater than or equal to 0"
        answer["detail"] = "One thing is wrong."
        answer["errors"] = [{"where": "body.seed", "message": message}]
    return {**answer, "request_id": "5f1c9f0e3b7a4d52"}
