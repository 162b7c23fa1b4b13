"""Hours of an experiment, of long ones the worst week alone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voltwin.report.experiments.select import Row
from voltwin.report.steps import Array, Times

_MOST = 336  # hours in a figure
_WEEK = 168


class Hours(NamedTuple):
    """Rows in the order of their hours, without a gap."""

    rows: list[Row]
    left_out: str  # which hours are not there, a sentence, or empty

    @property
    def begins(self) -> Times:
        """When they begin."""
        return np.array([row["hour"] for row in self.rows], dtype="datetime64[s]")

    @property
    def middles(self) -> Times:
        """Between begin and end of each."""
        return self.begins + np.timedelta64(30, "m")

    @property
    def edges(self) -> Times:
        """Begins, and the end of the last one."""
        return np.append(self.begins, self.begins[-1] + np.timedelta64(1, "h"))

    def column(self, name: str, factor: float = 1.0) -> Array:
        """Return numbers of the rows, NaN where there is none."""
        values = [row[name] for row in self.rows]
        return factor * np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def hours_of(rows: Sequence[Row], by: str) -> Hours:
    """Return all hours or, where these are too many to be seen, the week with the largest values.

    Args:
        rows: of one variant and measure, in the order of time.
        by: the column that is largest then, in its sum of sizes.
    """
    if len(rows) <= _MOST:
        return Hours(list(rows), "")
    all_hours = Hours(list(rows), "")
    sizes = np.abs(np.nan_to_num(all_hours.column(by)))
    sums = np.convolve(sizes, np.ones(_WEEK), "valid")
    first = int(np.argmax(sums))
    left_out = f"The week with the largest values, of {len(rows) / _WEEK:,.1f} weeks."
    return Hours(all_hours.rows[first : first + _WEEK], left_out)


def when(row: Row) -> str:
    """Return the hour of a row: `Sat 10 Jan from 18:00`."""
    at = row["hour"]
    return f"{at:%a} {at.day} {at:%b} from {at:%H:%M}"
