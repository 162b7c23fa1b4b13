"""Seasons of a tariff: prices by the time of day, on some days of the week in a part of the year.

Prices change at quarters of an hour at most, as they are paid by the 15-minute slot.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator

from voltwin.scenario.messages import shown
from voltwin.scenario.model import AS_IT_IS, Value, plain_number
from voltwin.scenario.week import DAY_S, parse_clock, parse_days

QUARTER_S = 900
QUARTERS = DAY_S // QUARTER_S  # of a day
MOST_PRICE = 1e9  # of a kWh or a kW, in any currency

DayPrices: TypeAlias = float | tuple[float, ...] | tuple[dict[str, str | float], ...]


def _month_day(value: Any) -> str:
    """Return a day of the year as `06-01`, from `6-1` too."""
    try:
        month, day = (int(part) for part in str(value).split("-"))
        return f"{date(2024, month, day):%m-%d}"  # of a leap year: 02-29 is a day too
    except (OverflowError, ValueError):
        raise ValueError("must be a month and a day, such as 06-01") from None


def _days(value: Any) -> str:
    parse_days(value)
    return str(value)


def _price(value: Any) -> float:
    value = plain_number(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= MOST_PRICE:
        raise ValueError(f"{shown(value)} must be a number from -{MOST_PRICE:g} to {MOST_PRICE:g}")
    return float(value)


def _day_prices(value: Any) -> DayPrices:
    """Return the prices of a day in the form in which they are given, each checked."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        return _price(value)
    if value and all(isinstance(item, Mapping) for item in value):
        return _steps(value)
    if len(value) != 24:
        raise ValueError(
            f"has {len(value)} values; must be one, 24 hourly ones, or [{{from: ..., value: ...}}]"
        )
    return tuple(_price(item) for item in value)


def _steps(items: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str | float], ...]:
    seen: set[int] = set()
    for item in items:
        if set(item) != {"from", "value"}:
            raise ValueError("each step must be {from: ..., value: ...}")
        seconds = parse_clock(item["from"])
        if seconds == DAY_S:
            raise ValueError('"24:00" is the next day\'s 00:00')
        if seconds % QUARTER_S:
            raise ValueError(f'"{item["from"]}" is no quarter of an hour: prices change at these')
        if seconds in seen:
            raise ValueError(f'two steps at "{item["from"]}"')
        seen.add(seconds)
    return tuple({"from": str(item["from"]), "value": _price(item["value"])} for item in items)


Price = Annotated[
    float, Field(strict=True, ge=-MOST_PRICE, le=MOST_PRICE), BeforeValidator(plain_number)
]
DemandCharge = Annotated[
    float, Field(strict=True, ge=0, le=MOST_PRICE), BeforeValidator(plain_number)
]
MonthDay = Annotated[str, PlainValidator(_month_day)]


class Season(Value):
    """Prices on some days of the week in a part of the year."""

    name: str = Field("", description="for people")
    first: MonthDay = Field("01-01", alias="from", description="first day, month-day")
    last: MonthDay = Field(
        "12-31", alias="to", description="last day; one before `from` is of the next year"
    )
    days: Annotated[str, PlainValidator(_days)] = Field(
        "daily", description="of the week: weekday, weekend, mon-fri, sat, ..."
    )
    price_per_kwh: Annotated[DayPrices, PlainValidator(_day_prices), AS_IT_IS] = Field(
        description="[currency/kWh] one, 24 hourly values, or [{from: ..., value: ...}]"
    )
    demand_charge_per_kw: DemandCharge = Field(
        0.0, description="[currency/kW] of the largest 15-minute mean power of a calendar month"
    )

    @cached_property
    def _weekdays(self) -> frozenset[int]:
        return frozenset(parse_days(self.days))

    def applies(self, month_day: str, weekday: int) -> bool:
        """Return whether it applies on a day such as `06-01`; weekday 0 is Monday."""
        if self.first <= self.last:
            in_season = self.first <= month_day <= self.last
        else:
            in_season = month_day >= self.first or month_day <= self.last
        return in_season and weekday in self._weekdays

    def quarters(self) -> tuple[float, ...]:
        """Return the price of each quarter of an hour of a day [currency/kWh].

        The day is a circle: before its first step the value of the last one holds.
        """
        prices = self.price_per_kwh
        if isinstance(prices, float):
            return (prices,) * QUARTERS
        steps = sorted(_seconds_and_prices(prices))
        found, value = [], steps[-1][1]
        changes = dict(steps)
        for quarter in range(QUARTERS):
            value = changes.get(quarter * QUARTER_S, value)
            found.append(value)
        return tuple(found)


def _seconds_and_prices(prices: Sequence[Any]) -> Iterator[tuple[int, float]]:
    for hour, item in enumerate(prices):
        if isinstance(item, dict):
            yield parse_clock(item["from"]), item["value"]
        else:
            yield hour * 3600, item
