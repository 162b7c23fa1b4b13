"""What a scenario asks of a stream, by hand."""

from datetime import datetime

import numpy as np
import pytest

from voltwin.validation.demand_checks.asked import Asked, gaps_in_changed_time
from voltwin.validation.demand_checks.runs import Streams

SUNDAY_NIGHT = datetime.fromisoformat("2026-03-08T23:30:00+05:30")
PROFILE = tuple(2.0 if hour == 0 else 0.5 if hour == 167 else 0.0 for hour in range(168))
ASKED = Asked(SUNDAY_NIGHT, 7200.0, 10.0, PROFILE, ((1200.0, 2700.0, 3.0), (2400.0, 9e9, 0.5)))


def test_the_rate_is_that_of_the_local_hour_times_all_surges() -> None:
    per_s = 10.0 / 3600.0
    assert ASKED.rate_at(60.0) == pytest.approx(0.5 * per_s)
    assert ASKED.rate_at(1500.0) == pytest.approx(0.5 * 3.0 * per_s)
    assert ASKED.rate_at(2000.0) == pytest.approx(2.0 * 3.0 * per_s)  # Monday has begun
    assert ASKED.rate_at(2600.0) == pytest.approx(2.0 * 3.0 * 0.5 * per_s)
    assert ASKED.rate_at(3000.0) == pytest.approx(2.0 * 0.5 * per_s)
    assert ASKED.rate_at(6000.0) == 0.0


def test_the_expected_number_is_the_sum_between_its_edges() -> None:
    edges, expected = ASKED.expected()
    assert edges.tolist() == [0.0, 1200.0, 1800.0, 2400.0, 2700.0, 5400.0, 7200.0]
    rates = np.array([0.5, 1.5, 6.0, 3.0, 1.0, 0.0]) * 10.0 / 3600.0
    assert expected == pytest.approx(rates * np.diff(edges))


def test_what_is_left_of_a_station_belongs_to_the_first_gap_of_the_next() -> None:
    steady = Asked(SUNDAY_NIGHT, 7200.0, 1.0, (1.0,) * 168)
    found = Streams(np.array([0, 0, 2]), np.array([1800.0, 5400.0, 3600.0]))
    gaps = gaps_in_changed_time(found, [steady] * 3)
    assert gaps == pytest.approx([0.5, 1.0, 0.5 + 2.0 + 1.0])


def test_counts_between_edges() -> None:
    found = Streams(np.array([0, 0, 0, 2]), np.array([5.0, 10.0, 30.0, 19.0]))
    counts = found.counts(3, np.array([0.0, 10.0, 20.0]))
    assert counts.tolist() == [[1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]
