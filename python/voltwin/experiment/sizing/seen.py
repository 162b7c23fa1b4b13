"""What finished runs gave, each chunk read once, however often one looks."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.rows import REPLICATION, VARIANT
from voltwin.experiment.runs import Floats, Runs


class Seen:
    """Columns of runs by variant and replication; those that hold lists have a number a place."""

    def __init__(self, runs: Runs, columns: Sequence[str], replications: int) -> None:
        """Look at nothing yet.

        Args:
            runs: of the experiment.
            columns: one at least, each a number, or a list of equal length.
            replications: what further ones gave is not kept.
        """
        self._runs, self._columns, self._replications = runs, tuple(columns), replications
        self._chunks = 0
        self._found: dict[int, Floats] = {}  # by variant: (replications, columns, places)

    def of(self, variant: int, first: int, count: int) -> Floats:
        """Return what some replications of a variant gave, (count, columns, places); NaN where a
        run is not done or does not define it."""
        if (
            variant not in self._found
            or np.isnan(self._found[variant][first : first + count]).any()
        ):
            self._look()
        return self._found[variant][first : first + count]

    def _look(self) -> None:
        for rows in self._runs.since(self._chunks, self._columns):
            self._chunks += 1
            self._take(rows)

    def _take(self, rows: pa.Table) -> None:
        variants, replications = (rows.column(name).to_numpy() for name in (VARIANT, REPLICATION))
        values = np.stack([_numbers(rows, name) for name in self._columns], axis=1)
        for variant in np.unique(variants):
            own = (variants == variant) & (replications < self._replications)
            room = self._found.setdefault(
                int(variant), np.full((self._replications, *values.shape[1:]), np.nan)
            )
            room[replications[own]] = values[own]


def _numbers(rows: pa.Table, name: str) -> Floats:
    """Return a column as numbers (runs, places), null as NaN."""
    column: Any = rows.column(name).combine_chunks()
    values = column.values if pa.types.is_fixed_size_list(column.type) else column
    found = np.asarray(values.cast(pa.float64()).to_numpy(zero_copy_only=False))
    return found.reshape(rows.num_rows, -1)
