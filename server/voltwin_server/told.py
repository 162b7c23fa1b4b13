"""Which problem an error is: the framework's errors and Voltwin's own in the words of problems."""

from collections.abc import Callable
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from voltwin.experiment.errors import ClusterError, TooMuchError
from voltwin.scenario.errors import ScenarioError
from voltwin.store.interface import NeededError, StoreUnavailableError, UnknownIdError
from voltwin_server import problems
from voltwin_server.invalid import of_scenario, of_validation
from voltwin_server.problems import AGAIN_S, KINDS, Kind, ProblemError

_OF_STATUS: dict[int, Kind] = {kind.status: kind for kind in reversed(KINDS)}


def problem_of(error: Exception) -> ProblemError | None:
    """Return the problem that an error is told as; None for one that nobody foresaw."""
    for kind, told in TOLD.items():
        if isinstance(error, kind):
            return told(error)
    return None


def _of_framework(error: HTTPException) -> ProblemError:
    """Return the problem that an error of the framework is, its own headers kept."""
    if isinstance(error, ProblemError):
        return error
    kind = _OF_STATUS.get(error.status_code)
    if kind is None:
        kind = Kind(f"status-{error.status_code}", error.status_code, error.detail, error.detail)
    return ProblemError(kind, kind.meaning, headers=error.headers)


def _of_validation(error: RequestValidationError) -> ProblemError:
    """Return what is wrong with a request, field by field."""
    found = error.errors()
    if [one["type"] for one in found] == ["json_invalid"]:
        position = found[0]["loc"][-1]
        text = f"The body is no JSON: {found[0]['ctx']['error']} at character {position}."
        return ProblemError(problems.MALFORMED, text)
    return of_validation(found)


def _again_later(kind: Kind, detail: str) -> ProblemError:
    return ProblemError(kind, detail, headers={"Retry-After": str(AGAIN_S)})


TOLD: dict[type[Exception], Callable[[Any], ProblemError]] = {
    HTTPException: _of_framework,
    RequestValidationError: _of_validation,
    ScenarioError: of_scenario,
    TooMuchError: lambda error: ProblemError(problems.TOO_MUCH, str(error)),
    UnknownIdError: lambda error: ProblemError(problems.NOT_FOUND, str(error)),
    NeededError: lambda error: ProblemError(problems.CONFLICT, str(error)),
    StoreUnavailableError: lambda error: _again_later(
        problems.AWAY, "The store does not answer now."
    ),
    ClusterError: lambda error: _again_later(problems.AWAY, "The cluster does not answer now."),
}
