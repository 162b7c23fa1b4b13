"""The mechanism of the event log: rows filled by kernels, merged per slab of simulated time.

Each component writes its rows one after another into one range of the buffer. The merged log is
in the order in which a single event list would have processed all components: k-way by the key
(time, cause) of the causing event, each component keeping its own order. It is *not* a sort by
these keys: within one component and one instant causes need not rise, for a zero duration brings
back a lower rank. A row whose cause is lower than one before it in the same instant is due as soon
as that one has been taken: it comes with the *highest* cause that its component has had in the
instant, and by that key the merge is a sort, stable within a component.

Rows are dealt into buckets of time, a handful each, and sorted there: work in proportion to the
rows, however many components there are.

What a row holds belongs to each model; this mechanism reads only `time` and `cause`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.record import F64, I64, Record, Table

_ROWS_PER_BUCKET = 4


class Run(Record):
    """A component's rows in the buffer."""

    first: I64
    end: I64  # one past the last


class Key(Record):
    """What orders a row, and where it is."""

    time: F64
    cause: I64  # the highest of the component in this instant so far
    row: I64  # number in the buffer; a component's rows rise


def buckets(rows: int) -> int:
    """Return how many buckets `merge` needs for so many rows."""
    return rows // _ROWS_PER_BUCKET + 1


@kernel
def merge(
    rows: Table[Any], runs: Table[Run], keys: Table[Key], starts: npt.NDArray[np.int64]
) -> int:
    """Sort the keys of the rows of all runs in merged order and return how many there are.

    Args:
        rows: the buffer, with fields `time` and `cause`.
        runs: one per component; times do not fall within a run, and no two runs have a cause in
            common.
        keys: room for all rows; `row` gives the order.
        starts: scratch of `buckets(rows)` + 1.
    """
    for b in range(len(starts)):
        starts[b] = 0
    begin, per_s = _bucketing(rows, runs, len(starts) - 1)
    for r in range(len(runs)):
        for i in range(runs[r].first, runs[r].end):
            starts[int((rows[i].time - begin) * per_s) + 1] += 1
    for b in range(1, len(starts)):
        starts[b] += starts[b - 1]
    _deal(rows, runs, keys, starts, begin, per_s)
    low = 0
    for b in range(len(starts) - 1):  # `starts[b]` is by now where bucket b ends
        _sort(keys, low, starts[b])
        low = starts[b]
    return low


@kernel
def _bucketing(rows: Table[Any], runs: Table[Run], count: int) -> tuple[float, float]:
    """Return when the first bucket begins [s], and how many there are in a second [1/s]."""
    begin, end = np.inf, -np.inf
    for r in range(len(runs)):
        if runs[r].first < runs[r].end:
            begin = min(begin, rows[runs[r].first].time)
            end = max(end, rows[runs[r].end - 1].time)
    if not begin < end:
        return begin, 0.0
    # Rounding may not lift the last row out of the last bucket, nor a tiny span divide to infinity.
    return begin, min((count - 0.5) / (end - begin), 1e300)


@kernel
def _deal(
    rows: Table[Any],
    runs: Table[Run],
    keys: Table[Key],
    starts: npt.NDArray[np.int64],
    begin: float,
    per_s: float,
) -> None:
    """Put the key of each row into its bucket, and `starts` forward to where buckets end."""
    for r in range(len(runs)):
        time, cause = -np.inf, 0
        for i in range(runs[r].first, runs[r].end):
            row = rows[i]
            if row.time > time or row.cause > cause:
                time, cause = row.time, row.cause
            b = int((time - begin) * per_s)
            key = keys[starts[b]]
            starts[b] += 1
            key.time, key.cause, key.row = time, cause, i


@kernel
def _sort(keys: Table[Key], low: int, high: int) -> None:
    """Sort keys from `low` to before `high` (Shell 1959): by insertion, far ones first where there
    are many, as when a thousand components wake at the same instant."""
    gap = 1
    while 9 * gap < high - low:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(low + gap, high):
            time, cause, row = keys[i].time, keys[i].cause, keys[i].row
            place = i
            while place >= low + gap and _before(time, cause, row, keys[place - gap]):
                moved = keys[place - gap]
                there = keys[place]
                there.time, there.cause, there.row = moved.time, moved.cause, moved.row
                place -= gap
            there = keys[place]
            there.time, there.cause, there.row = time, cause, row
        gap //= 3


@kernel
def _before(time: float, cause: int, row: int, other: Key) -> bool:
    """Return whether a key comes before another one."""
    if time != other.time:
        return time < other.time
    if cause != other.cause:
        return cause < other.cause
    return row < other.row
