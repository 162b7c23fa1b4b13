"""What a check has found, about one thing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How a verdict came out."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # it cannot be asked here; never a pass


class Sample(NamedTuple):
    """What a measurement was taken from, named before the verdict."""

    seed: int | None = None
    sizes: str = ""
    warm_up: str = ""  # what is left out at the start


NO_SAMPLE = Sample()


@dataclass(frozen=True)
class Verdict:
    """One line of the table. `judging` makes them; a check only says what was expected and got.

    A statistical one has a half-width, the bias that it catches, and a chance. An exact one has a
    tolerance instead. All but the chance are in the unit of the value.
    """

    what: str  # was looked at
    status: Status
    case: str = ""  # it was looked at on, where a check has several
    unit: str = ""
    expected: float | None = None
    got: float | None = None
    half_width: float | None = None  # of the interval around what was got
    widest: float | None = None  # half-width that is allowed
    why_wide: str = ""  # why that is more than 1 % of the value
    tolerance: float | None = None  # of an exact check; or the most that may come out
    catches: float | None = None  # smallest bias that is seen nine times of ten
    chance: float = 0.0  # that a right model fails it
    replications: int | None = None  # that it is a mean of
    sample: Sample = NO_SAMPLE
    source: str = ""  # of what is expected
    reason: str = ""  # why it failed or was skipped
    group: str = ""  # this and what follows is told by who runs the check
    name: str = ""
    seconds: float = 0.0  # that its check took, all verdicts together

    @property
    def deviation(self) -> float | None:
        """By what share of the expected value it is off; None if there is no such share."""
        return self.relative(None if self.got is None else self.got - (self.expected or 0.0))

    def relative(self, length: float | None) -> float | None:
        """Return a length in the unit of the value as a share of the value expected."""
        if length is None or not self.expected:
            return None
        return length / abs(self.expected)
