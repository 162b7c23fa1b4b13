"""Who is overdue at the end of a run."""

import numpy as np
import pytest
from tests.explain.constructed import scenario, station

from voltwin.explain.overdue import hours_past_target, overdue_by_hour


@pytest.mark.parametrize(
    ("fields", "until_s", "hours"),
    [
        ({}, 86400.0, 23),  # the target is 5 minutes: who came after 23:00 may have waited less
        ({"target_wait": 3600.0}, 86400.0, 23),
        ({"target_wait": 3601.0}, 86400.0, 22),
        ({}, 3899.0, 0),
        ({}, 3900.0, 1),
        ({}, 60.0, 0),
        # From 00:20 on: the first hour ends after 40 minutes.
        ({"start": "2026-01-05T00:20:00+01:00"}, 2700.0, 1),
        ({"start": "2026-01-05T00:20:00+01:00"}, 2699.0, 0),
        ({"warm_up": "6h"}, 86400.0, 17),
        ({"start": "2026-01-05T00:20:00+01:00", "warm_up": "40min"}, 2700.0, 0),
        ({"start": "2026-01-05T00:20:00+01:00", "warm_up": "40min"}, 6300.0, 1),
    ],
)
def test_hours_count_that_ended_the_target_wait_before_the_run(
    fields: dict[str, object], until_s: float, hours: int
) -> None:
    assert hours_past_target(scenario(station(), **fields), until_s) == hours


def test_the_earliest_may_be_in_bays_and_the_last_hours_are_too_young() -> None:
    inside = np.array([[1, 0, 3, 2, 5], [0, 0, 0, 2, 5], [0, 2, 0, 1, 5]])
    over = overdue_by_hour(inside, np.array([2, 1, 3]), 4)
    assert over.tolist() == [[0, 0, 2, 2, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]]
