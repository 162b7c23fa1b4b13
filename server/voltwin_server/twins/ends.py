"""Why there is nothing more to come of a twin for those who watch it."""

from enum import StrEnum

from voltwin_server.problems import NOT_FOUND, ProblemError

_TOO_MANY = 429


class End(StrEnum):
    """Why there is nothing more to come: what whoever watches can do depends on it."""

    DELETED = "deleted"  # nothing
    LATER = "later"  # come again: there is no memory for it now, or too much is asked
    BROKEN = "broken"  # it cannot be had, or its processes die: somebody must look


def end_of(problem: ProblemError) -> End:
    """Return why nothing comes of a twin that cannot be had for a reason."""
    if problem.status_code == NOT_FOUND.status:
        return End.DELETED
    is_later = problem.status_code == _TOO_MANY or "Retry-After" in (problem.headers or {})
    return End.LATER if is_later else End.BROKEN
