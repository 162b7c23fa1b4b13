"""The mechanism of the event log: rows filled by kernels, merged per slab of simulated time.

Each component writes its rows one after another into one range of the buffer. The merged log is
in the order in which a single event list would have processed all components: k-way by the key
(time, cause) of the causing event, each component keeping its own order. It is *not* a sort by
these keys: within one component and one instant causes need not rise, for a zero duration brings
back a lower rank. A row whose cause is lower than one before it in the same instant is due as soon
as that one has been taken: it comes with the *highest* cause that its component has had in the
instant, and by that key the merge is a sort, stable within a component.

Rows are dealt into buckets of time, a handful each, and sorted there: work in proportion to the
rows, however many components there are. That is done for one part of the slab's time after another,
each small enough to stay in cache from the first look at its rows to the last.

What a row holds belongs to each model; this mechanism reads only `time` and `cause`.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I64, Record, Table

_ROWS_PER_BUCKET = 2
_CROWD = 16  # rows of a bucket that insertion alone would take long to sort


class Run(Record):
    """A component's rows in the buffer."""

    first: I64
    end: I64  # one past the last


class Key(Record):
    """What orders a row, and where it is."""

    time: F64
    cause: I64  # the highest of the component in this instant so far
    row: I64  # number in the buffer; a component's rows rise


class Room(NamedTuple):
    """What a merge works in."""

    parts: Table[Run]  # of each run, the rows that are merged at present
    keys: Table[Key]  # in merged order
    starts: npt.NDArray[np.int64]  # of buckets


def room(runs: int, rows: int) -> Room:
    """Return room to merge so many runs, with so many rows in all."""
    starts = np.empty(rows // _ROWS_PER_BUCKET + 2, np.int64)
    return Room(Run.table(runs), Key.table(rows), starts)


@kernel
def begin_parts(runs: Table[Run], parts: Table[Run]) -> None:
    """Let the first part of each run be due."""
    for r in range(len(runs)):
        parts[r].end = runs[r].first


@kernel
def next_parts(rows: Table[Any], runs: Table[Run], parts: Table[Run], until: float) -> int:
    """Go on to the rows of each run that follow its part and come before `until` [s], and return
    how many these are together."""
    count = 0
    for r in range(len(runs)):
        first, end = parts[r].end, runs[r].end
        i = first
        while i < end and rows[i].time < until:
            i += 1
        parts[r].first, parts[r].end = first, i
        count += i - first
    return count


@kernel
def merge(rows: Table[Any], room: Room, count: int) -> None:
    """Sort the keys of the rows of all parts in merged order.

    Args:
        rows: the buffer, with fields `time` and `cause`.
        room: its parts, one per component, have `count` rows; times do not fall within a part, and
            no two parts have a cause in common. Of its keys `row` gives the order.
        count: how many rows there are.
    """
    parts, keys, starts = room
    buckets = count // _ROWS_PER_BUCKET + 1
    for b in range(buckets + 1):
        starts[b] = 0
    begin, end = span(rows, parts)
    per_s = _per_s(begin, end, buckets)
    for r in range(len(parts)):
        for i in range(parts[r].first, parts[r].end):
            starts[int((rows[i].time - begin) * per_s) + 1] += 1
    for b in range(1, buckets + 1):
        starts[b] += starts[b - 1]
    _deal(rows, parts, keys, starts, begin, per_s)
    low = 0
    for b in range(buckets):  # `starts[b]` is by now where bucket b ends
        if starts[b] - low > _CROWD:
            _sort(keys, low, starts[b])
        low = starts[b]
    # In one go: a row hardly ever moves by more than a place or two, and never out of its bucket.
    _insert(keys, 0, count, 1)


@kernel
def span(rows: Table[Any], runs: Table[Run]) -> tuple[float, float]:
    """Return the times of the first and the last of all rows [s]."""
    begin, end = np.inf, -np.inf
    for r in range(len(runs)):
        if runs[r].first < runs[r].end:
            begin = min(begin, rows[runs[r].first].time)
            end = max(end, rows[runs[r].end - 1].time)
    return begin, end


@kernel
def _per_s(begin: float, end: float, buckets: int) -> float:
    """Return how many buckets there are in a second [1/s], between the first row and the last."""
    if not begin < end:
        return 0.0
    # Rounding may not lift the last row out of the last bucket, nor a tiny span divide to infinity.
    return min((buckets - 0.5) / (end - begin), 1e300)


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
            cause = row.cause if row.time > time or row.cause > cause else cause
            time = row.time
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
        _insert(keys, low, high, gap)
        gap //= 3


@inlined
def _insert(keys: Table[Key], low: int, high: int, gap: int) -> None:
    """Sort each of the `gap` series of keys that are so far apart, by insertion."""
    for i in range(low + gap, high):
        time, cause, row = keys[i].time, keys[i].cause, keys[i].row
        place = i
        while place >= low + gap and _before(time, cause, row, keys[place - gap]):
            moved = keys[place - gap]
            there = keys[place]
            there.time, there.cause, there.row = moved.time, moved.cause, moved.row
            place -= gap
        if place < i:
            there = keys[place]
            there.time, there.cause, there.row = time, cause, row


@kernel
def _before(time: float, cause: int, row: int, other: Key) -> bool:
    """Return whether a key comes before another one."""
    if time != other.time:
        return time < other.time
    if cause != other.cause:
        return cause < other.cause
    return row < other.row
