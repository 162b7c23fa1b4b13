"""What a scenario is needed by, as whoever is to delete it is told."""

from typing import NamedTuple
from uuid import UUID

from voltwin.store.interface import NeededError


class Users(NamedTuple):
    """Those of one kind that need something: how many, and one of them."""

    number: int
    example: UUID | str | None = None


def refuse_needed(scenario_id: UUID, children: Users, runs: Users) -> None:
    """Refuse to delete a scenario that others need.

    Args:
        scenario_id: of the scenario.
        children: scenarios that were derived from it.
        runs: of it.

    Raises:
        NeededError: there are some.
    """
    why = [
        _counted(users, one, several)
        for users, one, several in (
            (children, "scenario was derived from it", "scenarios were derived from it"),
            (runs, "run is of it", "runs are of it"),
        )
        if users.number
    ]
    if why:
        raise NeededError(
            f"scenario {scenario_id} is needed: {' and '.join(why)}; delete these first"
        )


def _counted(users: Users, one: str, several: str) -> str:
    """Return such as "2 runs are of it (such as 0190...)"."""
    if users.number == 1:
        return f"1 {one} ({users.example})"
    return f"{users.number:,} {several} (such as {users.example})"
