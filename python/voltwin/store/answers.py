"""What a query gives, in the types that all stores answer in."""

from typing import Any

import pyarrow as pa


def in_plain_types(answer: pa.Table) -> pa.Table:
    """Return an answer with whole numbers as int64, others as float64, identities and names as
    string, instants as timestamp[us, UTC], local times as timestamp[us].

    Databases count and add up in types of their own, which say nothing about the values.
    """
    columns = [_plain(answer.column(i)) for i in range(answer.num_columns)]
    return pa.Table.from_arrays(columns, names=answer.column_names)


def _plain(column: Any) -> Any:
    kind = _type(column.type)
    return column if column.type == kind else column.cast(kind)


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
