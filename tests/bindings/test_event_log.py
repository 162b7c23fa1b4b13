"""The event log as Arrow: one schema, without a copy."""

import numpy as np
import pyarrow as pa
import pytest

from voltwin_bindings.event_log import DTYPES, SCHEMA, to_batch
from voltwin_core.station.events import KINDS
from voltwin_core.station.log_columns import LogColumns

COLUMNS = {name: np.arange(3).astype(dtype) for name, dtype in DTYPES.items()}


def test_columns_of_kernels_are_those_of_the_schema() -> None:
    assert list(LogColumns._fields) == SCHEMA.names == list(DTYPES)


def test_a_batch_has_the_schema_and_the_names_of_the_kinds() -> None:
    batch = to_batch(COLUMNS)
    assert batch.schema == SCHEMA
    assert batch.column("kind").to_pylist() == list(KINDS[:3])
    assert batch.column("soc").to_pylist() == [0.0, 1.0, 2.0]
    batch.validate(full=True)


@pytest.mark.parametrize("name", [name for name in DTYPES if name != "kind"])
def test_columns_are_wrapped_without_a_copy(name: str) -> None:
    data = to_batch(COLUMNS).column(name).buffers()[1]
    assert data is not None
    assert data.address == COLUMNS[name].ctypes.data


def test_every_kind_has_a_code_that_fits() -> None:
    codes = {name: np.arange(len(KINDS)).astype(dtype) for name, dtype in DTYPES.items()}
    assert to_batch(codes).column("kind").to_pylist() == list(KINDS)


def test_an_empty_batch_is_a_batch() -> None:
    batch = to_batch({name: column[:0] for name, column in COLUMNS.items()})
    assert batch.num_rows == 0
    assert pa.Table.from_batches([batch], SCHEMA).num_rows == 0
