"""The event log as rows of `telemetry_events`, and back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voltwin.store.rows.drive_values import drives_of, value_of
from voltwin.store.schema import EVENTS
from voltwin_bindings.event_log import SCHEMA
from voltwin_core.station.events import KINDS

Array: TypeAlias = Any  # of Arrow, whose stubs know too little of what its functions return

_ENTITIES = ("vehicle", "battery", "charger", "bay")  # the first one that a row has is its entity
_VEHICLE = "vehicle:"
_NUMBERS = ("battery", "charger", "bay")
_MEASURED = ("soc", "wait_s", "power_kw")
_MICROSECONDS = 1e6  # of a second


def event_rows(
    batch: pa.RecordBatch,
    *,
    run_id: UUID,
    replication: int,
    first: int,
    start: datetime,
    station_ids: Sequence[str],
) -> pa.Table:
    """Return rows of the event log as rows of `telemetry_events`.

    Args:
        batch: of the log, in its order.
        run_id: of the run.
        replication: of the run.
        first: the number of the first row in the log of this replication.
        start: when simulated time begins.
        station_ids: ids of all stations, by number.
    """
    count = batch.num_rows
    log = dict(zip(batch.schema.names, batch.columns, strict=True))
    kinds: Any = log["kind"]
    ids = pa.array(station_ids, pa.string())
    columns = {
        "time": _moments(log["time"], start),
        "run_id": _same(str(run_id), count),
        "replication": pa.array(np.full(count, replication, np.int32)),
        "number": pa.array(np.arange(first, first + count)),
        "time_s": log["time"],
        "event_type": pa.DictionaryArray.from_arrays(
            kinds.indices.cast(pa.int32()), kinds.dictionary
        ),
        "entity_id": _entities(log),
        "station_id": pa.DictionaryArray.from_arrays(_known(log["station"]), ids),
        **{name: _known(log[name]) for name in _NUMBERS},
        **{name: _defined(log[name]) for name in _MEASURED},
        "value": value_of(log),
    }
    return pa.table(columns, schema=EVENTS.schema)


def log_batches(rows: pa.Table, station_ids: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the event log that `event_rows` has been given, bit for bit.

    Args:
        rows: of one replication, in the order of `number`.
        station_ids: ids of all stations, by number.
    """
    for batch in rows.to_batches():
        row = dict(zip(batch.schema.names, batch.columns, strict=True))
        numbers = {name: _or_none(row[name]) for name in _NUMBERS}
        columns = {
            "time": row["time_s"],
            "kind": pa.DictionaryArray.from_arrays(
                _places(row["event_type"], KINDS).cast(pa.int8()), pa.array(KINDS)
            ),
            "station": _or_none(_places(row["station_id"], station_ids)),
            "vehicle": _or_none(_vehicles(row["entity_id"])),
            **numbers,
            **{name: _or_nan(row[name]) for name in _MEASURED},
            **drives_of(row["value"]),
        }
        arrays = [columns[name] for name in SCHEMA.names]
        yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _moments(seconds: Array, start: datetime) -> Array:
    """Return when something happened, to a microsecond."""
    begun = int(start.astimezone(UTC).timestamp()) * 1_000_000
    since = np.rint(seconds.to_numpy() * _MICROSECONDS).astype(np.int64)
    return pa.array(since + begun).cast(EVENTS.schema.field("time").type)


def _same(text: str, count: int) -> Array:
    """Return one text for all rows."""
    every: Array = pa.array(np.zeros(count, np.int32))
    return pa.DictionaryArray.from_arrays(every, pa.array([text]))


def _known(numbers: Array) -> Array:
    """Return numbers of things, null where there is none."""
    values = numbers.to_numpy()
    return _null_but(values >= 0, values, pa.int32())


def _or_none(numbers: Array) -> Array:
    """Return numbers of things, -1 where there is none."""
    return pc.fill_null(numbers, pa.scalar(-1, pa.int32()))


def _defined(numbers: Array) -> Array:
    """Return numbers, null where there is NaN."""
    values = numbers.to_numpy()
    return _null_but(~np.isnan(values), values, pa.float64())


def _null_but(valid: Any, values: Any, kind: pa.DataType) -> Array:
    """Return an array of numbers, as they lie, that is null but where they are valid."""
    nulls = len(valid) - int(np.count_nonzero(valid))
    bits: Any = np.packbits(valid, bitorder="little")
    content: Any = np.ascontiguousarray(values)
    buffers = [pa.py_buffer(bits) if nulls else None, pa.py_buffer(content)]
    return pa.Array.from_buffers(kind, len(valid), buffers, nulls)


def _or_nan(values: Array) -> Array:
    return pc.fill_null(values, float("nan"))


def _entities(log: Mapping[str, Array]) -> Array:
    """Return whom each row happened to."""
    places, names, known = np.full(len(log["vehicle"]), -1, np.int32), list[Array](), 0
    for name in _ENTITIES:
        numbers = log[name].to_numpy()
        has = (numbers >= 0) & (places < 0)
        different, place = _different(numbers[has])
        places[has] = place + known
        names.append(pc.binary_join_element_wise(f"{name}:", different.cast(pa.string()), ""))
        known += len(different)
    every: Array = pa.chunked_array(names, pa.string()).combine_chunks()
    return pa.DictionaryArray.from_arrays(_known(pa.array(places)), every)


def _different(numbers: Any) -> tuple[Array, Any]:
    """Return numbers among which are all of these, few or no others, and the place of each."""
    if not len(numbers):
        return pa.array([], pa.int32()), numbers
    least, most = int(numbers.min()), int(numbers.max())
    if most - least < len(numbers):  # as nearly always: to sort them takes longer than all else
        return pa.array(np.arange(least, most + 1)), numbers - least
    different, place = np.unique(numbers, return_inverse=True)
    return pa.array(different), place


def _vehicles(entities: Array) -> Array:
    """Return the numbers of vehicles among entities, null for others."""
    if isinstance(entities, pa.DictionaryArray):
        return _vehicles(entities.dictionary).take(entities.indices)
    begins: Array = pc.starts_with(entities, _VEHICLE)
    are: Array = pc.fill_null(begins, False)
    texts = pc.replace_with_mask(
        pa.nulls(len(entities), pa.string()),
        are,
        pc.utf8_slice_codeunits(entities.filter(are), len(_VEHICLE)),
    )
    return texts.cast(pa.int32())


def _places(texts: Array, among: Sequence[str]) -> Array:
    """Return the place of each text among others."""
    known = pa.array(among, pa.string())
    if isinstance(texts, pa.DictionaryArray):
        return pc.index_in(texts.dictionary, known).take(texts.indices)
    return pc.index_in(texts, known)
