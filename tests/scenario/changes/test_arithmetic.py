"""Operations on what is more than a number: each value of it changes as a number would."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.changes.cities import one_station

from voltwin.scenario import Scenario
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.cut_off import kept_values, share
from voltwin.scenario.distributions import AnyLaw, Empirical
from voltwin.scenario.weekly import Steps, weekly_steps

LAWS: list[dict[str, Any]] = [
    {"kind": "uniform", "low": 60, "high": 90},
    {"kind": "exponential", "mean": 80, "shift": 20},
    {"kind": "normal", "mean": 90, "sd": 20, "min": 40, "max": 130},
    {"kind": "lognormal", "median": 90, "sigma": 0.3, "max": 200},
    {"kind": "gamma", "mean": 90, "shape": 4, "scale": 0.5, "min": 10},
    {"kind": "triangular", "low": 50, "mode": 80, "high": 120},
    {"kind": "normal", "mean": -90, "sd": 20, "scale": -1, "min": 40},
]


def law_of(scenario: Scenario) -> AnyLaw:
    return scenario.stations[0].swap_time


@pytest.mark.parametrize("fields", LAWS, ids=lambda fields: fields["kind"])
@given(
    factor=st.floats(0.1, 10.0),
    by=st.floats(-5.0, 50.0),
    bounds=st.tuples(st.floats(0.0, 300.0), st.floats(0.0, 300.0)).map(sorted),
)
def test_a_law_that_is_scaled_and_shifted_gives_its_values_scaled_and_shifted(
    fields: dict[str, Any], factor: float, by: float, bounds: list[float]
) -> None:
    """As probable as a value from `low` to `high` was is now one from where these two go."""
    one = one_station(swap_time=fields)
    path = "stations[0].swap_time"
    other = changed(one, [Change(path, "*=", factor), Change(path, "+=", by)])
    low, high = bounds
    got = share(law_of(other), low * factor + by, high * factor + by)
    assert got == pytest.approx(share(law_of(one), low, high), abs=1e-9)


def test_the_values_of_a_law_are_scaled_and_shifted() -> None:
    one = one_station(swap_time={"kind": "empirical", "values": [60, 70, 80], "max": 75})
    path = "stations[0].swap_time"
    other = changed(one, [Change(path, "*=", 2), Change(path, "-=", 10)])
    law = law_of(other)
    assert isinstance(law, Empirical)
    assert kept_values(law, 0.0, math.inf) == (110.0, 130.0)


KW = st.sampled_from([0.0, 40.0, 125.5, "unlimited"])
TIMES = st.sampled_from(["00:00", "mon 07:30", "18:00"])
HOURS = st.lists(KW, min_size=24, max_size=24)
WEEKS = st.one_of(
    KW,
    HOURS,
    st.fixed_dictionaries({"weekday": KW | HOURS, "sat": KW, "sun": HOURS}),
    st.lists(
        st.fixed_dictionaries(
            {"from": st.sampled_from(["00:00", "mon 07:30", "18:00"]), "value": KW}
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda step: step["from"],
    ),
).filter(lambda week: any(kw != "unlimited" for _, kw in _steps(week)))


def _steps(week: Any) -> list[tuple[float, Any]]:
    return _written(weekly_steps(one_station(grid_limit_kw=week).stations[0].grid_limit_kw))


def _written(steps: Steps) -> list[tuple[float, Any]]:
    return [(time, "unlimited" if kw == math.inf else kw) for time, kw in steps]


@given(week=WEEKS, factor=st.sampled_from([0.5, 1.0, 3.0]), by=st.sampled_from([0.0, 10.0, 80.5]))
def test_each_value_of_the_week_changes_and_no_time_does(
    week: Any, factor: float, by: float
) -> None:
    path = "stations[*].grid_limit_kw"
    one = one_station(grid_limit_kw=week)
    other = changed(one, [Change(path, "*=", factor), Change(path, "+=", by)])
    wanted = [(time, kw if kw == "unlimited" else kw * factor + by) for time, kw in _steps(week)]
    assert _written(weekly_steps(other.stations[0].grid_limit_kw)) == wanted
