"""Values sorted into eight classes from nothing to the worst, each with its heat colour.

The borders are the same in every report, so that two reports can be compared at a glance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.report.style import HEAT, Token

NONE_AT_ALL = 1e-12  # below it a value is zero


@dataclass(frozen=True)
class Classes:
    """A scale of colours: class 0 is exactly nothing, class i begins at `borders[i - 1]`."""

    what: str  # is classified, for the legend
    borders: tuple[float, ...]
    labels: tuple[str, ...]

    def of(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return the class of each value; NaN has none, -1."""
        found = np.searchsorted(self.borders, values, side="right")
        return np.where(np.isnan(values), -1, found)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The colours of the classes."""
        return HEAT


LOST_SHARES = Classes(
    "vehicles lost",
    (NONE_AT_ALL, 0.005, 0.01, 0.02, 0.05, 0.10, 0.20),
    ("none", "< 0.5 %", "0.5 to 1 %", "1 to 2 %", "2 to 5 %", "5 to 10 %", "10 to 20 %", "> 20 %"),
)
MEAN_WAITS = Classes(
    "mean wait",
    (NONE_AT_ALL, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0),
    ("none", "< 5 s", "5 to 15 s", "15 to 30 s", "30 to 60 s", "1 to 2 min", "2 to 5 min",
     "> 5 min"),
)  # fmt: skip
LONG_WAITS = Classes(
    "95 % waited at most",
    (NONE_AT_ALL, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0),
    ("none", "< 15 s", "15 to 30 s", "30 to 60 s", "1 to 2 min", "2 to 5 min", "5 to 10 min",
     "> 10 min"),
)  # fmt: skip
