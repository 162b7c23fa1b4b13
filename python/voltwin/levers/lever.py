"""A lever: one thing of a scenario that may be moved, and how far."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from voltwin.scenario.changes.change import Operation

Kind: TypeAlias = Literal["factor", "add", "set", "choice"]

OPERATIONS: dict[Kind, Operation] = {"factor": "*=", "add": "+=", "set": "=", "choice": "="}


@dataclass(frozen=True)
class Now:
    """What stands there now, over all places that a lever is about.

    Attributes:
        least, most: the smallest and the largest; None where none is a number.
        sum: of all; None where a sum means nothing, or one is without a limit.
        counts: places by what stands there, for choices.
        unlimited: how many are without a limit, and not among the others.
    """

    least: float | None
    most: float | None
    sum: float | None
    counts: dict[str, int] | None = None
    unlimited: int = 0


@dataclass(frozen=True)
class Lever:
    """A lever of a scenario. Where it stands at v, the scenario has the change
    `{path}{operation}{v}`; where it stands at `neutral`, none.

    Attributes:
        id: the same in every scenario.
        label: for people, in few words.
        meaning: what it moves, in a sentence.
        unit: of what is moved; "1" for factors, empty for choices and counts.
        kind: of the value: a factor, a difference, a value, or one of `choices`.
        path: of the change.
        operation: of the change.
        low, high, step: of the value; None for choices.
        neutral: where it changes nothing; None where no value is the one that is there now.
        choices: of a lever of this kind.
        places: stations that have something to move; 1 of the network.
        now: what stands there now.
    """

    id: str
    label: str
    meaning: str
    unit: str
    kind: Kind
    path: str
    operation: Operation
    low: float | None
    high: float | None
    step: float | None
    neutral: float | str | None
    choices: tuple[str, ...] | None
    places: int
    now: Now

    def change(self, value: float | str) -> str:
        """Return the change that a value means, as text."""
        text = value if isinstance(value, str) else f"{value:.12g}"
        return f"{self.path}{self.operation}{text}"
