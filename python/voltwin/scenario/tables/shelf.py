"""Shared rows: what several entities use is stored once, and named by where it begins."""

from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

Row = TypeVar("Row")


class Shelf(Generic[Row]):
    """Rows of one table, put there in runs; an equal run is put there once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._first: dict[Hashable, int] = {}

    def put(self, run: Sequence[Row], name: Hashable = None) -> int:
        """Return the row at which `run` begins, known by `name` (or by what it holds)."""
        key = tuple(run) if name is None else name
        if key not in self._first:
            self._first[key] = len(self.rows)
            self.rows.extend(run)
        return self._first[key]

    def find(self, name: Hashable) -> int | None:
        """Return the row at which the run of this name begins, if it has been put."""
        return self._first.get(name)

    def fill(self, dtype: Any) -> np.ndarray[Any, Any]:
        """Return all rows as an array with at least one row, so that kernels can be given it."""
        filled = np.zeros(max(1, len(self.rows)), dtype)
        if self.rows:
            filled[:] = self.rows
        return filled
