"""The price of each slot and the demand charge of each month."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario.prices import demand_rate, slot_prices
from voltwin.scenario.tariff import Flat, PriceSeries, TimeOfUse

SEASONS = TimeOfUse.model_validate(
    {
        "seasons": [
            {
                "from": "06-01",
                "to": "06-10",
                "price_per_kwh": [{"from": "00:00", "value": 1}, {"from": "08:30", "value": 2}],
                "demand_charge_per_kw": 30,
            },
            {"days": "weekend", "price_per_kwh": 3, "demand_charge_per_kw": 15.51},
            {"price_per_kwh": list(range(24)), "demand_charge_per_kw": 15.51},
        ]
    }
)


def test_a_flat_tariff_is_the_same_in_every_slot() -> None:
    start = datetime.fromisoformat("2026-01-05T00:20+01:00")
    assert slot_prices(Flat(price_per_kwh=0.2), start, 5).tolist() == [0.2] * 5


def test_seasons_and_hours_follow_local_time() -> None:
    start = datetime.fromisoformat("2026-06-10T23:40-08:00")  # in the hour of 23:00, Wednesday
    prices = slot_prices(SEASONS, start, 4 + 96)
    assert prices[:4].tolist() == [2.0] * 4
    assert prices[4:].tolist() == [float(hour) for hour in range(24) for _ in range(4)]


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)), st.integers(4, 300), st.integers(0)
)
def test_a_slot_has_the_price_of_its_day_and_quarter(
    start: datetime, slots: int, which: int
) -> None:
    start, slot = start.replace(microsecond=0), which % slots
    hour = np.datetime64(start, "h").astype("datetime64[m]")
    begin = (hour + np.timedelta64(15 * slot, "m")).astype(datetime)
    quarter = 4 * begin.hour + begin.minute // 15
    expected = SEASONS.season_on(begin.date()).quarters()[quarter]
    assert slot_prices(SEASONS, start, slots)[slot] == expected


def series(**fields: object) -> PriceSeries:
    prices = {"begins": "2026-01-05T00:00+01:00", "prices_per_kwh": [1.0, -2.0, 3.0]}
    return PriceSeries.model_validate({**prices, **fields})


def test_an_hourly_price_holds_for_its_four_slots() -> None:
    start = datetime.fromisoformat("2026-01-05T00:00+01:00")
    assert slot_prices(series(), start, 12).tolist() == [1.0] * 4 + [-2.0] * 4 + [3.0] * 4


def test_a_surcharge_is_paid_on_top() -> None:
    start = datetime.fromisoformat("2026-01-05T00:00+01:00")
    assert slot_prices(series(surcharge_per_kwh=10.0), start, 5)[3:].tolist() == [11.0, 8.0]


def test_slots_are_counted_from_the_local_hour_of_the_start() -> None:
    start = datetime.fromisoformat("2026-01-05T06:15+05:45")  # 00:30 UTC, 01:30 of the prices
    # The hour of 06:00 local is 01:15 of the prices: three slots at their second price.
    assert slot_prices(series(), start, 4).tolist() == [-2.0, -2.0, -2.0, 3.0]


def test_half_hours_and_another_year() -> None:
    start = datetime.fromisoformat("2026-01-05T00:30+01:00")
    shifted = series(step="30min", at_start="2026-01-05T00:30+01:00")
    assert slot_prices(shifted, start, 4).tolist() == [1.0, 1.0, -2.0, -2.0]
    moved = series(begins="2023-05-01T00:00", at_start="2023-05-01T01:30", step="30min")
    assert slot_prices(moved, start, 4)[2:].tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("month", "rate"),
    [
        (date(2026, 5, 1), 15.51),  # to the last bit
        (date(2026, 2, 1), 15.51),
        (date(2026, 6, 1), pytest.approx((10 * 30 + 20 * 15.51) / 30, rel=1e-15)),
    ],
)
def test_a_demand_charge_that_changes_within_a_month_is_its_mean_over_the_days(
    month: date, rate: float
) -> None:
    assert demand_rate(SEASONS, month) == rate


def test_a_flat_tariff_has_no_demand_charge_and_a_series_one_for_all_months() -> None:
    assert demand_rate(Flat(price_per_kwh=1.0), date(2026, 1, 1)) == 0.0
    assert demand_rate(series(demand_charge_per_kw=7.0), date(2026, 1, 1)) == 7.0
