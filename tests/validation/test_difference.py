"""Two logs that differ are told apart by the last bit, and the difference can be read."""

import numpy as np
import pyarrow as pa
import pytest

from voltwin.reference import ReferenceEngine
from voltwin.validation.difference import CONTEXT, Columns, columns_of, first_difference
from voltwin.validation.network import parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.event_log import DTYPES, SCHEMA

ROW = 100


@pytest.fixture(scope="module")
def log() -> Columns:
    engine = ReferenceEngine(parameters(random_network(Scope("1/0"))), 1)
    engine.advance(np.inf)
    return columns_of(pa.Table.from_batches(engine.drain(), SCHEMA))


def changed(log: Columns, **columns: np.ndarray) -> Columns:
    return {**log, **columns}


def test_equal_logs_do_not_differ(log: Columns) -> None:
    assert first_difference(log, changed(log)) == ""


def test_empty_logs_do_not_differ() -> None:
    empty = columns_of(pa.Table.from_batches([], SCHEMA))
    assert list(empty) == list(DTYPES)
    assert first_difference(empty, empty) == ""


def test_one_bit_in_one_float_is_seen(log: Columns) -> None:
    time = log["time"].copy()
    time[ROW] = np.nextafter(time[ROW], np.inf)
    message = first_difference(log, changed(log, time=time)).splitlines()
    assert message[0] == f"row {ROW} differs in time"
    assert repr(log["time"][ROW].item()) in message[1]
    assert repr(time[ROW].item()) in message[1]
    table = message[2:]
    assert table[0].split() == ["row", *DTYPES]
    assert [line.split()[:2] for line in table[1:]] == [
        *([str(n), "both"] for n in range(ROW - CONTEXT, ROW)),
        [str(ROW), "kernel"],
        [str(ROW), "reference"],
        *([str(n), "both"] for n in range(ROW + 1, ROW + CONTEXT + 1)),
    ]


def test_two_rows_in_other_order_are_seen(log: Columns) -> None:
    order = np.arange(len(log["time"]))
    order[[ROW, ROW + 1]] = ROW + 1, ROW
    swapped = {name: column[order] for name, column in log.items()}
    message = first_difference(swapped, log)
    assert message.startswith(f"row {ROW} differs in ")
    lines = [line.split()[:2] for line in message.splitlines()]
    assert lines.count([str(ROW), "kernel"]) == lines.count([str(ROW), "reference"]) == 1
    assert lines.count([str(ROW + 1), "kernel"]) == lines.count([str(ROW + 1), "reference"]) == 1


def test_sign_of_zero_is_seen_and_kind_of_nan_is_not(log: Columns) -> None:
    quiet = log["wait_s"].copy()
    missing = np.isnan(quiet)
    assert missing.any()
    quiet.view(np.int64)[missing] ^= 1  # another NaN
    assert np.isnan(quiet[missing]).all()
    assert first_difference(log, changed(log, wait_s=quiet)) == ""
    zero = int(np.flatnonzero(log["wait_s"] == 0.0)[0])
    signed = log["wait_s"].copy()
    signed[zero] = -0.0
    assert first_difference(log, changed(log, wait_s=signed)).startswith(
        f"row {zero} differs in wait_s"
    )


def test_missing_rows_are_seen(log: Columns) -> None:
    rows = len(log["time"])
    short = {name: column[:-2] for name, column in log.items()}
    message = first_difference(log, short)
    assert f"the kernel has {rows} rows, the reference {rows - 2}" in message
    assert "(the log has ended)" in message
