"""Queries that people write: read-only, with parameters by name, answered as Arrow tables."""

import re
from collections.abc import Mapping, Sequence
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
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float4": pa.float32(),
    "float8": pa.float64(),
    "numeric": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "interval": pa.duration("us"),
    "bytea": pa.binary(),
}
_LISTS = {f"{name}[]": pa.list_(kind) for name, kind in _TYPES.items()}


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
    from psycopg import RawServerCursor

    text, values = numbered(sql.strip().rstrip(";"), parameters)
    with connection.transaction(force_rollback=True):
        connection.execute("SET TRANSACTION READ ONLY")
        connection.execute("SET LOCAL cursor_tuple_fraction = 1")  # all rows are wanted
        connection.execute(f"SET LOCAL statement_timeout = '{_PATIENCE}'".encode())
        with RawServerCursor(connection, f"answer_{next(_CURSORS)}") as cursor:
            cursor.execute(text.encode(), values)
            schema = _schema(cursor.description or ())
            batches = []
            while rows := cursor.fetchmany(_ROWS):
                columns = zip(*rows, strict=True)
                arrays = [_array(*pair) for pair in zip(columns, schema, strict=True)]
                batches.append(pa.record_batch(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema)


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


def _schema(description: Sequence[Any]) -> pa.Schema:
    return pa.schema([pa.field(one.name, _type(one.type_display)) for one in description])


def _type(name: str) -> pa.DataType:
    known = re.sub(r"\(.*\)", "", name)
    return _TYPES.get(known) or _LISTS.get(known) or pa.string()


def _array(values: Sequence[Any], field: "pa.Field[Any]") -> Any:
    if pa.types.is_floating(field.type):
        return pa.array([None if one is None else float(one) for one in values], field.type)
    if pa.types.is_string(field.type):
        return pa.array([None if one is None else _text(one) for one in values], field.type)
    return pa.array(values, field.type)


def _text(value: Any) -> str:
    """Return a value of a type that has none in Arrow, such as JSON, as text."""
    import json

    return json.dumps(value) if isinstance(value, dict | list | bool | float | int) else str(value)
