"""A scenario: all that a run is made of but its seed."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.defaults import with_defaults
from voltwin.scenario.demand import Demand
from voltwin.scenario.durations import TEN_YEARS, Duration, format_duration
from voltwin.scenario.economics import Economics
from voltwin.scenario.fleet.model import Fleet
from voltwin.scenario.interventions import Intervention
from voltwin.scenario.messages import no_zone_name
from voltwin.scenario.model import Model, sourced
from voltwin.scenario.station import Station
from voltwin.scenario.travel import AnyTravel

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
    start: LocalStart = sourced(
        datetime.fromisoformat("2026-01-05T00:00:00+00:00"),
        "local date and time with a fixed UTC offset",
        "a Monday, so that days of the run are days of the week",
    )
    horizon: Annotated[Duration, Field(gt=0, le=TEN_YEARS)] = sourced(
        604800.0,
        "[s] length of the run",
        "a week: every hour of the week counts once",
    )
    warm_up: Duration = Field(
        0.0, description="[s] left out of results; must end at a full local hour"
    )
    target_wait: Duration = sourced(
        300.0,
        "[s] a swap that begins within it was served in time",
        "a choice: with the swap itself, about as long as refuelling takes",
    )
    battery_types: Annotated[list[BatteryType], Field(min_length=1)] = Field(
        description="one or more"
    )
    stations: Annotated[list[Station], Field(min_length=1)] = Field(
        description="a list, or from a table: {file, columns, where}, or {generate: demo_city}"
    )
    demand: Demand = Field(default_factory=Demand, description="of the whole network")
    fleet: Fleet | None = Field(
        None, description="vehicles that live in the city, instead of arrivals at the stations"
    )
    travel: AnyTravel | None = Field(
        None, description="of the fleet, and to other stations; by great circles unless given"
    )
    interventions: tuple[Intervention, ...] = Field(
        (), description="what is done to stations at some time, by kind"
    )
    economics: Economics | None = Field(
        None, description="prices and costs; without them nothing is said about money"
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_in_station_defaults(cls, data: Any) -> Any:
        return with_defaults(data) if isinstance(data, Mapping) else data

    def __repr__(self) -> str:
        vehicles = sum(of.count for of in self.fleet.classes) if self.fleet else 0
        fleet = f"vehicles {vehicles}, " if vehicles else ""
        return (
            f"<Scenario {self.name!r}: stations {len(self.stations)}, {fleet}"
            f"horizon {format_duration(self.horizon)}, start {self.start.isoformat()}>"
        )

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from voltwin.scenario.showing import scenario_html

        return scenario_html(self)
