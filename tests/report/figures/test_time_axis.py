from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.report.figures.time_axis import days, ticks_between


def labels(first: str, last: str) -> list[str]:
    return ticks_between(np.datetime64(first, "s"), np.datetime64(last, "s"))[1]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-05T00:00", "2026-01-05T01:00", "Mon 5 Jan,00:15,00:30,00:45,01:00"),
        ("2026-01-05T10:30", "2026-01-05T13:45", "11:00,12:00,13:00"),
        ("2026-01-05T09:00", "2026-01-06T09:00", "12:00,18:00,Tue 6 Jan,06:00"),
        ("2026-01-05", "2026-01-08T12:00", "Mon 5 Jan,Tue 6 Jan,Wed 7 Jan,Thu 8 Jan"),
        ("2026-01-07", "2026-01-28", "Mon 12 Jan,Mon 19 Jan,Mon 26 Jan"),
        ("2025-11-11", "2026-01-20", "24 Nov 2025,8 Dec 2025,22 Dec 2025,5 Jan 2026,19 Jan 2026"),
        ("2025-08-01", "2026-03-01", "Aug,Sep,Oct,Nov,Dec,Jan\n2026,Feb,Mar"),
        ("2025-02-01", "2026-12-01", "Apr,Jul,Oct,Jan\n2026,Apr,Jul,Oct"),
        ("2026-06-01", "2031-06-01", "2027,2028,2029,2030,2031"),
    ],
)
def test_ticks_stand_where_people_expect_them(first: str, last: str, expected: str) -> None:
    assert labels(first, last) == expected.split(",")


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2190, 1, 1)),
    st.timedeltas(timedelta(minutes=20), timedelta(days=3660)),
)
def test_there_are_some_ticks_and_not_too_many(begin: datetime, span: timedelta) -> None:
    first = np.datetime64(begin, "s")
    last = first + np.timedelta64(int(span.total_seconds()), "s")
    ticks, _ = ticks_between(first, last)
    assert 1 <= len(ticks) <= 16
    assert first <= ticks[0]
    assert ticks[-1] <= last


def test_days_since_1970() -> None:
    assert list(days(np.array(["1970-01-02T12:00"], "datetime64[s]"))) == [1.5]
