"""The event log: columns of fixed types, drained piece by piece."""

import math

import pytest

from voltwin.reference.environment import Environment
from voltwin.reference.log import EventLog
from voltwin_bindings.event_log import SCHEMA
from voltwin_core.station.events import ROW_ARRIVAL, ROW_LIMIT


def test_a_row_says_none_for_what_it_is_not_told() -> None:
    log = EventLog(Environment(2.5), on=True)
    log.write(ROW_LIMIT, 3, power_kw=50.0)
    (batch,) = log.drain()
    assert batch.schema == SCHEMA
    (row,) = batch.to_pylist()
    assert row.pop("soc") == pytest.approx(math.nan, nan_ok=True)
    assert row.pop("wait_s") == pytest.approx(math.nan, nan_ok=True)
    assert row.pop("until") == pytest.approx(math.nan, nan_ok=True)
    assert row == {
        **{"time": 2.5, "kind": "limit", "station": 3, "power_kw": 50.0},
        **{"vehicle": -1, "battery": -1, "charger": -1, "bay": -1},
        **{"origin": -1, "destination": -1},
    }


def test_what_is_drained_is_gone() -> None:
    log = EventLog(Environment(), on=True)
    log.write(ROW_ARRIVAL, 0, vehicle=1)
    log.write(ROW_ARRIVAL, 0, vehicle=2)
    assert [batch.num_rows for batch in log.drain()] == [2]
    assert log.drain() == []


def test_a_log_that_is_off_stays_empty() -> None:
    log = EventLog(Environment(), on=False)
    log.write(ROW_ARRIVAL, 0, vehicle=1)
    assert log.drain() == []
