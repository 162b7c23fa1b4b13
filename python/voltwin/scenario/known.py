"""Names that a scenario refers to, held against those that there are."""

from collections.abc import Collection, Iterator

from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.names import did_you_mean


def known(path: Path, what: str, name: str, allowed: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with a name of a `what`, such as a region, that is not allowed."""
    if name not in allowed:
        none = "" if allowed else f"; no station has a {what}"
        yield Problem(path, f'"{name}" is no {what}{did_you_mean(name, sorted(allowed))}{none}')
