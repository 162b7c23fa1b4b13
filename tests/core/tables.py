"""Reading tables outside kernels."""

from typing import TypeVar, cast

import numpy as np

from voltwin_core.record import Record, Table, as_array

R = TypeVar("R", bound=Record)


def readable(table: Table[R]) -> Table[R]:
    """Return the same rows with fields that plain Python reads and writes as attributes."""
    return cast("Table[R]", as_array(table).view(np.recarray))
