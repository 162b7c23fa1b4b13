"""What energy from the grid costs: one price, prices by season and time of day, or a price series.

Times are local times of the scenario, whose offset from UTC is fixed: there is no daylight saving.
Prices change at quarters of an hour at most, as they are paid by the 15-minute slot.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from voltwin.scenario.durations import Duration
from voltwin.scenario.messages import shown
from voltwin.scenario.model import Value, plain_number
from voltwin.scenario.week import DAY_S, DAYS, parse_clock, parse_days

QUARTER_S = 900
QUARTERS = DAY_S // QUARTER_S  # of a day
MOST_PRICE = 1e9  # of a kWh or a kW, in any currency

DayPrices: TypeAlias = float | tuple[float, ...] | tuple[dict[str, str | float], ...]

_FORMS = (
    "must be a price per kWh, {file: tariff.json}, {prices: prices.csv, ...}, or {seasons: [...]}"
)


# --- parts of a tariff --------------------------------------------------------------------------


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


def _moment(value: Any) -> datetime:
    """Return a date and time, with an offset from UTC or without."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.microsecond or not 1900 < moment.year < 2200:
        raise ValueError(
            "must be a date and time such as 2023-01-01T00:00:00, local, or with its UTC offset"
        )
    return moment


Price = Annotated[
    float, Field(strict=True, ge=-MOST_PRICE, le=MOST_PRICE), BeforeValidator(plain_number)
]
DemandCharge = Annotated[
    float, Field(strict=True, ge=0, le=MOST_PRICE), BeforeValidator(plain_number)
]
MonthDay = Annotated[str, PlainValidator(_month_day)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
]


# --- tariffs ------------------------------------------------------------------------------------


class Flat(Value):
    """One price at all times."""

    kind: Literal["flat"] = "flat"
    price_per_kwh: Price = Field(description="[currency/kWh]")

    @model_serializer(mode="plain")
    def _brief(self) -> float:
        """Write the number that says it all."""
        return self.price_per_kwh


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
    price_per_kwh: Annotated[DayPrices, PlainValidator(_day_prices)] = Field(
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


class TimeOfUse(Value):
    """Prices by season, day of the week and time of day; the first season that applies to a day
    is in force."""

    kind: Literal["time_of_use"] = "time_of_use"
    name: str = Field("", description="for people")
    seasons: tuple[Season, ...] = Field(
        description="the first that applies to a day is in force; one applies to every day"
    )

    @model_validator(mode="after")
    def _covers_the_year(self) -> Self:
        first = date(2024, 1, 1)  # a leap year
        for weekday, name in enumerate(DAYS):
            for day in range(366):
                month_day = f"{first + timedelta(days=day):%m-%d}"
                if self._season(month_day, weekday) is None:
                    text = f"no season applies on {name} {month_day}"
                    raise PydanticCustomError("seasons", "{text}", {"text": text})
        return self

    def _season(self, month_day: str, weekday: int) -> Season | None:
        return next((one for one in self.seasons if one.applies(month_day, weekday)), None)

    def season_on(self, day: date) -> Season:
        """Return the season in force on a day."""
        season = self._season(f"{day:%m-%d}", day.weekday())
        assert season is not None
        return season


class PriceSeries(Value):
    """Prices in equal steps from some time on, such as those of a day-ahead market."""

    kind: Literal["price_series"] = "price_series"
    begins: Moment = Field(
        description="begin of the first step; local time of the scenario, unless it has an offset"
    )
    step: Duration = Field(3600.0, description="[s] length of each: 15min, 30min or 1h")
    at_start: Moment | None = Field(
        None, description="which time of the series is the scenario's start; the start itself"
    )
    surcharge_per_kwh: Price = Field(
        0.0, description="[currency/kWh] on top of each price: grid fees, taxes"
    )
    demand_charge_per_kw: DemandCharge = Field(
        0.0, description="[currency/kW] of the largest 15-minute mean power of a calendar month"
    )
    prices_per_kwh: tuple[Price, ...] = Field(
        description="[currency/kWh] of the steps, in order; may be negative"
    )

    @model_validator(mode="after")
    def _has_whole_quarters(self) -> Self:
        if self.step not in (900.0, 1800.0, 3600.0):
            raise PydanticCustomError("step", "step must be 15min, 30min or 1h")
        if not self.prices_per_kwh:
            raise PydanticCustomError("prices", "prices_per_kwh must have at least 1")
        return self

    def begin(self, start: datetime) -> datetime:
        """Return when the first step begins; without an offset it is in the scenario's."""
        return _with_offset(self.begins, start)

    def at(self, start: datetime) -> datetime:
        """Return the time of the series that is the scenario's `start`."""
        return _with_offset(self.at_start or start, start)

    def seconds_before(self, start: datetime) -> float:
        """Return how much of the series lies before the scenario's `start` [s]."""
        return (self.at(start) - self.begin(start)).total_seconds()


def _with_offset(moment: datetime, start: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)


def _with_kind(value: Any) -> Any:
    """Tell the kind of a tariff by its fields where it is not given."""
    value = plain_number(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"kind": "flat", "price_per_kwh": value}
    if isinstance(value, Flat | TimeOfUse | PriceSeries):
        return value
    if not isinstance(value, dict):
        raise ValueError(_FORMS)
    if "kind" in value:
        return value
    if "seasons" in value:
        return {"kind": "time_of_use", **value}
    if "prices_per_kwh" in value or "begins" in value:
        return {"kind": "price_series", **value}
    raise ValueError(_FORMS)


Tariff: TypeAlias = Flat | TimeOfUse | PriceSeries
AnyTariff = Annotated[Tariff, Field(discriminator="kind"), BeforeValidator(_with_kind)]
