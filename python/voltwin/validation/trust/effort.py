"""How closely a check looks."""

from enum import StrEnum


class Effort(StrEnum):
    """A quick run sees what is badly wrong in a minute; a full one takes its time."""

    QUICK = "quick"
    FULL = "full"
