"""Tariffs: which price and which demand charge holds when, and what is no tariff."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voltwin.scenario.tariff import AnyTariff, Flat, PriceSeries, Season, Tariff, TimeOfUse

SUMMER = {"from": "06-01", "to": "9-30", "price_per_kwh": 2}
YEAR = date(2024, 1, 1)


def tariff(value: Any) -> Tariff:
    made: Tariff = TypeAdapter(AnyTariff).validate_python(value)
    return made


def season(**fields: Any) -> Season:
    return Season.model_validate({"price_per_kwh": 1, **fields})


def test_a_number_is_the_price_at_all_times() -> None:
    assert tariff(0.2) == tariff(Flat(price_per_kwh=0.2)) == Flat(price_per_kwh=0.2)


def test_a_form_is_told_by_its_fields() -> None:
    assert isinstance(tariff({"seasons": [{"price_per_kwh": 1}]}), TimeOfUse)
    series = {"begins": "2023-01-01T00:00", "prices_per_kwh": [1]}
    assert isinstance(tariff(series), PriceSeries)


def test_a_season_has_its_first_and_its_last_day() -> None:
    summer = season(**{"from": "6-1", "to": "09-30"})
    applies = {day: summer.applies(day, 0) for day in ("05-31", "06-01", "09-30", "10-01")}
    assert applies == {"05-31": False, "06-01": True, "09-30": True, "10-01": False}


def test_a_season_may_pass_the_turn_of_the_year() -> None:
    winter = season(**{"from": "11-01", "to": "4-30"})
    applies = {day: winter.applies(day, 0) for day in ("10-31", "11-01", "01-01", "04-30", "05-01")}
    assert list(applies.values()) == [False, True, True, True, False]


def test_a_season_knows_its_days_of_the_week() -> None:
    weekend = season(days="weekend")
    assert [weekend.applies("07-01", day) for day in range(7)] == [False] * 5 + [True] * 2


def test_the_first_season_that_applies_is_in_force() -> None:
    made = TimeOfUse.model_validate({"seasons": [SUMMER, {"price_per_kwh": 1}]})
    assert made.season_on(date(2026, 7, 1)).price_per_kwh == 2
    assert made.season_on(date(2026, 12, 1)).price_per_kwh == 1


def test_every_day_needs_a_season() -> None:
    with pytest.raises(ValidationError, match="no season applies on mon 01-01"):
        TimeOfUse.model_validate({"seasons": [SUMMER]})
    with pytest.raises(ValidationError, match="no season applies on sat 01-01"):
        TimeOfUse.model_validate({"seasons": [{"days": "weekday", "price_per_kwh": 1}]})
    without_leap_day = [{"to": "02-28"}, {"from": "03-01"}]
    with pytest.raises(ValidationError, match="no season applies on mon 02-29"):
        TimeOfUse.model_validate({"seasons": [{**s, "price_per_kwh": 1} for s in without_leap_day]})


def test_prices_step_at_quarters_of_an_hour() -> None:
    steps = [{"from": "08:30", "value": 2}, {"from": "21:45", "value": 1}]
    quarters = season(price_per_kwh=steps).quarters()
    assert quarters == (1,) * 34 + (2,) * 53 + (1,) * 9  # before 08:30 the last value still holds


def test_hourly_prices_hold_for_four_quarters_each() -> None:
    quarters = season(price_per_kwh=list(range(24))).quarters()
    assert quarters == tuple(hour for hour in range(24) for _ in range(4))


@given(st.integers(0, 365), st.integers(0, 365), st.integers(0, 365))
def test_a_season_and_the_rest_of_the_year_share_it_out(first: int, last: int, day: int) -> None:
    """From one day to another, and from the day after that to the day before this: the year."""

    def text(days: int) -> str:
        return f"{YEAR + timedelta(days=days % 366):%m-%d}"

    one = season(**{"from": text(first), "to": text(last)})
    rest = season(**{"from": text(last + 1), "to": text(first - 1)})
    whole_year = (first - last - 1) % 366 == 0  # then nothing is left for the rest
    assert one.applies(text(day), 0) != (rest.applies(text(day), 0) and not whole_year)


LOCAL = timezone(timedelta(hours=2))
START = datetime(2026, 1, 5, 6, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("begins", "at_start", "hours_before"),
    [
        ("2026-01-05T00:00", None, 6),  # local time of the scenario
        ("2026-01-05T00:00+00:00", None, 4),  # the scenario starts at 04:00 UTC
        ("2023-01-01T00:00", "2023-01-02T06:00", 30),
        ("2023-01-01T00:00+01:00", "2023-01-02T06:00", 29),  # 05:00 at +01:00
    ],
)
def test_a_series_is_placed_by_what_stands_for_the_start(
    begins: str, at_start: str | None, hours_before: float
) -> None:
    series = PriceSeries.model_validate(
        {"begins": begins, "at_start": at_start, "prices_per_kwh": [1]}
    )
    assert series.seconds_before(START) == 3600 * hours_before


FORMS = "must be a price per kWh, {file: tariff.json}, {prices: prices.csv, ...}, or {seasons: ["


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("cheap", FORMS),
        (True, FORMS),
        ({"price": 3}, FORMS),
        (2e9, "less than or equal to 1000000000"),
        ({"seasons": []}, "no season applies on mon 01-01"),
        ({"seasons": [{"from": "13-01", "price_per_kwh": 1}]}, "must be a month and a day, such"),
        ({"seasons": [{"to": "02-30", "price_per_kwh": 1}]}, "must be a month and a day, such"),
        ({"seasons": [{"days": "someday", "price_per_kwh": 1}]}, '"someday" names no days'),
        ({"seasons": [{"price_per_kwh": [1, 2]}]}, "has 2 values; must be one, 24 hourly ones"),
        ({"seasons": [{"price_per_kwh": "x"}]}, '"x" must be a number from -1e+09 to 1e+09'),
        (
            {"seasons": [{"price_per_kwh": [{"from": "08:10", "value": 1}]}]},
            "no quarter of an hour",
        ),
        ({"seasons": [{"price_per_kwh": [{"from": "24:00", "value": 1}]}]}, "the next day's 00:00"),
        ({"seasons": [{"price_per_kwh": [{"from": "8:00"}]}]}, "{from: ..., value: ...}"),
        (
            {"seasons": [{"price_per_kwh": [{"from": t, "value": 1} for t in ("8:00", "08:00")]}]},
            'two steps at "08:00"',
        ),
        ({"seasons": [{"price_per_kwh": 1, "demand_charge_per_kw": -1}]}, "greater than or equal"),
        ({"begins": "then", "prices_per_kwh": [1]}, "must be a date and time such as 2023-01-01T"),
        ({"begins": "2023-01-01", "prices_per_kwh": []}, "prices_per_kwh must have at least 1"),
        ({"begins": "2023-01-01", "step": "2h", "prices_per_kwh": [1]}, "must be 15min, 30min or"),
    ],
)
def test_what_is_no_tariff_says_what_would_be(wrong: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        tariff(wrong)
    assert caught.value.error_count() == 1
    assert message in str(caught.value)
