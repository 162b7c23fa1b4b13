"""Rows of a table to which more are added, at the price of those that are new."""

from typing import Any

import numpy as np

Rows = np.ndarray[Any, Any]


class Growing:
    """Rows that have been filled into an array once, and new ones behind them."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        """Begin without rows."""
        self._filled: Rows = np.zeros(0, dtype)
        self._new: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._filled) + len(self._new)

    def add(self, row: tuple[Any, ...]) -> None:
        """Put a row behind the others."""
        self._new.append(row)

    def copy(self) -> "Growing":
        """Return the same rows, to be added to on their own; those that are filled are shared."""
        other = Growing(self._filled.dtype)
        other._filled, other._new = self._filled, list(self._new)
        return other

    def fill(self) -> Rows:
        """Return all rows: the array of last time, if nothing has been added."""
        if self._new:
            new = np.array(self._new, self._filled.dtype)
            self._filled = np.concatenate([self._filled, new]) if len(self._filled) else new
            self._new = []
        return self._filled
