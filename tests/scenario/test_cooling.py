"""The coldest hour of a run decides whether batteries ever cool."""

import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.small import changed, loaded

from voltwin.scenario import ScenarioError
from voltwin.scenario.checks import problems
from voltwin.scenario.cooling import coldest
from voltwin.scenario.week import DAYS
from voltwin.scenario.weekly import parse_weekly, weekly_steps

MONDAY = datetime(2026, 1, 5)
THERMAL = "cool_down: {thermal: {time_constant: 30min, start_c: 15, return_c: 40}}"

DEGREES = st.integers(-60, 60)
OF_HOURS = DEGREES | st.lists(DEGREES, min_size=24, max_size=24)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
STEPS = st.lists(
    st.fixed_dictionaries({"from": CLOCKS, "value": DEGREES}),
    min_size=1,
    max_size=4,
    unique_by=lambda step: step["from"],
)
SCHEDULES = (
    OF_HOURS
    | st.lists(DEGREES, min_size=168, max_size=168)
    | st.fixed_dictionaries(dict.fromkeys(DAYS, OF_HOURS))
    | STEPS
)


@given(
    SCHEDULES,
    st.datetimes(MONDAY, MONDAY + timedelta(days=6.99)).map(lambda t: t.replace(second=0)),
    st.floats(1.0, 700_000.0),
)
def test_the_coldest_is_the_lowest_of_every_minute(
    schedule: Any, start: datetime, horizon: float
) -> None:
    parsed = parse_weekly(schedule, low=-60.0, high=60.0, unlimited=False, steps=True)
    steps = weekly_steps(parsed)
    first = int((start - MONDAY).total_seconds()) // 60
    minutes = range(first, first + min(math.ceil(horizon / 60.0), 10_080))
    seconds = np.array([minute % 10_080 for minute in minutes]) * 60.0
    at = np.searchsorted([time for time, _ in steps], seconds, side="right") - 1
    assert coldest(parsed, start, horizon) == np.array([value for _, value in steps])[at].min()


def test_a_cold_hour_after_the_end_does_not_help(tmp_path: Path) -> None:
    ambient = f"swaps_per_day: 99, ambient_c: [{'50, ' * 23}10]"
    text = changed("swaps_per_day: 99", ambient, changed("40,", f"40, {THERMAL},"))
    assert problems(loaded(tmp_path, text)) == []
    with pytest.raises(ScenarioError, match="50 °C at its coldest"):
        loaded(tmp_path, f"{text}horizon: 3h\n")
