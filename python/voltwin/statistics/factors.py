"""A factor of a design: the level of each variant, in groups and as columns for least squares."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from voltwin.statistics.moments import Floats, Integers

MOST_LEVELS = 12  # numbers with more distinct levels are taken as continuous
BINS = 5  # of a continuous factor with more levels than that, in tables


@dataclass(frozen=True)
class Groups:
    """Variants grouped by their level, or by the range that it is in."""

    labels: tuple[str, ...]
    index: Integers  # (variants,) group of each variant
    low: Floats  # (groups,) least and greatest level in it; NaN where levels are not numbers
    high: Floats

    @property
    def members(self) -> npt.NDArray[np.bool_]:
        """Which variants (columns) are in which group (rows)."""
        return np.asarray(np.arange(len(self.labels))[:, np.newaxis] == self.index)


@dataclass(frozen=True)
class Factor:
    """What a design varies: a name, and the level of each variant.

    Raises:
        ValueError: It is said to be continuous, and a level is no number.
    """

    name: str
    levels: tuple[Any, ...]  # of each variant, in the order of the values
    continuous: bool  # levels are samples of a range; all are numbers

    def __post_init__(self) -> None:
        if self.continuous and not all(_is_number(level) for level in self.levels):
            raise ValueError(f"{self.name}: a continuous factor has numbers for levels")

    @classmethod
    def of(cls, name: str, levels: Sequence[Any]) -> "Factor":
        """Return a factor that is continuous if its levels look like it.

        They do if they are numbers of which more than 12 differ, or more than half of the variants
        have one of their own. A grid's levels come up again and again.
        """
        distinct = len({_key(level) for level in levels})
        many = distinct > MOST_LEVELS or (distinct > 2 and 2 * distinct > len(levels))
        return cls(name, tuple(levels), many and all(_is_number(level) for level in levels))

    def check(self, variants: int) -> None:
        """Raise ValueError if it has not a level for each of so many variants."""
        if len(self.levels) != variants:
            raise ValueError(f"{self.name} has {len(self.levels)} levels for {variants} variants")

    @cached_property
    def groups(self) -> Groups:
        """Variants by level: numbers ascending, anything else in the order of appearance."""
        first = {_key(level): level for level in reversed(self.levels)}
        keys = list(dict.fromkeys(_key(level) for level in self.levels))
        numeric = all(_is_number(level) for level in self.levels)
        if numeric:
            keys.sort()
        place = {key: number for number, key in enumerate(keys)}
        index = np.array([place[_key(level)] for level in self.levels], dtype=np.int64)
        values = np.array(keys if numeric else [math.nan] * len(keys), dtype=np.float64)
        return Groups(tuple(str(first[key]) for key in keys), index, values, values)

    def bins(self, bins: int = BINS) -> Groups:
        """Return variants by level, those of a continuous factor by ranges of equal count.

        Variants of equal level are in one range. Up to 12 levels stay what they are.
        """
        found = self.groups
        if not self.continuous or len(found.labels) <= MOST_LEVELS:
            return found
        before = np.searchsorted(np.sort(found.index), found.index)  # variants of lower level
        position = before * bins // len(found.index)
        occupied, index = np.unique(position, return_inverse=True)
        levels = found.low[found.index]
        low = np.array([levels[index == number].min() for number in range(len(occupied))])
        high = np.array([levels[index == number].max() for number in range(len(occupied))])
        labels = (f"{_short(one)} to {_short(two)}" for one, two in zip(low, high, strict=True))
        return Groups(tuple(labels), index.astype(np.int64), low, high)

    def linear(self) -> Floats:
        """Return columns (variants, m): one per level but the first, or the continuous level."""
        if not self.continuous:
            return self.groups.members[1:].T.astype(np.float64)
        levels = np.array(self.levels, dtype=np.float64)
        low, high = levels.min(initial=math.inf), levels.max(initial=-math.inf)
        half = (high - low) / 2.0
        return ((levels - low - half) / half if half > 0.0 else levels * 0.0)[:, np.newaxis]

    def main(self) -> Floats:
        """Return the columns of its main effect: those above, and a continuous level's square."""
        columns = self.linear()
        return np.hstack([columns, columns**2]) if self.continuous else columns


def _is_number(level: object) -> TypeGuard[float]:
    if isinstance(level, bool) or not isinstance(level, (int, float, np.integer, np.floating)):
        return False
    return math.isfinite(level)


def _key(level: object) -> Any:
    """Return what is equal for equal levels, and can be looked up, be the level a list too."""
    return float(level) if _is_number(level) else repr(level)


def _short(value: float) -> str:
    return np.format_float_positional(value, precision=4, fractional=False, trim="-")
