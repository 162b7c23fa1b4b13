"""What was in force at a station, by hand: a run that starts on a Monday at 00:30."""

from typing import Any

import pytest
from tests.explain.constructed import scenario, station

from voltwin.explain.in_force import Window, allowed_kwh, closed_by_hand_h, dear_share
from voltwin.explain.site import Site

START = "2026-01-05T00:30:00+01:00"
HOURS = 7  # 00:30 to 06:30


def in_force(of: Any, *interventions: dict[str, Any], **fields: Any) -> Any:
    """Return what a function of the module tells of six hours at a station of 6 x 80 kW."""
    city = scenario(
        station(**fields),
        start=START,
        horizon="1d",
        interventions=list(interventions),
        economics={"currency": "EUR", "price_per_swap": 1, "tariff": TARIFF},
    )
    window = Window.of(city, 6 * 3600.0)
    hours = () if of is closed_by_hand_h else (HOURS,)
    found = of(city, Site.of(city, 0), window, *hours)
    return found.tolist() if hasattr(found, "tolist") else found


PRICES = [{"from": "00:00", "value": 0.1}, {"from": "02:15", "value": 0.3}]
TARIFF = {"seasons": [{"price_per_kwh": PRICES}]}
BY_WEEK = [{"from": "00:00", "value": 400}, {"from": "03:00", "value": 200}]
LOWERED = {"kind": "grid_limit", "at": "1h", "limit_kw": 100, "for": "1h"}  # 01:30 to 02:30
HALF = {"kind": "grid_limit", "at": "2h", "factor": 0.5}  # from 02:30 on


def test_the_limit_in_force_is_at_most_the_power_of_all_chargers() -> None:
    assert in_force(allowed_kwh) is None
    assert in_force(allowed_kwh, grid_limit_kw=480) is None
    assert in_force(allowed_kwh, LOWERED) == [240, 290, 290, 480, 480, 480, 240]
    assert in_force(allowed_kwh, grid_limit_kw=BY_WEEK) == [200, 400, 400, 200, 200, 200, 100]


def test_a_later_intervention_replaces_the_former_and_a_part_follows_the_week() -> None:
    limits = in_force(allowed_kwh, LOWERED, HALF, grid_limit_kw=BY_WEEK)
    assert limits == [200, 250, 150, 100, 100, 100, 50]
    early = {**HALF, "at": "1h 30min"}  # at 02:00; the end of the former passes by at 02:30
    limits = in_force(allowed_kwh, LOWERED, early, grid_limit_kw=BY_WEEK)
    assert limits == [200, 250, 200, 100, 100, 100, 50]


CLOSE = {"kind": "close", "at": "1h"}


@pytest.mark.parametrize(
    ("interventions", "hours", "closed_h"),
    [
        ([], "24h", 0.0),
        ([CLOSE], "24h", 5.0),  # to the end
        ([{**CLOSE, "for": "2h"}], "24h", 2.0),
        ([CLOSE, {"kind": "open", "at": "4h"}], "24h", 3.0),
        ([CLOSE], "04:30-24:00", 2.0),  # before, its hours close it
        ([CLOSE, {"kind": "open", "at": "2h"}], "04:30-24:00", 0.0),
        ([{"kind": "open", "at": 0}], "04:30-24:00", 0.0),
    ],
    ids=str,
)
def test_closed_by_interventions_is_what_the_opening_hours_do_not_close(
    interventions: list[dict[str, Any]], hours: str, closed_h: float
) -> None:
    assert in_force(closed_by_hand_h, *interventions, opening_hours=hours) == closed_h


def test_energy_is_dear_from_the_threshold_on() -> None:
    rule = {"reserve": 2, "price_below": 0.3}
    assert in_force(dear_share, charge_when=rule) == [0, 0, 0.75, 1, 1, 1, 1]
    assert in_force(dear_share) is None
