"""How the memory for twins is shared out, and who sleeps when it does not suffice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

MOST_OF_A_TWIN = 512 * 2**20  # bytes: with so much a week of a large city is sought in a moment
_A_TWIN, _A_STATION_HOUR, _A_VEHICLE = 40_000, 300, 1_000  # bytes: of cities that were measured

T = TypeVar("T")


@dataclass(frozen=True)
class Need:
    """A twin in memory, as far as who sleeps depends on it.

    Attributes:
        bytes: that it has.
        is_watched: whether somebody watches it, or waits for an answer of it.
        is_playing: whether it plays.
        used_at: when somebody has watched it, or asked it something, for the last time [s].
    """

    bytes: int
    is_watched: bool
    is_playing: bool
    used_at: float


def guessed_bytes(stations: int, horizon_s: float, vehicles: int) -> int:
    """Return about how much memory the tables of a twin take that has never been there.

    >>> round(guessed_bytes(500, 7 * 86_400.0, 10_000) / 2**20)  # the moving city: 32 MB
    34
    """
    return round(_A_TWIN + _A_STATION_HOUR * stations * horizon_s / 3600 + _A_VEHICLE * vehicles)


def share_of(budget_bytes: int, twins: int) -> int:
    """Return how much each of some twins may have.

    >>> share_of(2**30, 3) * 3 <= 2**30, share_of(2**40, 2) == MOST_OF_A_TWIN
    (True, True)
    """
    return min(MOST_OF_A_TWIN, budget_bytes // max(1, twins))


def next_to_sleep(needs: Iterable[tuple[T, Need]], budget_bytes: int) -> T | None:
    """Return who is to sleep since all together have more than the budget: of those that nobody
    watches the one that has been longest unused, those that play after those that do not.

    None if they have not, or all are watched.
    """
    twins = list(needs)
    if sum(need.bytes for _, need in twins) <= budget_bytes:
        return None
    idle = [(need.is_playing, need.used_at, twin) for twin, need in twins if not need.is_watched]
    if not idle:
        return None
    return min(idle, key=lambda one: one[:2])[2]
