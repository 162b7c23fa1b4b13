"""The mechanism of the event log: rows filled by kernels, merged per slab of simulated time.

Each component writes its rows one after another into one range of the buffer. The merged log is
in the order in which a single event list would have processed all components: k-way by the key
(time, cause) of the causing event, each component keeping its own order. It is *not* a sort: within
one component and one instant keys need not rise.

What a row holds belongs to each model; this mechanism reads only `time` and `cause`.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I64, Record, Table


class Run(Record):
    """A component's rows in the buffer, and its head while they are merged."""

    next: I64  # row to be merged next
    end: I64  # one past its last row
    time: F64  # of the next row, infinite when all are merged
    cause: I64


@kernel
def merge(
    rows: Table[Any], runs: Table[Run], tree: npt.NDArray[np.int32], order: npt.NDArray[np.int64]
) -> int:
    """Write the row numbers in merged order and return how many there are.

    Args:
        rows: the buffer, with fields `time` and `cause`.
        runs: one per component, `next` and `end` set; used up.
        tree: scratch of at least the number of runs.
        order: room for all rows of all runs.
    """
    size = 0
    for r in range(len(runs)):
        if _load(rows, runs[r]):
            tree[size] = r
            size += 1
    for place in range(size // 2 - 1, -1, -1):
        _sink(runs, tree, size, place)
    merged = 0
    while size > 0:
        run = runs[tree[0]]
        order[merged] = run.next
        merged += 1
        run.next += 1
        if not _load(rows, run):
            size -= 1
            tree[0] = tree[size]
        _sink(runs, tree, size, 0)
    return merged


@kernel
def _load(rows: Table[Any], run: Run) -> bool:
    """Read the key of the run's next row; return whether there is one."""
    if run.next == run.end:
        run.time = math.inf
        return False
    row = rows[run.next]
    run.time = row.time
    run.cause = row.cause
    return True


@kernel
def _sink(runs: Table[Run], tree: npt.NDArray[np.int32], size: int, place: int) -> None:
    """Move the run at `place` of the heap down to where it belongs."""
    if place >= size:
        return
    sinking = tree[place]
    time, cause = runs[sinking].time, runs[sinking].cause
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size:
            left, right = runs[tree[child]], runs[tree[child + 1]]
            child += right.time < left.time or (
                right.time == left.time and right.cause < left.cause
            )
        below = runs[tree[child]]
        if time < below.time or (time == below.time and cause <= below.cause):
            break
        tree[place] = tree[child]
        place = child
    tree[place] = sinking
