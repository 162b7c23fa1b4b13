"""What energy from the grid costs: one price, prices by season and time of day, or a price series.

Times are local times of the scenario, whose offset from UTC is fixed: there is no daylight saving.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.durations import Duration
from voltwin.scenario.model import Value, plain_number, sourced
from voltwin.scenario.season import DemandCharge, Price, Season
from voltwin.scenario.week import DAYS

_FORMS = (
    "must be a price per kWh, {file: tariff.json}, {prices: prices.csv, ...}, or {seasons: [...]}"
)


class Flat(Value):
    """One price at all times; the number alone says it, too."""

    kind: Literal["flat"] = "flat"
    price_per_kwh: Price = Field(description="[currency/kWh]")

    @model_serializer(mode="plain")
    def _brief(self) -> float:
        """Write the number that says it all."""
        return self.price_per_kwh


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


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
]


class PriceSeries(Value):
    """Prices in equal steps from some time on, such as those of a day-ahead market."""

    kind: Literal["price_series"] = "price_series"
    begins: Moment = Field(
        description="begin of the first step; local time of the scenario, unless it has an offset"
    )
    step: Duration = sourced(
        3600.0, "[s] length of each: 15min, 30min or 1h", "what day-ahead markets trade"
    )
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
    if "price_per_kwh" in value:
        return {"kind": "flat", **value}
    if "prices_per_kwh" in value or "begins" in value:
        return {"kind": "price_series", **value}
    raise ValueError(_FORMS)


Tariff: TypeAlias = Flat | TimeOfUse | PriceSeries
AnyTariff = Annotated[
    Tariff,
    Field(discriminator="kind"),
    BeforeValidator(_with_kind, json_schema_input_type=Tariff | float),
]
