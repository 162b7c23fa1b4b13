"""Batches of the log: where their rows and columns lie in memory."""

import numpy as np
import pytest
from tests.kpis.networks import Site, exponential, network

from voltwin_bindings.aligned import LINE
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.merged_log import log_buffer
from voltwin_core.record import as_array
from voltwin_core.station.log_columns import DRIVES, LogColumns
from voltwin_core.station.log_rows import LogRow

SITE = Site(inventory=((0.9, 0.2),), ring=20, places=10, gap_s=exponential(600.0))


def two_batches() -> tuple[KernelEngine, list[dict[str, np.ndarray]]]:
    engine = KernelEngine(network((SITE, SITE), horizon_s=86400.0), 1)
    engine.step(3600.0)
    engine.step(7200.0)
    batches = engine.drain()
    assert len(batches) == 2
    assert all(batch.schema == SCHEMA and batch.num_rows > 10 for batch in batches)
    numbers = [batch.drop_columns(["kind"]) for batch in batches]
    return engine, [
        dict(zip(of.schema.names, (c.to_numpy() for c in of.columns), strict=True))
        for of in numbers
    ]


def test_each_row_is_a_cache_line_of_its_own() -> None:
    assert LogRow.dtype.itemsize == LINE
    assert len(log_buffer(0)) == 0
    for rows in (1, 1000):
        buffer = as_array(log_buffer(rows))
        assert len(buffer) == rows
        assert buffer.ctypes.data % LINE == 0


def test_columns_of_a_batch_overlap_neither_each_other_nor_those_of_another() -> None:
    _, batches = two_batches()
    written = [of[name] for of in batches for name in of if name not in DRIVES]
    ends = sorted((of.ctypes.data, of.ctypes.data + of.nbytes) for of in written)
    assert all(end <= following for (_, end), (following, _) in zip(ends, ends[1:], strict=False))


def test_batch_stays_as_it_is_while_the_run_goes_on() -> None:
    engine, batches = two_batches()
    before = [{name: column.copy() for name, column in of.items()} for of in batches]
    engine.advance(80_000.0)
    engine.drain()
    for of, was in zip(batches, before, strict=True):
        for name, column in of.items():
            np.testing.assert_array_equal(column, was[name])


@pytest.mark.parametrize("name", LogColumns._fields[-3:])
def test_where_nobody_drives_no_row_has_a_drive(name: str) -> None:
    for batch in two_batches()[1]:
        column = batch[name]
        assert np.isnan(column).all() if name == "until" else (column == -1).all()
