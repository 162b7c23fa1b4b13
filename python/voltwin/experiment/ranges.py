"""Ranges: all values from one to another, whole ones only if they are counts."""

import math
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from voltwin.experiment.levels import LevelNumber
from voltwin.scenario.model import Value, Whole

MOST_POINTS = 1_000_000  # of a design; a variant takes about 1 kB
_DIGITS = 12  # of a level of a grid: 0.9 rather than 0.9000000000000001
_MOST_WHOLE = 2**53  # up to here every whole number is a float, too

Points = Annotated[Whole, Field(ge=2, le=MOST_POINTS)]


class Range(Value):
    """All numbers from one to another, both included; evenly, or evenly by their logarithm."""

    start: LevelNumber = Field(alias="from", description="the least")
    end: LevelNumber = Field(alias="to", description="the greatest")
    whole: Annotated[bool, Field(strict=True)] = Field(False, description="whole numbers only")
    scale: Literal["linear", "log"] = Field(
        "linear", description="log: as many from 1 to 10 as from 10 to 100"
    )
    points: Points | None = Field(
        None, description="levels of a grid; unless given those of the design, or all whole numbers"
    )

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.start < self.end:
            raise PydanticCustomError("range", '"from" must be below "to"')
        if self.scale == "log" and self.start <= 0:
            raise PydanticCustomError("range", '"from" must be above 0 for scale log')
        if self.whole and not all(_is_whole(bound) for bound in (self.start, self.end)):
            raise PydanticCustomError("range", '"from" and "to" must be whole numbers, too')
        if self.whole and self.points is not None and self.points > self._counted:
            text = "points: there are only {counted} whole numbers"
            raise PydanticCustomError("range", text, {"counted": self._counted})
        return self

    @property
    def _counted(self) -> int:
        """How many whole numbers there are in it."""
        return int(self.end) - int(self.start) + 1

    def at(self, share: float) -> int | float:
        """Return the level at a share of the range, from 0 to 1.

        Whole numbers have equal parts of the shares; on the logarithmic scale a number k has a part
        in proportion to log((k + 1) / k).
        """
        end = self.end + 1 if self.whole else self.end
        if self.scale == "log":
            level = math.exp(math.log(self.start) + share * math.log(end / self.start))
        else:
            level = self.start + share * (end - self.start)
        level = min(max(level, self.start), self.end)
        return math.floor(level) if self.whole else float(level)

    def count(self, points: int | None) -> int | None:
        """Return how many levels a grid has at most; None if nothing tells.

        Args:
            points: of a range that gives none itself; of whole numbers at most all that there are.
        """
        wanted = self.points or points
        if not self.whole:
            return wanted
        return self._counted if wanted is None else min(wanted, self._counted)

    def levels(self, points: int | None) -> tuple[int | float, ...]:
        """Return the levels of a grid: evenly from end to end, rounded to whole numbers if only
        those are wanted, equal ones once.

        Args:
            points: as in `count`, which must not give None.
        """
        count = self.count(points)
        assert count is not None
        if self.whole and count == self._counted:
            return tuple(range(int(self.start), int(self.end) + 1))
        spaced = np.geomspace if self.scale == "log" else np.linspace
        found: list[float] = spaced(self.start, self.end, count).tolist()
        inner = (self._near(level) for level in found[1:-1])
        return tuple(dict.fromkeys((self.start, *inner, self.end)))

    def _near(self, level: float) -> int | float:
        """Return the whole number next to a level, or the level as people would write it."""
        if self.whole:
            return math.floor(level + 0.5)
        return min(max(float(f"{level:.{_DIGITS}g}"), self.start), self.end)

    def holds(self, level: Any) -> bool:
        """Return whether a value is one of the levels."""
        is_number = isinstance(level, int | float) and not isinstance(level, bool)
        return is_number and self.start <= level <= self.end and (not self.whole or level % 1 == 0)

    def __str__(self) -> str:
        """Return what the levels are, for messages."""
        kind = "whole numbers" if self.whole else "numbers"
        return f"{kind} from {self.start:g} to {self.end:g}"


def _is_whole(number: float) -> bool:
    return number % 1 == 0 and abs(number) <= _MOST_WHOLE
