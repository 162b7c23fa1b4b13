"""Arrow tables as PostgreSQL's binary COPY format, block by block."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import pyarrow as pa

from voltwin.store.schema import Column, Table

if TYPE_CHECKING:
    from pgpq import ArrowToPostgresBinaryEncoder

Array: TypeAlias = Any  # of Arrow, whose stubs know too little of what its functions return

_BLOCK_ROWS = 65_536  # some 10 MB of events


def binary_blocks(table: Table, rows: pa.Table) -> Iterator[bytes]:
    """Yield rows as `COPY ... FROM STDIN (FORMAT binary)` takes them.

    Args:
        table: whose types they have, see `schema`.
        rows: with some of its columns, in the order in which COPY names them.
    """
    columns = [one for name in rows.column_names for one in table.columns if one.name == name]
    encoder = _encoder(columns)
    yield encoder.write_header()
    for batch in rows.to_batches(max_chunksize=_BLOCK_ROWS):
        arrays = [_plain(*pair) for pair in zip(columns, batch.columns, strict=True)]
        yield encoder.write_batch(pa.record_batch(arrays, schema=_schema(columns)))
    yield encoder.finish()


def _encoder(columns: list[Column]) -> "ArrowToPostgresBinaryEncoder":
    from pgpq import ArrowToPostgresBinaryEncoder
    from pgpq.encoders import StringEncoderBuilder
    from pgpq.schema import Jsonb

    schema = _schema(columns)
    builders = {
        field.name: StringEncoderBuilder.new_with_output(field, Jsonb())
        if column.sql == "jsonb"
        else ArrowToPostgresBinaryEncoder.infer_encoder(field)
        for column, field in zip(columns, schema, strict=True)
    }
    return ArrowToPostgresBinaryEncoder.new_with_encoders(schema, builders)


def _schema(columns: list[Column]) -> pa.Schema:
    return pa.schema([pa.field(one.name, _plain_type(one)) for one in columns])


def _plain_type(column: Column) -> pa.DataType:
    """Return the type that the encoder is given: it knows no dictionaries, zones and UUIDs.

    On the wire a UUID is its 16 bytes, as `bytea` is, and moments are microseconds whatever the
    column's unit.
    """
    if column.sql == "uuid":
        return pa.binary()
    if column.sql in ("text", "jsonb"):
        return pa.string()
    if pa.types.is_timestamp(column.type):
        return pa.timestamp("us")
    return column.type


def _plain(column: Column, values: Array) -> Array:
    if column.sql != "uuid":
        return values.cast(_plain_type(column))
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    each = pa.array([UUID(text).bytes for text in values.dictionary.to_pylist()], pa.binary())
    return each.take(values.indices)
