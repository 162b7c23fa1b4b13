"""Interventions: what is done to stations at some time, one kind each.

What is said again about the same thing (a charger, a bay, the grid limit or the opening of a
station) replaces what was said before, and the end of its `for` then passes by.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias, cast, get_args

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.durations import Duration
from voltwin.scenario.hints import bound_hint, number_hint
from voltwin.scenario.labels import Label
from voltwin.scenario.model import (
    AS_IT_IS,
    Name,
    NotNegative,
    Number,
    Value,
    Whole,
    plain_number,
)
from voltwin.scenario.moments import Moment
from voltwin.scenario.weekly import parse_limit, writable_limit

NoBattery = Literal["out", "idle"]
Sighting = NoBattery | float  # of a charger

Lasting = Annotated[Duration, Field(gt=0)] | None


def _several(value: Any) -> Any:
    """Let one name stand for a list of names."""
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


def _items(value: Any) -> tuple[int, ...] | Literal["all"]:
    """Return numbers of chargers or bays; one may stand for a list of them, and "all" for all.

    Raises:
        PydanticCustomError: it is something else.
    """
    if isinstance(value, str) and value == "all":
        return "all"
    items = tuple(map(_item, value if isinstance(value, list | tuple) else [value]))
    if not items or any(item is None or item < 0 for item in items):
        text = 'must be a number, 0 or more, several such as [0, 2], or "all"'
        raise PydanticCustomError("items", text)
    return cast(tuple[int, ...], items)


def _item(value: Any) -> int | None:
    """Return a whole number; None if it is none."""
    value = plain_number(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


Names = Annotated[
    tuple[Name, ...],
    Field(min_length=1),
    BeforeValidator(_several, json_schema_input_type=str | int | list[str | int]),
]
Items = Annotated[
    tuple[int, ...] | Literal["all"],
    PlainValidator(_items, json_schema_input_type=int | list[int] | Literal["all"]),
    AS_IT_IS,
]


class At(Value):
    """What all interventions have: a time."""

    at: Moment = Field(description="[s] from the start of the run, or a local date and time")


class Somewhere(At):
    """What is done to stations: those of regions, those named, or all."""

    stations: Names | None = Field(None, description="where; all, if no region is given")
    regions: Names | None = Field(None, description="where; all, if no station is given")


class ChargerOut(At):
    """`charger_out`: chargers go out of order. A battery on one of them that is ready goes to the
    rack, another one to the head of the charge queue."""

    kind: Literal["charger_out"] = "charger_out"
    station: Name = Field(description="id of the station")
    charger: Items = Field(description='number at the station, counted from 0; several, or "all"')
    lasts: Lasting = Field(None, alias="for", description="[s]; until charger_in, if not given")


class ChargerIn(At):
    """`charger_in`: chargers that `charger_out` has taken out work again."""

    kind: Literal["charger_in"] = "charger_in"
    station: Name = Field(description="id of the station")
    charger: Items = Field(description='number at the station, counted from 0; several, or "all"')


class BayOut(At):
    """`bay_out`: bays go out of order; a swap under way in one of them is finished first."""

    kind: Literal["bay_out"] = "bay_out"
    station: Name = Field(description="id of the station")
    bay: Items = Field(description='number at the station, counted from 0; several, or "all"')
    lasts: Lasting = Field(None, alias="for", description="[s]; until bay_in, if not given")


class BayIn(At):
    """`bay_in`: bays that `bay_out` has taken out work again."""

    kind: Literal["bay_in"] = "bay_in"
    station: Name = Field(description="id of the station")
    bay: Items = Field(description='number at the station, counted from 0; several, or "all"')


LimitNow = Annotated[
    float | None,
    PlainValidator(lambda value: None if value is None else parse_limit(value)),
    PlainSerializer(writable_limit, when_used="json"),
]


class GridLimit(Somewhere):
    """`grid_limit`: the grid limit of each station is lowered, to so much where the week allows
    more, or to a part of what the week allows."""

    kind: Literal["grid_limit"] = "grid_limit"
    limit_kw: LimitNow = Field(
        None, description='[kW] of each station; "unlimited" ends an earlier intervention'
    )
    factor: Annotated[Number, Field(ge=0, le=1)] | None = Field(
        None, description="of the limit by the week, instead of limit_kw"
    )
    lasts: Lasting = Field(None, alias="for", description="[s]; to the end, if not given")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.limit_kw is None) == (self.factor is None):
            raise PydanticCustomError("one_way", "must have limit_kw, or factor")
        return self


class Close(Somewhere):
    """`close`: stations close, whatever their opening hours say. Those inside are served."""

    kind: Literal["close"] = "close"
    lasts: Lasting = Field(None, alias="for", description="[s]; until open, if not given")


class Open(Somewhere):
    """`open`: stations open, whatever their opening hours say."""

    kind: Literal["open"] = "open"
    lasts: Lasting = Field(None, alias="for", description="[s]; until close, if not given")


class DemandSurge(Somewhere):
    """`surge`: more or fewer vehicles arrive, where they come at a rate; like one of the demand."""

    kind: Literal["surge"] = "surge"
    factor: NotNegative = Field(description="of the rate; several at a time multiply")
    lasts: Lasting = Field(None, alias="for", description="[s]; to the end, if not given")


class Truck(At):
    """`truck`: a truck takes ready batteries that nobody has claimed, as many as there are, and
    brings them to another station; what finds no place there it keeps."""

    kind: Literal["truck"] = "truck"
    origin: Name = Field(alias="from", description="id of the station that it leaves")
    to: Name = Field(description="id of the station that it arrives at, which must give `racks`")
    battery_type: Name | None = Field(None, description="id of their type, if there are several")
    batteries: Annotated[Whole, Field(ge=1, le=10_000)] = Field(description="at most so many")
    travel: Annotated[Duration, Field(gt=0)] = Field(
        description="[s] from one station to the other"
    )


def _sightings(value: Any) -> dict[int, Sighting]:
    """Return chargers by number, each "out", "idle" or a SoC.

    Raises:
        PydanticCustomError: it is something else.
    """
    if not isinstance(value, Mapping) or not value:
        raise PydanticCustomError("chargers", "must be like {0: out, 1: idle, 2: 0.55}")
    seen = [(_number(charger), how) for charger, how in value.items()]
    charger, times = Counter(charger for charger, _ in seen).most_common(1)[0]
    if times > 1:
        raise PydanticCustomError(
            "chargers", "must name charger {number} once", {"number": charger}
        )
    return {charger: _sighting(charger, how) for charger, how in seen}


def _number(charger: Any) -> int:
    """Return the number of a charger; the keys of a JSON object are text."""
    charger = plain_number(charger)
    if isinstance(charger, str) and charger.isdecimal():
        charger = int(charger)
    if isinstance(charger, bool) or not isinstance(charger, int) or charger < 0:
        text = "must be by the chargers' numbers, 0 or more, not by {key}"
        raise PydanticCustomError("chargers", text, {"key": repr(charger)})
    return charger


def _sighting(charger: Any, seen: Any) -> Sighting:
    seen = plain_number(seen)
    if isinstance(seen, str) and seen in get_args(NoBattery):
        return cast(NoBattery, seen)
    if isinstance(seen, bool) or not isinstance(seen, int | float) or not 0.0 <= seen < 1.0:
        text = "charger {number} must be out, idle, or the SoC of the battery on it, 0 or more and "
        text += "below 1, not {seen}"
        text += number_hint(seen, "") if isinstance(seen, str) else bound_hint("soc", seen, 1)
        raise PydanticCustomError("chargers", text, {"number": charger, "seen": repr(seen)})
    return float(seen)


MOST_SEEN = 10_000  # of batteries or vehicles at one station
_Count = Annotated[Whole, Field(ge=0, le=MOST_SEEN)] | None


class Observation(At):
    """`observation`: a station is set to what was seen there, of one battery type. What is not
    given stays as it is simulated. Batteries and vehicles that were seen and not simulated come
    from a pool of unobserved ones, those that were simulated and not seen go there."""

    kind: Literal["observation"] = "observation"
    station: Name = Field(description="id of the station")
    battery_type: Name | None = Field(None, description="id of the type, if there are several")
    ready: _Count = Field(
        None, description="ready batteries, those that waiting vehicles have claimed included"
    )
    not_ready: _Count = Field(
        None, description="batteries in the charge queue and on chargers that are not ready"
    )
    waiting: _Count = Field(None, description="vehicles that wait at the station")
    chargers: Annotated[
        dict[int, Sighting] | None,
        PlainValidator(lambda value: None if value is None else _sightings(value)),
        AS_IT_IS,
    ] = Field(
        None,
        description='by number at the station, counted from 0: "out", "idle", or the SoC of the '
        "battery on it, which is below ready_soc",
    )
    soc: Annotated[Number, Field(ge=0, lt=1)] | None = Field(
        None,
        description="SoC of batteries that come in, not ready, and of those in vehicles that come; "
        "half of ready_soc, if not given",
    )
    report: Label | None = Field(
        None, description="id of the report that told it; no part of the simulation"
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        seen = self.ready, self.not_ready, self.waiting, self.chargers
        if all(item is None for item in seen):
            text = "must have at least one of ready, not_ready, waiting, chargers"
            raise PydanticCustomError("nothing_seen", text)
        return self


AnyIntervention: TypeAlias = (
    ChargerOut
    | ChargerIn
    | BayOut
    | BayIn
    | GridLimit
    | Close
    | Open
    | DemandSurge
    | Truck
    | Observation
)
Intervention = Annotated[AnyIntervention, Field(discriminator="kind")]
