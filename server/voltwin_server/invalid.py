"""What is wrong with a request, thing by thing, each with its place."""

from collections.abc import Sequence
from typing import Any

from voltwin.cli.plain_errors import plain_words
from voltwin.scenario.errors import ScenarioError
from voltwin_server import problems
from voltwin_server.problems import ProblemError


def invalid(errors: list[tuple[str, str]]) -> ProblemError:
    """Return the problem that some things are wrong.

    Args:
        errors: (where, message) of each.
    """
    count = "one thing is" if len(errors) == 1 else f"{len(errors)} things are"
    return ProblemError(problems.INVALID, f"{count} wrong".capitalize() + ".", errors=errors)


def of_validation(found: Sequence[Any], *before: str) -> ProblemError:
    """Return what pydantic has found wrong with a request, field by field.

    Args:
        found: its errors.
        before: where in the request that is which it has looked at.
    """
    return invalid([(place((*before, *one["loc"])), plain_words(_sentence(one))) for one in found])


def of_scenario(error: ScenarioError) -> ProblemError:
    """Return what is wrong with a scenario, line by line."""
    places = [place(("", *path))[1:] if path else "" for path in error.paths]
    return invalid(list(zip(places, error.lines, strict=True)))


def place(path: Sequence[str | int]) -> str:
    """Return a path in a request as people write it.

    >>> place(("body", "changes", 0, "path"))
    'body.changes[0].path'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]


def _sentence(error: dict[str, Any]) -> str:
    return f"{error['msg']}".replace("Value error, ", "")
