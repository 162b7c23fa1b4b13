"""Arrivals by day and hour, and how much of them a log covers."""

from typing import Any

import numpy as np
import pytest
from tests.calibration.made import MONDAY, hourly, log_of

from voltwin.calibration.counts import counted, cut_days
from voltwin.calibration.log import Log


def test_every_row_is_in_its_day_hour_and_station() -> None:
    times = ["2026-01-05T00:00", "2026-01-05T23:59", "2026-01-07T12:30"]
    counts = counted(Log.of(times, stations=["b", "a", "b"]), None, None)
    assert counts.n.shape == (3, 24, 2)
    assert counts.stations == ("b", "a")
    assert [counts.n[0, 0, 0], counts.n[0, 23, 1], counts.n[2, 12, 0]] == [1, 1, 1]
    assert counts.n.sum() == 3
    assert counts.weekday.tolist() == [0, 1, 2]
    assert counts.seen.all()
    assert counts.whole.all()


def test_a_log_covers_parts_of_hours() -> None:
    counts = counted(
        Log.of(["2026-01-05T07:00", "2026-01-05T22:00"]),
        np.datetime64("2026-01-05T06:30"),
        np.datetime64("2026-01-06T01:00"),
    )
    assert counts.n.sum() == 2
    assert counts.seen[0, 5:8].tolist() == [0.0, 0.5, 1.0]
    assert counts.seen[1, :3].tolist() == [1.0, 0.0, 0.0]
    assert not counts.whole.any()


def test_rows_outside_are_not_counted_and_there_must_be_some_inside() -> None:
    log = Log.of(["2026-01-05T07:00", "2026-01-09T07:00"])
    end = np.datetime64("2026-01-06")
    assert counted(log, None, end).n.sum() == 1
    with pytest.raises(ValueError, match="no row lies between 2026-01-06"):
        counted(log, end, np.datetime64("2026-01-07"))


def test_a_day_that_begins_late_is_left_out() -> None:
    log = log_of(hourly(10))
    late = log.at[log.at > MONDAY + np.timedelta64(15, "h")]
    assert cut_days(Log.of(late)) == (np.datetime64("2026-01-06"), None)
    assert cut_days(log) == (None, None)


def test_a_day_that_ends_early_is_left_out() -> None:
    log = log_of(hourly(10))
    early = log.at[log.at < MONDAY + np.timedelta64(9 * 24 + 12, "h")]
    assert cut_days(Log.of(early))[1] == np.datetime64("2026-01-14")


def test_of_few_days_none_is_left_out() -> None:
    log = log_of(hourly(3))
    assert cut_days(Log.of(log.at[100:]))[0] is None


def test_columns_of_a_log_are_as_long_as_its_times() -> None:
    with pytest.raises(ValueError, match="one is not as long"):
        Log.of(["2026-01-05"], soc=[0.2, 0.3])
    with pytest.raises(ValueError, match="there are none"):
        Log.of([])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"soc": [0.2, 1.5]}, "soc: row 1 has 1.5, must be from 0 to 1"),
        ({"service_s": [-2.0, 60.0]}, "service_s: row 0 has -2, must be 0 or above"),
    ],
)
def test_values_that_cannot_be_are_refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Log.of(["2026-01-05", "2026-01-06"], **columns)


def test_a_row_without_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="times: row 1 has none"):
        Log.of(["2026-01-05", "NaT"])


def test_stations_may_be_an_array() -> None:
    log = Log.of(["2026-01-05", "2026-01-06"], stations=np.array(["b", "a"]))
    assert log.stations == ("b", "a")
