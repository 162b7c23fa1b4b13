"""What the server and its processes of twins say to each other, over one pipe each.

The server sends orders, a process answers each by its number, and tells what happens besides. All
that a process says about a twin comes in the order in which it happened.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

CHANGING = ("observe",)  # questions that leave a line in the journal, with their answer
COSTLY = ("forecast",)  # questions that are not asked again, if a process may have died of them


class Do(StrEnum):
    """What the server orders."""

    OPEN = "open"  # (folder, budget_bytes, limits): have a twin in memory; told first of all
    COMMAND = "command"  # (fields, by, order): a command, as `commands.Command` dumps it
    ASK = "ask"  # (question, *arguments): see `questions`
    GIVE_UP = "give up"  # (number): nobody waits for the answer to that question any more
    BUDGET = "budget"  # (bytes): have a twin thin out
    WATCHED = "watched"  # (whether): have frames sent, or not
    TAKEN = "taken"  # (): a frame has been taken
    CLOSE = "close"  # (why): put a twin to sleep; without a reason, let go of it
    STOP = "stop"  # (): let go of all twins, and end


@dataclass(frozen=True)
class Order:
    """What is to be done.

    Attributes:
        number: by which it is answered.
        twin: that it is about; None for all.
        do: what.
        arguments: as the members of `Do` say.
    """

    number: int
    twin: UUID | None
    do: Do
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came of an order: a value, or an error that is raised where it was given."""

    number: int
    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class Report:
    """Where a twin stands.

    Attributes:
        now: simulated time [s].
        playing: whether it plays.
        wanted_speed: at which it is to play [simulated s/s].
        speed: at which it plays; 0 while it does not.
        late: whether the simulation cannot follow.
        number: of its last command.
        bytes: that it has in memory.
    """

    now: float
    playing: bool
    wanted_speed: float
    speed: float
    late: bool
    number: int
    bytes: int


@dataclass(frozen=True)
class KeyFrameNext:
    """The next frame has all that there is: who has begun to watch begins with it."""


@dataclass(frozen=True)
class Told:
    """Something that has happened to a twin: a report, a frame, a message to who watches, or that
    it cannot be had (the reason, as text)."""

    twin: UUID
    what: "Report | KeyFrameNext | bytes | dict[str, Any] | str"


@dataclass(frozen=True)
class Copied:
    """A twin of its own that sleeps in a folder: `recipe` as text, `now` where it stands [s]."""

    recipe: str
    now: float


Said: TypeAlias = Answer | Told
