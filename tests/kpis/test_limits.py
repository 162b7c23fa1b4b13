"""How much energy grid limits allow in a slot, by hand and against a plain twin."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import voltwin
from voltwin.kpis.limits import limit_kwh
from voltwin.scenario import parameters
from voltwin.scenario.weekly import Steps, weekly_steps

WEEK_S = 604_800
STATION = {"id": "a", "swaps_per_day": 1, "chargers": {"count": 1, "power_kw": 50}, "batteries": 1}
TYPE = {"id": "t", "capacity_kwh": 40, "charge_curve": {"power_kw": 50, "knee_soc": 0.8}}


def scenario(*limits: object, start: str = "2026-01-05T00:00:00+01:00") -> voltwin.Scenario:
    stations = [{**STATION, "id": str(i), "grid_limit_kw": limit} for i, limit in enumerate(limits)]
    return voltwin.Scenario.model_validate(
        {"start": start, "battery_types": [TYPE], "stations": stations}
    )


def allowed(made: voltwin.Scenario, *slots: int) -> list[list[float]]:
    return [list(row) for row in limit_kwh(parameters(made), np.array(slots))]


def test_a_constant_limit_allows_a_quarter_of_it_in_a_slot() -> None:
    assert allowed(scenario(200), 0, 1, 671, 672) == [[50.0, 50.0, 50.0, 50.0]]


def test_unlimited_is_infinite() -> None:
    assert allowed(scenario("unlimited", 100), 0) == [[math.inf], [25.0]]


def test_a_limit_that_changes_within_a_slot_is_weighed_by_time() -> None:
    made = scenario([{"from": "00:00", "value": 60}, {"from": "06:05", "value": 120}])
    assert allowed(made, 23, 24, 25) == [pytest.approx([15.0, 60 / 12 + 120 / 6, 30.0])]


def test_a_slot_that_is_unlimited_for_a_part_has_no_limit() -> None:
    made = scenario([{"from": "00:00", "value": 60}, {"from": "06:05", "value": "unlimited"}])
    assert allowed(made, 23, 24, 25) == [[15.0, math.inf, math.inf]]


def test_slots_are_those_of_the_local_week() -> None:
    """A run that starts on a Sunday at 23:30: its first full slot is the one of 23:00."""
    made = scenario([10.0] * 167 + [20.0], start="2026-01-11T23:30:00+01:00")
    assert allowed(made, 0, 3, 4) == [[5.0, 5.0, 2.5]]


@st.composite
def schedules(draw: st.DrawFn) -> list[dict[str, object]]:
    minutes = draw(st.lists(st.integers(0, 1439), min_size=1, max_size=6, unique=True))
    values = st.one_of(st.integers(0, 500), st.just("unlimited"))
    return [{"from": f"{at // 60:02d}:{at % 60:02d}", "value": draw(values)} for at in minutes]


def plain(steps: Steps, slot: int) -> float:
    """Add up minute by minute."""
    total = 0.0
    for minute in range(15):
        at = (slot * 900 + minute * 60) % WEEK_S
        kw = max(((t, v) for t, v in steps if t <= at), default=steps[-1])[1]
        total += kw / 60.0
    return total


@given(schedules(), st.integers(0, 2000))
def test_agrees_with_adding_up_minute_by_minute(steps: list[dict[str, object]], slot: int) -> None:
    made = scenario(steps)
    expected = plain(weekly_steps(made.stations[0].grid_limit_kw), slot)
    assert allowed(made, slot) == [[pytest.approx(expected, rel=1e-12, abs=1e-9)]]
