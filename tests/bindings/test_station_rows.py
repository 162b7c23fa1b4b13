"""A log without drives has the rows of stations that a whole log has, and nothing else."""

import math

import numpy as np
import pytest
from tests.bindings.runs import log_columns
from tests.history.networks import COUNT, KEY, tables_of

from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.events import (
    ROW_PARKED,
    ROW_STRANDED,
    ROW_TO_STATION,
    ROW_TOWED,
    ROW_TRIP,
    ROW_TRIP_CANCELLED,
)

ON_THE_ROAD = [*(ROW_PARKED, ROW_TRIP, ROW_TO_STATION, ROW_TRIP_CANCELLED, ROW_STRANDED, ROW_TOWED)]


@pytest.mark.parametrize("number", range(COUNT))
@pytest.mark.parametrize("booking", [False, True])
def test_rows_of_stations_are_those_of_the_whole_log(number: int, booking: bool) -> None:
    tables = tables_of(number)
    whole, some = (
        KernelEngine(tables, KEY),
        KernelEngine(tables, KEY, drives=False, booking=booking),
    )
    for engine in (whole, some):
        engine.advance(math.inf)
    expected, found = log_columns(whole.drain()), log_columns(some.drain())
    stays = ~np.isin(expected["kind"], ON_THE_ROAD)
    for name, column in found.items():
        np.testing.assert_array_equal(column, expected[name][stays], err_msg=name)


def test_networks_with_fleets_have_rows_of_both() -> None:
    kinds: set[int] = set()
    for number in range(COUNT):
        engine = KernelEngine(tables_of(number), KEY)
        engine.advance(math.inf)
        kinds.update(log_columns(engine.drain())["kind"].tolist())
    assert kinds > {ROW_TRIP, ROW_TO_STATION}
