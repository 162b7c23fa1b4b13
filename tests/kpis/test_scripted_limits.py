"""What grid limits allow in a slot, where interventions change them."""

import math

import numpy as np
import pytest
from tests.kpis.test_limits import STATION, TYPE

import voltwin
from voltwin.kpis.limits import limit_kwh
from voltwin.scenario import parameters

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
