"""The mechanism of the event log: rows filled by kernels, merged per slab of simulated time.

Each component writes its rows one after another into one range of the buffer. The merged log is
in the order in which a single event list would have processed all components: k-way by the key
(time, cause) of the causing event, each component keeping its own order. It is *not* a sort by
these keys: within one component and one instant causes need not rise, for a zero duration brings
back a lower rank. A row whose cause is lower than one before it in the same instant is due as soon
as that one has been taken: it comes with the *highest* cause that its component has had in the
instant, and by that key the merge is a sort, stable within a component.

Late rows are of events that a component did without; they fill the buffer from its end, in no
order. Such an event would have been pending before its instant, so its key alone tells its place.

Rows are dealt into buckets of time, and sorted there: work in proportion to the rows, however many
components there are. That is done for one part of the slab's time after another, each small enough
to stay in cache from the first look at its rows to the last.

What a row holds belongs to each model; this mechanism reads only `time` and `cause`.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel
from voltwin_core.prefetch import prefetch
from voltwin_core.record import F64, I64, Record, Table

_BUCKETS_PER_ROW = 2
_CROWD = 16  # rows of a bucket that insertion alone would take long to sort

# How far ahead rows are fetched: a few rows here and there the processor does not see coming.
_RUNS_AHEAD = 2
_LATE_ROWS_AHEAD = 24


class Key(Record):
    """What orders a row, and where it is."""

    time: F64
    cause: I64  # the highest of the component in this instant so far
    row: I64  # number in the buffer


class Merge(NamedTuple):
    """Rows to be merged, part by part of their time, and what that works in."""

    rows: Table[Any]  # the buffer, with fields `time` and `cause`
    firsts: npt.NDArray[np.int64]  # of each run: its first row that is not taken yet ...
    ends: npt.NDArray[np.int64]  # ... and one past its last
    late_ends: npt.NDArray[np.int32]  # of each part, in `late_order`
    late_order: npt.NDArray[np.int32]  # numbers of late rows, part by part
    late_parts: npt.NDArray[np.int32]  # of each late row
    keys: Table[Key]  # of a part: those of its runs, then those of its late rows
    buckets: npt.NDArray[np.int32]  # of each key
    bucket_ends: npt.NDArray[np.int32]  # of each bucket of a part, in `order`
    order: npt.NDArray[np.int32]  # numbers of a part's keys, merged


def merge_of(
    rows: Table[Any],
    firsts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    late: int,
    part_rows: int,
) -> Merge:
    """Return what merges rows, part by part.

    Args:
        rows: the buffer.
        firsts: of each component's run, in which times do not fall. No two runs have a cause in
            common.
        ends: likewise, one past the last row.
        late: how many late rows are at the end of the buffer. No two have the same time and cause.
        part_rows: how many rows a part has on average.
    """
    number, count = np.int32, int((ends - firsts).sum()) + late
    return Merge(
        rows,
        firsts.copy(),
        np.ascontiguousarray(ends),
        late_ends=np.zeros(count // part_rows + 2, number),
        late_order=np.empty(late, number),
        late_parts=np.empty(late, number),
        keys=Key.adopt(np.empty(count, Key.dtype)),  # of these, most are in no part's way
        buckets=np.empty(count, number),
        bucket_ends=np.empty(_BUCKETS_PER_ROW * min(count, part_rows) + 2, number),
        order=np.empty(count, number),
    )


class Scale(NamedTuple):
    """How time is divided into buckets."""

    begin: float  # of the first [s]
    per_s: float  # [1/s]
    of_part: int  # buckets of each part


@kernel
def parts_of(m: Merge) -> int:
    """Return how many parts there are."""
    return len(m.late_ends) - 1


@kernel
def begin_merge(m: Merge) -> Scale:
    """Divide the time into parts, and deal late rows to them."""
    begin, end = _span(m)
    of_part = len(m.bucket_ends) - 1
    scale = Scale(begin, _per_s(begin, end, of_part * parts_of(m)), of_part)
    _deal_late(m, scale)
    return scale


@kernel
def _deal_late(m: Merge, scale: Scale) -> None:
    late = len(m.late_order)
    first = len(m.rows) - late
    for n in range(late):
        part = _bucket(scale, m.rows[first + n].time) // scale.of_part
        m.late_parts[n] = part
        m.late_ends[part + 1] += 1
    for part in range(1, parts_of(m) + 1):
        m.late_ends[part] += m.late_ends[part - 1]
    for n in range(late):
        _deal(m.late_order, m.late_ends, m.late_parts[n], first + n)


@kernel
def merge_part(m: Merge, scale: Scale, part: int) -> int:
    """Merge the rows of a part, once those of all parts before are: `order` gives their keys.
    Return how many they are."""
    for b in range(scale.of_part + 1):
        m.bucket_ends[b] = 0
    count = _take_late(m, scale, part, _take_runs(m, scale, part))
    for b in range(1, scale.of_part + 1):
        m.bucket_ends[b] += m.bucket_ends[b - 1]
    for k in range(count):
        _deal(m.order, m.bucket_ends, m.buckets[k], k)
    low = 0
    for b in range(scale.of_part):
        if m.bucket_ends[b] - low > _CROWD:
            _sort(m, low, m.bucket_ends[b])
        low = m.bucket_ends[b]
    # In one go: a row hardly ever moves by more than a place or two, and never out of its bucket.
    _insert(m, 0, count, 1)
    return count


@inlined
def _deal(order: npt.NDArray[np.int32], ends: npt.NDArray[np.int32], to: int, number: int) -> None:
    """Put a number behind those of its bucket; where that begins becomes, in the end, where it
    ends."""
    order[ends[to]] = number
    ends[to] += 1


@kernel
def _take_runs(m: Merge, scale: Scale, part: int) -> int:
    """Take what each run has of a part; return how many rows they are."""
    count, low, high = 0, part * scale.of_part, (part + 1) * scale.of_part
    for r in range(len(m.firsts)):
        i, end = m.firsts[r], m.ends[r]
        ahead = m.firsts[min(r + _RUNS_AHEAD, len(m.firsts) - 1)] - i
        time, cause = -np.inf, 0
        while i < end:
            row = m.rows[i]
            bucket = _bucket(scale, row.time)
            if bucket >= high:
                break
            prefetch(m.rows, i + ahead)
            cause = row.cause if row.time > time or row.cause > cause else cause
            time = row.time
            _take(m, count, bucket - low, time, cause, i)
            count += 1
            i += 1
        m.firsts[r] = i
    return count


@kernel
def _take_late(m: Merge, scale: Scale, part: int, count: int) -> int:
    """Take the late rows of a part behind `count` others; return how many they are now."""
    low, last = part * scale.of_part, len(m.late_order) - 1
    for n in range(m.late_ends[part - 1] if part > 0 else 0, m.late_ends[part]):
        prefetch(m.rows, m.late_order[min(n + _LATE_ROWS_AHEAD, last)])
        i = m.late_order[n]
        row = m.rows[i]
        _take(m, count, _bucket(scale, row.time) - low, row.time, row.cause, i)
        count += 1
    return count


@inlined
def _take(m: Merge, k: int, bucket: int, time: float, cause: int, row: int) -> None:
    """Write key `k`, and count it."""
    key = m.keys[k]
    key.time, key.cause, key.row = time, cause, row
    m.buckets[k] = bucket
    m.bucket_ends[bucket + 1] += 1


@inlined
def _bucket(scale: Scale, time: float) -> int:
    return int((time - scale.begin) * scale.per_s)


@kernel
def _span(m: Merge) -> tuple[float, float]:
    """Return the times of the first and the last of all rows [s]."""
    begin, end = np.inf, -np.inf
    for r in range(len(m.firsts)):
        if m.firsts[r] < m.ends[r]:
            begin = min(begin, m.rows[m.firsts[r]].time)
            end = max(end, m.rows[m.ends[r] - 1].time)
    for i in range(len(m.rows) - len(m.late_order), len(m.rows)):
        begin, end = min(begin, m.rows[i].time), max(end, m.rows[i].time)
    return begin, end


@kernel
def _per_s(begin: float, end: float, buckets: int) -> float:
    """Return how many buckets there are in a second [1/s], between the first row and the last."""
    if not begin < end:
        return 0.0
    # Rounding may not lift the last row out of the last bucket, nor a tiny span divide to infinity.
    return min((buckets - 0.5) / (end - begin), 1e300)


@kernel
def _sort(m: Merge, low: int, high: int) -> None:
    """Sort keys from `low` to before `high` (Shell 1959): by insertion, far ones first where there
    are many, as when a thousand components wake at the same instant."""
    gap = 1
    while 9 * gap < high - low:
        gap = 3 * gap + 1
    while gap > 0:
        _insert(m, low, high, gap)
        gap //= 3


@inlined
def _insert(m: Merge, low: int, high: int, gap: int) -> None:
    """Sort each of the `gap` series of keys that are so far apart, by insertion."""
    for i in range(low + gap, high):
        k = m.order[i]
        place = i
        while place >= low + gap and _before(m, k, m.order[place - gap]):
            m.order[place] = m.order[place - gap]
            place -= gap
        m.order[place] = k


@inlined
def _before(m: Merge, k: int, other: int) -> bool:
    """Return whether a key comes before another one."""
    mine, its = m.keys[k], m.keys[other]
    # `&` and `|` rather than branches that nobody can guess.
    same_time, same_cause = mine.time == its.time, mine.cause == its.cause
    earlier = (mine.cause < its.cause) | (same_cause & (k < other))
    return (mine.time < its.time) | (same_time & earlier)
