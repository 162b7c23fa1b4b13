"""Seasons: the days on which they apply, and the prices of a day."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario.season import Season

YEAR = date(2024, 1, 1)  # a leap year


def season(**fields: Any) -> Season:
    return Season.model_validate({"price_per_kwh": 1, **fields})


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
