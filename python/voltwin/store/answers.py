"""What a query gives, in the types that all stores answer in."""

from typing import Any

import numpy as np
import pyarrow as pa

_INTERVAL = np.dtype([("months", "<i4"), ("days", "<i4"), ("nanoseconds", "<i8")])


def in_plain_types(answer: pa.Table) -> pa.Table:
    """Return an answer with whole numbers as int64, others as float64, identities and names as
    string, instants as timestamp[us, UTC], local times as timestamp[us], what lies between two
    as duration[us] (a month is 30 days then, a year 365). Whole numbers of more than 64 bits make
    a column of float64.

    Databases count and add up in types of their own, which say nothing about the values.
    """
    columns = [_plain(answer.column(i)) for i in range(answer.num_columns)]
    return pa.Table.from_arrays(columns, names=answer.column_names)


def _plain(column: Any) -> Any:
    if column.type == pa.month_day_nano_interval():
        return pa.chunked_array([_duration(part) for part in column.chunks], pa.duration("us"))
    kind = _type(column.type)
    try:
        return column if column.type == kind else column.cast(kind)
    except pa.ArrowInvalid:
        if kind != pa.int64():
            raise
        return column.cast(pa.float64(), safe=False)


def _duration(intervals: Any) -> Any:
    """Return how long months, days and nanoseconds take."""
    (_, buffer) = intervals.buffers()
    parts = np.frombuffer(buffer, _INTERVAL)[intervals.offset : intervals.offset + len(intervals)]
    months = parts["months"].astype(np.int64)
    days = 30 * months + 5 * np.trunc(months / 12).astype(np.int64) + parts["days"]
    microseconds = 86_400_000_000 * days + parts["nanoseconds"] // 1_000
    unknown = np.asarray(intervals.is_null())
    return pa.array(microseconds, mask=unknown).cast(pa.duration("us"))


def _type(kind: Any) -> Any:
    of = pa.types
    if of.is_integer(kind) or (of.is_decimal(kind) and kind.scale == 0):
        return pa.int64()
    if of.is_floating(kind) or of.is_decimal(kind):
        return pa.float64()
    if of.is_timestamp(kind):
        return pa.timestamp("us", tz="UTC" if kind.tz else None)
    if of.is_dictionary(kind):
        return _type(kind.value_type)
    return pa.string() if of.is_large_string(kind) else kind
