"""Who calls, and what they may do."""

from dataclasses import dataclass, field
from enum import IntEnum


class Role(IntEnum):
    """What somebody may do; each may also do what those before may."""

    VIEWER = 1  # look at everything
    PLANNER = 2  # add scenarios, start and cancel runs
    ADMIN = 3  # delete

    @property
    def word(self) -> str:
        """Return its name as people write it."""
        return self.name.lower()


@dataclass(frozen=True)
class Caller:
    """Who sends a request.

    Attributes:
        name: of the token; `local` where no login is needed.
        role: what they may do.
        digest: of the token, by which it is known whether it is still valid; it is no part of who
            somebody is.
    """

    name: str
    role: Role
    digest: str = field(default="", compare=False, repr=False)


LOCAL = Caller("local", Role.ADMIN)
