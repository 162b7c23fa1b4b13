"""Queries that people write: read-only, with parameters by name, answered as Arrow tables."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.scenario.names import did_you_mean
from voltwin.store.interface import StoreError

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

_PATIENCE = "5min"  # until an answer is given up
_ROWS = 20_000  # fetched at a time
_CURSORS = count()
# What may hold a dollar that is no parameter's: texts, names, comments; else a parameter.
_WORDS = re.compile(
    r"""(?P<skip>'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)"""
    r"""|\$(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL,
)
# By PostgreSQL's name of the type; others come as texts.
_TYPES: dict[str, pa.DataType] = {
    "bool": pa.bool_(),
    "int2": pa.int64(),
    "int4": pa.int64(),
    "int8": pa.int64(),
    "float4": pa.float64(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "interval": pa.duration("us"),
    "bytea": pa.binary(),
}
_LISTS = {f"{name}[]": pa.list_(kind) for name, kind in _TYPES.items()}
_EXACT = "numeric"  # whole or not, as its values are: sums of whole numbers come as such


def answer(connection: "Connection", sql: str, parameters: Mapping[str, Any]) -> pa.Table:
    """Return what a query gives.

    A cursor is declared for it: so it is one query, and can be nothing else.

    Args:
        connection: in no transaction.
        sql: with parameters as `$name`.
        parameters: by name.

    Raises:
        StoreError: a parameter is missing.
    """
    text, values = numbered(sql.strip().rstrip(";"), parameters)
    try:
        return _fetched(connection, text, values)
    finally:  # of what a query may do to a session, this alone outlives its transaction
        if not connection.broken:
            connection.execute("SELECT pg_advisory_unlock_all()")


def _fetched(connection: "Connection", text: str, values: Sequence[Any]) -> pa.Table:
    from psycopg import RawServerCursor

    with connection.transaction(force_rollback=True):
        connection.execute("SET TRANSACTION READ ONLY")
        connection.execute("SET LOCAL cursor_tuple_fraction = 1")  # all rows are wanted
        connection.execute(f"SET LOCAL statement_timeout = '{_PATIENCE}'".encode())
        with RawServerCursor(connection, f"answer_{next(_CURSORS)}") as cursor:
            cursor.execute(text.encode(), values)
            columns = [(one.name, _kind(one.type_display)) for one in cursor.description or ()]
            parts: list[list[Any]] = [[] for _ in columns]
            while rows := cursor.fetchmany(_ROWS):
                for part, (_, kind), column in zip(
                    parts, columns, zip(*rows, strict=True), strict=True
                ):
                    part.append(_array(column, kind))
    whole = [_joined(part, kind) for part, (_, kind) in zip(parts, columns, strict=True)]
    return pa.Table.from_arrays(whole, names=[name for name, _ in columns])


def numbered(sql: str, parameters: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return a query with parameters by number, and their values in that order.

    Raises:
        StoreError: a parameter is missing.

    >>> numbered("SELECT $b, '$a', $a + $b", {"a": 1, "b": 2})
    ("SELECT $1, '$a', $2 + $1", [2, 1])
    """
    order: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in parameters:
            raise StoreError(f"the parameter ${name} has no value{did_you_mean(name, parameters)}")
        return f"${order.setdefault(name, len(order) + 1)}"

    text = _WORDS.sub(number, sql)
    return text, [parameters[name] for name in order]


def _kind(name: str) -> str:
    """Return the name of a type without its precision."""
    return re.sub(r"\(.*\)", "", name)


def _array(values: Sequence[Any], kind: str) -> Any:
    if kind == _EXACT:
        return _exact(values)
    known = _TYPES.get(kind) or _LISTS.get(kind)
    if known is None:
        return pa.array([None if one is None else _text(one) for one in values], pa.string())
    return pa.array(values, known)


def _exact(values: Sequence[Any]) -> Any:
    """Return exact numbers as whole ones, if they are written so, else as the nearest others."""
    if all(one is None or _is_whole(one) for one in values):
        return pa.array([None if one is None else int(one) for one in values], pa.int64())
    return pa.array([None if one is None else float(one) for one in values], pa.float64())


def _is_whole(value: Decimal) -> bool:
    digits = value.as_tuple().exponent
    return isinstance(digits, int) and digits >= 0 and abs(value) < 1 << 63


def _joined(parts: Sequence[Any], kind: str) -> Any:
    """Return the parts of a column as one."""
    if not parts:
        return _array((), kind)
    if kind == _EXACT and any(part.type != pa.int64() for part in parts):
        parts = [part.cast(pa.float64()) for part in parts]
    return pa.chunked_array(parts)


def _text(value: Any) -> str:
    """Return a value of a type that has none in Arrow, such as JSON, as text."""
    import json

    return json.dumps(value) if isinstance(value, dict | list | bool | float | int) else str(value)
