"""The rule of thumb for a station's size, worked out by hand."""

import math

import pytest

from voltwin.scenario import BatteryType
from voltwin.scenario.sizing import Size, charge_hours, sized
from voltwin.scenario.station import Chargers


@pytest.mark.parametrize(
    ("peak_per_hour", "size"),
    [
        (0.0, Size(bays=1, chargers=1, batteries=4)),
        (16.0, Size(bays=1, chargers=12, batteries=15)),  # 16 * 0.5 + 0.8 * 4 = 11.2
        (100.0, Size(bays=4, chargers=58, batteries=72)),  # 50 + 8; 14.5 rounds to 14; 100/30
    ],
)
def test_bays_chargers_and_batteries(peak_per_hour: float, size: Size) -> None:
    assert sized(peak_per_hour, charge_h=0.5, swap_s=81.0 if size.bays == 1 else 90.0) == size


def test_luck_scales_what_the_mean_needs_and_the_least_holds() -> None:
    assert sized(16.0, 0.5, 90.0, luck=2.0).chargers == 20  # 16 + 3.2
    assert sized(0.0, 0.5, 90.0, least=4).chargers == 4


def test_the_time_of_a_charge_is_its_closed_form() -> None:
    kind = BatteryType.model_validate(
        {"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}
    )
    one = Chargers(count=1, power_kw=80)
    kwh = 40.0 / 0.95
    to_the_knee = 0.6 * kwh / 80.0
    beyond = 0.2 * kwh / 80.0 * math.log(0.2 / 0.01)
    assert charge_hours(kind, one, 0.2) == pytest.approx(60 / 3600 + to_the_knee + beyond, rel=1e-4)
    slow = Chargers(count=1, power_kw=4)  # as at 0.99 of the curve: the same power all the way
    assert charge_hours(kind, slow, 0.2) == pytest.approx(60 / 3600 + 0.79 * kwh / 4.0)
