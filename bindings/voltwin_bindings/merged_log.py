"""The log of a slab: rows that kernels have written, merged into a record batch."""

from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin_bindings.aligned import LINE, aligned
from voltwin_bindings.components import has_drivers
from voltwin_bindings.event_log import DTYPES, to_batch
from voltwin_core.linked import NONE
from voltwin_core.log import merge_of
from voltwin_core.record import Table, as_array
from voltwin_core.station.log_columns import DRIVES, PART_ROWS, LogColumns, to_columns
from voltwin_core.station.log_rows import NO_VALUE, LogRow
from voltwin_core.station.world import World


def log_buffer(rows: int) -> Table[LogRow]:
    """Return room for so many rows, each in a cache line of its own."""
    return LogRow.adopt(aligned(rows * LINE // 8).view(LogRow.dtype))


def merged_batch(world: World) -> pa.RecordBatch:
    """Return the rows of all stations in the log buffer, merged, as a record batch."""
    (control,), components = as_array(world.control), as_array(world.components)
    late, drives = int(control["late"]), has_drivers(world.parameters)
    merge = merge_of(world.log, components["first_row"], components["end_row"], late, PART_ROWS)
    columns = _columns(int(control["rows"]) + late, drives)
    to_columns(merge, columns, drives)
    return to_batch(columns._asdict())


def _columns(rows: int, drives: bool) -> LogColumns:
    """Return columns to be written to, but for those of drives if there are none.

    They lie in one block of Arrow's memory, which is used again when a batch is done with. Fresh
    memory for each batch would take as long as to write it.
    """
    names = [name for name in LogColumns._fields if drives or name not in DRIVES]
    lines = [-(-rows * DTYPES[name].itemsize // LINE) for name in names]
    block = memoryview(pa.allocate_buffer(sum(lines) * LINE))
    firsts = (LINE * first for first in accumulate(lines, initial=0))
    written = {
        name: np.frombuffer(block, DTYPES[name], rows, first)
        for name, first in zip(names, firsts, strict=False)
    }
    return LogColumns(
        *(written[name] if name in written else _nothing(name, rows) for name in LogColumns._fields)
    )


def _nothing(name: str, rows: int) -> np.ndarray[Any, Any]:
    """Return a column in which no row has a value; all batches share its memory."""
    return _nothing_for(name, 1 << max(0, rows - 1).bit_length())[:rows]


@cache
def _nothing_for(name: str, rows: int) -> np.ndarray[Any, Any]:
    dtype = DTYPES[name]
    return np.full(rows, NO_VALUE if dtype.kind == "f" else NONE, dtype)
