"""What can go wrong with a server: it cannot be reached, or says why it does not do something."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

UNKNOWN_OUTCOME = "/problems/unknown-outcome"  # the type of what does not say whether it was done
AWAY = "/problems/away"  # of what may be asked again a little later


class ClientError(Exception):
    """A server does not give what it was asked for; the text is one clear message."""


class NoConnectionError(ClientError):
    """A server cannot be reached, or the connection to it broke."""


class LostAnswerError(NoConnectionError):
    """Something was asked, and the answer is lost, or says as much: whether it was done is not
    known."""


class JobError(ClientError):
    """A run, a comparison or a sweep has ended without a result."""


class Wrong(NamedTuple):
    """One thing that is wrong with what was asked: where, and what."""

    where: str
    message: str


class ApiError(ClientError):
    """A server says why it does not do what it was asked (RFC 9457).

    Attributes:
        status: of the answer, such as 404; of a refused command, that which its route would give.
        title: the kind of problem in words.
        detail: what it is this time.
        errors: each thing that is wrong, with its place in the request.
        type: the path that names the kind of problem, explained there.
        request_id: by which the server's log knows the request; None if it was not told.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        errors: Sequence[Wrong] = (),
        *,
        type: str = "about:blank",
        request_id: str | None = None,
    ) -> None:
        """Keep what was told; the arguments are the attributes."""
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.type, self.request_id = tuple(errors), type, request_id
        said = f"{title}: {detail}" if detail else title
        lines = [f"  {where}: {text}" if where else f"  {text}" for where, text in self.errors]
        super().__init__("\n".join([said, *lines]))

    @classmethod
    def of(cls, problem: Mapping[str, Any], status: int = 0) -> Self:
        """Return the error that tells a problem.

        Args:
            problem: its details, as the server sent them.
            status: of the answer, where they do not say.
        """
        wrongs = problem.get("errors") or ()
        return cls(
            int(problem.get("status") or status),
            str(problem.get("title") or f"The server answered with status {status}"),
            str(problem.get("detail") or ""),
            [Wrong(str(one.get("where", "")), str(one.get("message", ""))) for one in wrongs],
            type=str(problem.get("type") or "about:blank"),
            request_id=problem.get("request_id"),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew."""
        told = {
            "status": self.status,
            "title": self.title,
            "detail": self.detail,
            "errors": [one._asdict() for one in self.errors],
            "type": self.type,
            "request_id": self.request_id,
        }
        return type(self).of, (told,)


def refusal(problem: Mapping[str, Any], status: int = 0) -> ApiError | LostAnswerError:
    """Return the error that tells a problem, whether it says no or does not know.

    Args:
        problem: its details, as the server sent them.
        status: of the answer, where they do not say.
    """
    error = ApiError.of(problem, status)
    return LostAnswerError(str(error)) if error.type == UNKNOWN_OUTCOME else error
