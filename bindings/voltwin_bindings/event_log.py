"""The event log as Arrow: one schema for both engines, columns wrapped without a copy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin_core.station.events import KINDS

# -1 stands for "no station, vehicle, battery, charger, bay, place" and NaN for "no value", so that
# columns written by kernels are Arrow columns as they are, without a second array of validity bits.
COLUMNS = (
    ("time", pa.float64(), "s", "when, from the start of the run"),
    ("kind", pa.dictionary(pa.int8(), pa.string()), "", "what happened"),
    ("station", pa.int32(), "", "number of the station, as in the table by_station"),
    ("vehicle", pa.int32(), "", "number of the vehicle, -1 for none"),
    ("battery", pa.int32(), "", "number of the battery, -1 for none"),
    ("charger", pa.int32(), "", "number of the charger, -1 for none"),
    ("bay", pa.int32(), "", "number of the bay, -1 for none"),
    (
        "soc",
        pa.float64(),
        "1",
        "state of charge of the battery, NaN for none; a factor in `aged`, `derated`",
    ),
    ("wait_s", pa.float64(), "s", "how long the vehicle has waited, NaN for none"),
    (
        "power_kw",
        pa.float64(),
        "kW",
        "power from here on, limit or set-point, grid side; NaN for none",
    ),
    ("origin", pa.int32(), "", "number of the place where a drive begins, -1 for none"),
    ("destination", pa.int32(), "", "number of the place where it ends, -1 for none"),
    ("until", pa.float64(), "s", "when it ends, NaN for none"),
)
SCHEMA = pa.schema(
    [
        pa.field(name, kind, nullable=False, metadata={"unit": unit, "meaning": meaning})
        for name, kind, unit, meaning in COLUMNS
    ]
)
# Not by Arrow's own `to_pandas_dtype`, which loads pandas where it is installed.
_NUMPY = {pa.float64(): np.float64, pa.int32(): np.int32}
DTYPES: dict[str, np.dtype[Any]] = {
    field.name: np.dtype(np.int8 if field.name == "kind" else _NUMPY[field.type])
    for field in SCHEMA
}
_KIND_NAMES = pa.array(KINDS)


def dictionary() -> pa.Table:
    """Return the dictionary of the log's columns: name, unit, meaning."""
    names, _, units, meanings = zip(*COLUMNS, strict=True)
    return pa.table({"name": names, "unit": units, "meaning": meanings})


def to_batch(columns: Mapping[str, np.ndarray[Any, Any]]) -> pa.RecordBatch:
    """Return log columns (`kind` as int8 codes, dtypes as in DTYPES) as a record batch."""
    arrays = [
        pa.DictionaryArray.from_arrays(pa.array(columns["kind"]), _KIND_NAMES, safe=False)
        if field.name == "kind"
        else pa.array(columns[field.name])
        for field in SCHEMA
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
