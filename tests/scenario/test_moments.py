"""Moments: durations from the start, and local dates and times."""

from datetime import datetime, timedelta, timezone

import pytest

from voltwin.scenario.moments import parse_moment, seconds_after

START = datetime.fromisoformat("2026-01-05T06:00:00+08:00")


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("1d 6h", 108_000.0),
        (90, 90.0),
        ("2026-01-05 07:30", 5400.0),
        ("2026-01-06", 64_800.0),
        ("2026-01-05T00:00:00+01:00", 3600.0),
        ("2026-01-05T05:00", -3600.0),
    ],
)
def test_seconds_from_the_start(given: object, seconds: float) -> None:
    assert seconds_after(START, parse_moment(given)) == seconds


@pytest.mark.parametrize("given", ["tomorrow", True, None, "1 fortnight"])
def test_what_is_no_moment(given: object) -> None:
    with pytest.raises(ValueError, match="such as 1d 6h, or a local time such as 2026-01-06 07:30"):
        parse_moment(given)


def test_a_day_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="there is no such day or time"):
        parse_moment("2026-02-30 07:00")


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("offset_h", [-14, 14])
def test_the_ends_of_the_calendar_are_moments(year: int, offset_h: int) -> None:
    """Even those that do not exist in UTC."""
    start = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=-offset_h)))
    moment = datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=offset_h)))
    days = moment.toordinal() - start.toordinal()
    assert seconds_after(start, moment) == 86_400.0 * days - 2 * 3600.0 * offset_h
