from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.report.steps import HOUR_S, MOST_STEPS, QUARTER_S, Steps, Times


def times(begin: str, count: int, row_s: int) -> Times:
    return np.datetime64(begin, "s") + np.arange(count) * np.timedelta64(row_s, "s")


@pytest.mark.parametrize(
    ("days", "row_s", "name"),
    [
        (7, QUARTER_S, "15 minutes"),  # 672 of them
        (9, QUARTER_S, "hour"),  # 864 would be too many
        (33, HOUR_S, "hour"),  # 792
        (34, HOUR_S, "6 hours"),
        (200, HOUR_S, "6 hours"),  # 800
        (201, HOUR_S, "day"),
        (800, HOUR_S, "day"),
        (3650, HOUR_S, "week"),
    ],
)
def test_the_shortest_step_that_is_not_too_many(days: int, row_s: int, name: str) -> None:
    steps = Steps.of(times("2026-01-05T00:00", days * 86400 // row_s, row_s), row_s)
    assert steps.name == name


def test_days_begin_at_midnight_and_weeks_on_monday() -> None:
    days = Steps.of(times("2026-01-07T05:00", 24 * 400, HOUR_S), HOUR_S)
    assert days.begins[0] == np.datetime64("2026-01-07")
    weeks = Steps.of(times("2026-01-07T05:00", 24 * 900, HOUR_S), HOUR_S)
    assert weeks.begins[0] == np.datetime64("2026-01-05")
    assert all(begin.weekday() == 0 for begin in weeks.begins.tolist())


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)),
    st.integers(1, 20_000),
    st.sampled_from([QUARTER_S, HOUR_S]),
)
def test_nothing_is_left_out_or_counted_twice(begin: datetime, count: int, row_s: int) -> None:
    full_hour = begin.replace(minute=0, second=0, microsecond=0)
    rows = times(full_hour.isoformat(), count, row_s)
    steps = Steps.of(rows, row_s)
    assert len(steps.begins) <= MOST_STEPS + 1
    values = np.arange(count)
    assert steps.sum(values).sum() == values.sum()
    assert steps.max(values)[-1] == count - 1
    ends = steps.edges[1:]
    assert (np.diff(steps.edges) == np.timedelta64(steps.length_s, "s")).all()
    assert rows[0] >= steps.begins[0]
    assert rows[-1] < ends[-1]


def test_means_are_weighted_and_empty_ones_are_none() -> None:
    steps = Steps(HOUR_S, np.array([0, 2]), times("2026-01-05", 2, HOUR_S))
    values, weights = np.array([1.0, 4.0, np.nan]), np.array([1.0, 0.5, 0.0])
    first, second = steps.mean(values, weights)
    assert first == (1.0 * 1.0 + 4.0 * 0.5) / 1.5
    assert np.isnan(second)


def test_the_largest_and_smallest_leave_out_what_is_not_known() -> None:
    steps = Steps(HOUR_S, np.array([0, 2]), times("2026-01-05", 2, HOUR_S))
    values = np.array([np.nan, 3.0, np.nan])
    assert steps.max(values)[0] == steps.min(values)[0] == 3.0
    assert np.isnan(steps.max(values)[1])


@pytest.mark.parametrize(
    ("length_s", "words"),
    [
        (QUARTER_S, "in the 15 minutes from Sat 10 Jan 18:00"),
        (HOUR_S, "in the hour from Sat 10 Jan 18:00"),
        (6 * HOUR_S, "in the 6 hours from Sat 10 Jan 18:00"),
        (86400, "on Sat 10 Jan 2026"),
        (604800, "in the week from Sat 10 Jan 2026"),
    ],
)
def test_a_step_in_words(length_s: int, words: str) -> None:
    assert Steps(length_s, np.array([0]), times("2026-01-10T18:00", 1, HOUR_S)).when(0) == words
