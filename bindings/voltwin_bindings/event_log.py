"""The event log as Arrow: one schema for both engines, columns wrapped without a copy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin_core.station.events import KINDS

# -1 stands for "no vehicle, battery, charger, bay" and NaN for "no value", so that columns written
# by kernels are Arrow columns as they are, without a second array of validity bits.
SCHEMA = pa.schema(
    [
        pa.field("time", pa.float64(), nullable=False),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string()), nullable=False),
        pa.field("station", pa.int32(), nullable=False),
        pa.field("vehicle", pa.int32(), nullable=False),
        pa.field("battery", pa.int32(), nullable=False),
        pa.field("charger", pa.int32(), nullable=False),
        pa.field("bay", pa.int32(), nullable=False),
        pa.field("soc", pa.float64(), nullable=False),
        pa.field("wait_s", pa.float64(), nullable=False),
        pa.field("power_kw", pa.float64(), nullable=False),
    ]
)
DTYPES: dict[str, np.dtype[Any]] = {
    field.name: np.dtype(np.int8 if field.name == "kind" else field.type.to_pandas_dtype())
    for field in SCHEMA
}
_KIND_NAMES = pa.array(KINDS)


def to_batch(columns: Mapping[str, np.ndarray[Any, Any]]) -> pa.RecordBatch:
    """Return log columns (`kind` as int8 codes, dtypes as in DTYPES) as a record batch."""
    arrays = [
        pa.DictionaryArray.from_arrays(pa.array(columns["kind"]), _KIND_NAMES)
        if field.name == "kind"
        else pa.array(columns[field.name])
        for field in SCHEMA
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
