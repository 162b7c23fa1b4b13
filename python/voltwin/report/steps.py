"""Series over time in steps of a length that fits their span: 15 min, 1 h, 6 h, 1 d or 1 w."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

MOST_STEPS = 800  # in a figure, and in the table behind it

Array = npt.NDArray[Any]
Times = npt.NDArray[np.datetime64]

QUARTER_S, HOUR_S, _DAY_S, _WEEK_S = 900, 3600, 86400, 604800
_MONDAY_S = 4 * _DAY_S  # 1970-01-05 was a Monday
_NAMES = {
    QUARTER_S: "15 minutes",
    HOUR_S: "hour",
    6 * HOUR_S: "6 hours",
    _DAY_S: "day",
    _WEEK_S: "week",
}


@dataclass(frozen=True)
class Steps:
    """A partition of the rows of a table over time, in steps of local time.

    Steps of a day begin at midnight and those of a week on Monday, so the first and the last one
    may be cut by the run.
    """

    length_s: int  # [s]
    first: npt.NDArray[np.int64]  # row with which each step begins
    begins: Times  # of each step that has a row

    @classmethod
    def of(cls, times: Times, row_s: int) -> "Steps":
        """Return the shortest steps that are not too many for rows that begin at these times.

        Args:
            times: begins of rows, rising, at least one.
            row_s: length of a row, 15 minutes or an hour [s].
        """
        seconds = times.astype("datetime64[s]").astype(np.int64)
        for length_s in (length for length in _NAMES if length >= row_s):
            begin = (seconds - _MONDAY_S) // length_s * length_s + _MONDAY_S
            first = np.flatnonzero(np.diff(begin, prepend=begin[0] - 1))
            if len(first) <= MOST_STEPS or length_s == _WEEK_S:
                break
        return cls(length_s, first, begin[first].astype("datetime64[s]"))

    @property
    def name(self) -> str:
        """The length in words: `15 minutes`, `hour`, `6 hours`, `day`, `week`."""
        return _NAMES[self.length_s]

    @property
    def edges(self) -> Times:
        """Begins of the steps, and the end of the last one."""
        return np.append(self.begins, self.begins[-1] + np.timedelta64(self.length_s, "s"))

    def when(self, step: int) -> str:
        """Return a step in words: `in the hour from Sat 10 Jan 18:00`, `on Sat 10 Jan 2026`."""
        at = self.begins[step].item()
        if self.length_s < _DAY_S:
            return f"in the {self.name} from {at:%a} {at.day} {at:%b %H:%M}"
        day = f"{at:%a} {at.day} {at:%b %Y}"
        return f"on {day}" if self.length_s == _DAY_S else f"in the week from {day}"

    def sum(self, values: Array) -> Array:
        """Return the sum over the rows of each step."""
        return np.asarray(np.add.reduceat(values, self.first))

    def mean(self, values: Array, weights: Array) -> Array:
        """Return the weighted mean over the rows of each step, NaN without weight."""
        return ratio(self.sum(np.where(weights > 0, values * weights, 0.0)), self.sum(weights))

    def max(self, values: Array) -> Array:
        """Return the largest value of each step; NaN only where there is no other."""
        return np.asarray(np.fmax.reduceat(values, self.first))

    def min(self, values: Array) -> Array:
        """Return the smallest value of each step; NaN only where there is no other."""
        return np.asarray(np.fmin.reduceat(values, self.first))


def column(table: pa.Table, name: str) -> Array:
    """Return a column as NumPy array, null as NaN."""
    return np.asarray(table.column(name).to_numpy())


def ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, NaN where there is no whole."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0))
