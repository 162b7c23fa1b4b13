"""Rows that are to be written to a store, held against its tables."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.scenario.names import did_you_mean
from voltwin.store.interface import StoreError
from voltwin.store.schema import TABLES, Table


def checked_rows(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return rows with all columns of their tables, in their types; what is missing is null.

    Args:
        tables: rows by table.

    Raises:
        StoreError: there is no such table or column, a key is missing, or a value does not fit.
    """
    return {name: _checked(name, rows) for name, rows in tables.items()}


def runs_in(tables: Mapping[str, pa.Table]) -> set[UUID]:
    """Return the runs that rows are about.

    Raises:
        StoreError: something else than the identity of a run stands there.
    """
    texts = {
        text for rows in tables.values() for text in rows.column("run_id").unique().to_pylist()
    }
    try:
        return {UUID(text) for text in texts}
    except ValueError as error:
        raise StoreError(f"run_id: {error}") from None


def _checked(name: str, rows: pa.Table) -> pa.Table:
    target = TABLES.get(name)
    if target is None:
        raise StoreError(f'there is no table "{name}"{did_you_mean(name, TABLES)}')
    schema = target.schema
    for column in rows.column_names:
        if column not in schema.names:
            hint = did_you_mean(column, schema.names)
            raise StoreError(f'{name}: there is no column "{column}"{hint}')
    columns = [_column(target, field, rows) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(target: Table, field: Any, rows: pa.Table) -> Any:
    given: Any = rows.column(field.name) if field.name in rows.column_names else None
    if field.name in target.keys and (given is None or given.null_count):
        raise StoreError(f"{target.name}: each row must have a value of {field.name}")
    if given is None:
        return pa.nulls(rows.num_rows, field.type)
    try:
        return as_type(given, field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise StoreError(f"{target.name}: {field.name}: {error}") from None


def as_type(column: Any, kind: Any) -> Any:
    """Return a column in another type, texts with a dictionary included.

    Raises:
        ArrowInvalid: a value does not fit.
    """
    if column.type == kind:
        return column
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
        return column.cast(kind.value_type).dictionary_encode()
    return column.cast(kind)
