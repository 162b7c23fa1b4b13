"""A scenario: all that a run is made of but its seed."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.defaults import with_defaults
from voltwin.scenario.demand import Demand
from voltwin.scenario.durations import Duration
from voltwin.scenario.messages import no_zone_name
from voltwin.scenario.model import Model
from voltwin.scenario.station import Station

_START = "a local date and time with its UTC offset, such as 2026-01-05T00:00:00+08:00"


def _local_start(value: Any) -> datetime:
    """Return a date and time with a fixed UTC offset, at a whole second."""
    try:
        start = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        start = None
    offset = start.utcoffset() if start else None
    if start and not 1970 < start.year < 2200:
        raise ValueError("must be in the years 1971 to 2199")
    if start is None or offset is None or start.microsecond:
        raise ValueError(f"must be {_START}{_start_hint(value, start)}")
    return start.replace(tzinfo=timezone(offset))


def _start_hint(value: Any, start: datetime | None) -> str:
    """Return what to do about a text that is no start of a run."""
    text = str(value).strip()
    if start is not None:
        return "; whole seconds only" if start.microsecond else "; the UTC offset is missing"
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return no_zone_name(text) or "; there is no such day or time"
    if re.match(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}", text):
        return "; the order is year-month-day, with four digits, two and two"
    return ""


LocalStart = Annotated[
    datetime,
    BeforeValidator(_local_start),
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
]


class Scenario(Model):
    """A network of battery-swap stations, its demand, and the time to be simulated.

    `station_defaults`, fields of any station that a station does not give itself, are filled in
    when a scenario is made and are no field of it.
    """

    name: str = Field("scenario", description="for people")
    start: LocalStart = Field(
        datetime.fromisoformat("2026-01-05T00:00:00+00:00"),
        description="local date and time with a fixed UTC offset; a Monday",
    )
    horizon: Annotated[Duration, Field(gt=0, le=10 * 366 * 86400)] = Field(
        604800.0, description="[s] length of the run; a week, so that every hour of it counts once"
    )
    warm_up: Duration = Field(
        0.0, description="[s] left out of results; must end at a full local hour"
    )
    target_wait: Duration = Field(
        300.0, description="[s] a swap that begins within it was served in time"
    )
    battery_types: Annotated[list[BatteryType], Field(min_length=1)]
    stations: Annotated[list[Station], Field(min_length=1)]
    demand: Demand = Field(default_factory=Demand)

    @model_validator(mode="before")
    @classmethod
    def _fill_in_station_defaults(cls, data: Any) -> Any:
        return with_defaults(data) if isinstance(data, Mapping) else data
