"""Tariffs: which price and which demand charge holds when, and what is no tariff."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from voltwin.scenario.tariff import AnyTariff, Flat, PriceSeries, Tariff, TimeOfUse

SUMMER = {"from": "06-01", "to": "9-30", "price_per_kwh": 2}


def tariff(value: Any) -> Tariff:
    made: Tariff = TypeAdapter(AnyTariff).validate_python(value)
    return made


def test_a_number_is_the_price_at_all_times() -> None:
    assert tariff(0.2) == tariff(Flat(price_per_kwh=0.2)) == Flat(price_per_kwh=0.2)
    assert tariff({"price_per_kwh": 0.2}) == Flat(price_per_kwh=0.2)  # as docs/scenario.md has it


def test_a_form_is_told_by_its_fields() -> None:
    assert isinstance(tariff({"seasons": [{"price_per_kwh": 1}]}), TimeOfUse)
    series = {"begins": "2023-01-01T00:00", "prices_per_kwh": [1]}
    assert isinstance(tariff(series), PriceSeries)


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
