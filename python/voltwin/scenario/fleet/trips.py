"""Where trips lead: by gravity, or by the flows between zones that have been counted."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.model import Model, Positive, Value, Whole, plain_number, sourced

MOST_FLOWS = 5_000_000
_FORMS = "must be {scale_km: 5}, or {flows: trips.csv}"
_FLOW = "[origin, destination, trips], or [origin, destination, trips, hour]"

Hour = Annotated[Whole, Field(ge=0, lt=168)]
Flow: TypeAlias = tuple[str, str, float] | tuple[str, str, float, int]


class Gravity(Value):
    """Destinations by gravity: attraction x exp(-distance / scale), of all zones but the own."""

    kind: Literal["gravity"] = "gravity"
    scale_km: Positive = sourced(
        5.0,
        "[km] of the exponential fall-off with the distance by road",
        "a choice: of the order of a city trip; the form is Wilson's (1971), bound to the origins",
    )


def _flows(value: Any) -> tuple[Flow, ...]:
    """Return flows, each number checked."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"must be a CSV file, or a list of {_FLOW}")
    if len(value) > MOST_FLOWS:
        raise ValueError(f"has {len(value):,} flows; at most {MOST_FLOWS:,} are allowed")
    return tuple(_flow(i, item) for i, item in enumerate(value))


def _flow(i: int, item: Any) -> Flow:
    if not isinstance(item, list | tuple) or len(item) not in (3, 4):
        raise ValueError(f"flow {i} must be {_FLOW}")
    origin, destination = (_zone(i, end) for end in item[:2])
    trips = plain_number(item[2])
    if isinstance(trips, bool) or not isinstance(trips, int | float) or not 0 <= trips <= 1e12:
        raise ValueError(f"flow {i}: trips must be a number, 0 or more, not {trips}")
    if len(item) == 3:
        return origin, destination, float(trips)
    return origin, destination, float(trips), _hour(i, plain_number(item[3]))


def _hour(i: int, hour: Any) -> int:
    whole = isinstance(hour, int) or (isinstance(hour, float) and hour.is_integer())
    if isinstance(hour, bool) or not whole or not 0 <= hour < 168:
        raise ValueError(f"flow {i}: an hour must be a whole number from 0 to 167, not {hour}")
    return int(hour)


def _zone(i: int, end: Any) -> str:
    if isinstance(end, bool) or not isinstance(end, str | int):
        raise ValueError(f"flow {i}: {end} is no id of a zone")
    return str(end)


class OriginDestination(Model):
    """Destinations in proportion to flows between zones, by hour if they have one."""

    kind: Literal["origin_destination"] = "origin_destination"
    flows: Annotated[
        tuple[Flow, ...],
        PlainValidator(_flows),
        PlainSerializer(lambda flows: [list(flow) for flow in flows], when_used="json"),
    ] = Field(
        description=f"a CSV file with columns origin, destination, trips and, if they differ by "
        f"it, hour; or a list of {_FLOW}"
    )
    hours_of: Literal["day", "week"] = sourced(
        "day", "hours 0-23 of every day, or 0-167 from Monday on", "counts are mostly of one day"
    )
    bands: Annotated[tuple[Hour, ...], Field(min_length=1)] | None = Field(
        None,
        description="[h] at which bands begin whose flows are added up, the last going on to the "
        "first's begin; every hour by itself",
    )

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        if self.bands and not all(a < b for a, b in pairwise(self.bands)):
            raise PydanticCustomError("range", "bands must rise")
        return self


def _with_kind(value: Any) -> Any:
    """Tell the kind of trips by their fields where it is not given."""
    if isinstance(value, Gravity | OriginDestination):
        return value
    if not isinstance(value, Mapping):
        raise ValueError(_FORMS)
    if "kind" in value:
        return value
    return {"kind": "origin_destination" if "flows" in value else "gravity", **value}


Trips: TypeAlias = Gravity | OriginDestination
AnyTrips = Annotated[Trips, Field(discriminator="kind"), BeforeValidator(_with_kind)]
