"""What grid limits allow in a slot, where interventions change them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kpis.test_limits import STATION, TYPE

import voltwin
from voltwin.kpis.limits import limit_kwh
from voltwin.kpis.scripted_limits import limit_pieces
from voltwin.scenario import parameters
from voltwin_core.calendar import step_at, step_value
from voltwin_core.power import limit_in_force
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import LIMIT_BY_WEEK, LIMIT_FACTOR, LIMIT_KW, NO_LINE

QUARTER_H = 0.25


def allowed(limit: object, *interventions: dict[str, object], slots: int = 8) -> list[float]:
    station = {**STATION, "grid_limit_kw": limit}
    made = voltwin.Scenario.model_validate(
        {
            "start": "2026-01-05T00:00:00+01:00",
            "battery_types": [TYPE],
            "stations": [station],
            "interventions": interventions,
        }
    )
    return [float(kwh) for kwh in limit_kwh(parameters(made), np.arange(slots))[0]]


def test_a_lower_limit_for_a_while() -> None:
    lower = {"kind": "grid_limit", "at": "20min", "limit_kw": 40, "for": "20min"}
    first, second, third, *rest = allowed(200, lower)
    assert first == 200 * QUARTER_H
    assert second == pytest.approx((200 * 5 + 40 * 10) / 60)
    assert third == pytest.approx((40 * 10 + 200 * 5) / 60)
    assert rest == [200 * QUARTER_H] * 5


def test_a_part_of_a_limit_that_changes() -> None:
    week = [{"from": "00:00", "value": 200}, {"from": "01:00", "value": 100}]
    half = {"kind": "grid_limit", "at": "30min", "factor": 0.5}
    assert allowed(week, half) == pytest.approx([50.0] * 2 + [25.0] * 2 + [12.5] * 4)


def test_an_unlimited_station_that_is_limited_for_a_while() -> None:
    lower = {"kind": "grid_limit", "at": "10min", "limit_kw": 40, "for": "35min"}
    assert allowed("unlimited", lower, slots=4) == [math.inf, 10.0, 10.0, math.inf]


def test_the_end_of_what_was_replaced_passes_by() -> None:
    first = {"kind": "grid_limit", "at": "0s", "limit_kw": 40, "for": "30min"}
    second = {"kind": "grid_limit", "at": "15min", "limit_kw": 80, "for": "1h"}
    assert allowed(200, first, second, slots=6) == [10.0, 20.0, 20.0, 20.0, 20.0, 50.0]


HOUR_S = 3600.0
WEEKS = st.one_of(
    st.sampled_from([200, "unlimited"]),
    st.lists(st.sampled_from([0, 80, 200, "unlimited"]), min_size=24, max_size=24),
)
LIMITS = st.one_of(
    st.fixed_dictionaries({"limit_kw": st.sampled_from([0, 40, 150, "unlimited"])}),
    st.fixed_dictionaries({"factor": st.sampled_from([0.0, 0.5, 1.0])}),
)


@st.composite
def interventions(draw: st.DrawFn) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for _ in range(draw(st.integers(0, 5))):
        about = {"stations": [draw(st.sampled_from("ab"))]} if draw(st.booleans()) else {}
        lasts = {"for": draw(st.integers(1, 9)) * HOUR_S / 2} if draw(st.booleans()) else {}
        at = draw(st.integers(0, 20)) * HOUR_S / 2
        found.append({"kind": "grid_limit", "at": at, **draw(LIMITS), **about, **lasts})
    return found


def in_force(tables: Parameters, station: int, at_s: float) -> float:
    """Return the limit of a station at a time [kW], from all lines of the script one by one."""
    row = as_array(tables.stations)[station]
    schedule = tables.steps, int(row["first_limit"]), int(row["limits"])
    by_week = step_value(*schedule, step_at(*schedule, tables.clock, at_s))
    holds, factor, most_kw = NO_LINE, 1.0, math.inf
    for line in as_array(tables.script):
        is_due = line["station"] == station and line["time"] <= at_s
        is_about = line["does"] in (LIMIT_KW, LIMIT_FACTOR, LIMIT_BY_WEEK)
        if is_due and is_about and line["ends"] in (NO_LINE, holds):
            holds = line["number"]
            factor = line["value"] if line["does"] == LIMIT_FACTOR else 1.0
            most_kw = line["value"] if line["does"] == LIMIT_KW else math.inf
    return float(limit_in_force(by_week, float(factor), float(most_kw)))


@given(st.lists(WEEKS, min_size=2, max_size=2), interventions(), st.integers(0, 30))
def test_pieces_are_what_holds_at_each_time(
    weeks: list[object], made: list[dict[str, object]], first_hour: int
) -> None:
    stations = [
        {**STATION, "id": name, "grid_limit_kw": week}
        for name, week in zip("ab", weeks, strict=True)
    ]
    fields = {
        "start": "2026-01-04T21:20:00+01:00",  # a week's end is near
        "horizon": "9d",
        "battery_types": [TYPE],
        "stations": stations,
        "interventions": made,
    }
    tables = parameters(voltwin.Scenario.model_validate(fields))
    begin_s, end_s = first_hour * HOUR_S / 3, 9 * 24 * HOUR_S
    for station in range(2):
        at, kw = limit_pieces(tables, station, begin_s, end_s)
        assert at[0] == begin_s
        assert (np.diff(at) > 0.0).all()
        assert at[-1] < end_s
        for time in np.arange(begin_s, end_s, HOUR_S / 3).tolist():
            found = kw[np.searchsorted(at, time, side="right") - 1]
            assert found == in_force(tables, station, time), time
