"""Stations: bays, chargers, batteries, rules, surroundings, and the arrivals at each."""

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WrapSerializer

from voltwin.scenario.demand import Profile
from voltwin.scenario.distributions import AnyLaw, Fixed, TimeDistribution
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.economics import Money
from voltwin.scenario.faults import Faults
from voltwin.scenario.model import (
    DC_EFFICIENCY,
    Fraction,
    Kilowatts,
    Model,
    Name,
    NotNegative,
    Number,
    Positive,
    PositiveFraction,
    Value,
    Whole,
    plain_number,
    sourced,
)
from voltwin.scenario.opening_hours import OpeningHours
from voltwin.scenario.weekly import UNLIMITED, WeeklyCelsius, WeeklyLimit

MOST_BATTERIES = 1_000_000
# 10, or 10 x 80 kW
_BRIEF = re.compile(
    r"([0-9]+)(?:\s*[x*\N{MULTIPLICATION SIGN}]\s*([0-9]+(?:\.[0-9]+)?)\s*(?:kW)?)?"
)
ARRIVALS = ("swaps_per_day", "rate_per_hour", "trace", "gap")  # a station has exactly one of them


class Chargers(Value):
    """One or more equal chargers."""

    count: Annotated[Whole, Field(ge=0, le=10_000)] = Field(1, description="how many")
    power_kw: Kilowatts = Field(description="[kW] most that each draws, grid side")
    efficiency: PositiveFraction = sourced(0.95, "battery side over grid side", DC_EFFICIENCY)


class BatteryStock(Value):
    """Equal batteries at the start of the run."""

    count: Annotated[Whole, Field(ge=0, le=MOST_BATTERIES)] = Field(description="how many")
    soc: Fraction | None = Field(None, description="state of charge; full unless given")


class ChargeWhen(Value):
    """Price-aware charging: beyond a reserve, charges start only while energy is cheap."""

    reserve: Annotated[Whole, Field(ge=0, le=MOST_BATTERIES)] = Field(
        description="with fewer unclaimed ready batteries, of all types, charges start at any price"
    )
    price_below: Number = Field(
        description="[currency/kWh] charges start while the tariff's price is below; under every "
        "price: for the reserve alone"
    )


Stock: TypeAlias = int | tuple[float, ...] | BatteryStock
Groups: TypeAlias = Chargers | tuple[Chargers, ...] | Literal[0]


def _groups(value: Any) -> Any:
    """Let one group of chargers, or 0 for none, stand for a list of groups."""
    if isinstance(value, Mapping | Chargers):
        return (value,)
    if value == 0 and not isinstance(value, bool):
        return ()
    if isinstance(value, int | float | str):
        raise ValueError(f"must be a mapping such as {_as_mapping(value)}, or a list of such")
    return value


def _as_mapping(chargers: object) -> str:
    """Return how chargers that were given as 10, or as "10 x 80 kW", are written."""
    match = _BRIEF.fullmatch(str(chargers).strip())
    count, power = (match[1], match[2] or "80") if match else ("10", "80")
    return f"{{count: {count}, power_kw: {power}}}"


def _batteries(value: Any) -> int | dict[str, Stock]:
    """Return batteries as a count, or by type as a count, states of charge, or a stock."""
    if isinstance(value, Mapping):
        return {str(name): _stock(str(name), stock) for name, stock in value.items()}
    return _count("", value)


def _stock(name: str, value: Any) -> Stock:
    if isinstance(value, BatteryStock):
        return value
    if isinstance(value, Mapping):
        unknown = set(value) - {"count", "soc"}
        if unknown or "count" not in value:
            raise ValueError(
                f"{name} must be a count, states of charge, or {{count: ..., soc: ...}}"
            )
        soc = value.get("soc")
        return BatteryStock(
            count=_count(name, value["count"]), soc=None if soc is None else _soc(name, soc)
        )
    if isinstance(value, list | tuple):
        return tuple(_soc(name, soc) for soc in value)
    return _count(name, value)


def _count(name: str, value: Any) -> int:
    value = plain_number(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_BATTERIES:
        also = "" if name else ", or such counts by type as in {standard: 20}"
        raise ValueError(f"{name} must be a whole number of batteries, 0 or more{also}".lstrip())
    return value


def _soc(name: str, value: Any) -> float:
    value = plain_number(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
        raise ValueError(f"{name}: a state of charge must be a fraction from 0 to 1, not {value}")
    return float(value)


def _places(value: Any) -> int | float:
    """Return a whole number of queue places, or infinity for `unlimited`."""
    value = plain_number(value)
    if value in (UNLIMITED, math.inf):
        return math.inf
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not 0 <= value <= 1_000_000:
        raise ValueError(f'must be a whole number from 0 to 1000000, or "{UNLIMITED}"')
    return int(value)


def _infinite(value: Any) -> Any:
    if value in ("infinite", math.inf):
        return None
    if isinstance(value, str):
        try:
            parse_duration(value)
        except ValueError as error:
            raise ValueError(f'{error}, or "infinite"') from None
    return value


def _writable(batteries: int | dict[str, Stock]) -> Any:
    """Return batteries for a file."""
    if isinstance(batteries, int):
        return batteries
    return {
        name: stock.model_dump() if isinstance(stock, BatteryStock) else stock
        for name, stock in batteries.items()
    }


Batteries = Annotated[
    int | dict[str, Stock],
    PlainValidator(_batteries, json_schema_input_type=int | dict[str, Stock]),
    PlainSerializer(_writable, when_used="json"),
]
QueuePlaces = Annotated[
    int | float,
    PlainValidator(_places, json_schema_input_type=int | Literal["unlimited"]),
    PlainSerializer(lambda places: UNLIMITED if places == math.inf else places, when_used="json"),
]
Patience = Annotated[
    TimeDistribution | None,
    BeforeValidator(_infinite, json_schema_input_type=AnyLaw | float | str | None),
    WrapSerializer(
        lambda law, handler: "infinite" if law is None else handler(law), when_used="json"
    ),
]


class Station(Model):
    """One battery-swap station."""

    id: Name = Field(description="unique; random draws are keyed by it")
    name: str = Field("", description="for people; the id, if empty")
    region: str = Field("", description="for multipliers, surges and totals")
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = Field(
        None, description="[degrees] east"
    )
    lat: Annotated[Number, Field(ge=-90, le=90)] | None = Field(None, description="[degrees] north")

    bays: Annotated[Whole, Field(ge=1, le=10_000)] = sourced(
        1, "swaps at the same time", "the usual container station has one"
    )
    queue_places: QueuePlaces = sourced(
        4, 'vehicles that may wait, or "unlimited"', "a choice: what fits beside a small site"
    )
    chargers: Annotated[
        tuple[Chargers, ...], BeforeValidator(_groups, json_schema_input_type=Groups)
    ] = Field(description="one group of equal chargers, or several; 0 for none")
    batteries: Batteries = Field(
        description="in no vehicle at the start: a count, or by type counts, SoCs, {count, soc}"
    )
    racks: Annotated[Whole, Field(ge=0)] | None = Field(
        None, description="places for batteries, chargers included; as many as batteries"
    )
    battery_mix: Annotated[dict[str, Positive], Field(min_length=1)] | None = Field(
        None, description="shares of arrivals by type, in any unit; in proportion to batteries"
    )
    ring: Annotated[Whole, Field(ge=1, le=10_000_000)] | None = Field(
        None,
        description="vehicles outside, by type; bays + queue places + 1, more if it diverts",
    )

    grid_limit_kw: WeeklyLimit = Field(math.inf, description="[kW] of the site, by the week")
    opening_hours: OpeningHours = Field("24h", description="arrivals outside them are lost")
    ambient_c: WeeklyCelsius = sourced(
        20.0, "[°C] around the batteries, by the week", "the usual reference temperature"
    )
    policy: Literal["lose", "wait", "divert"] = sourced(
        "lose",
        "what an arrival does that finds no ready battery",
        "the model of Tan, Sun and Tsang (2014), and of Erlang's loss formula",
    )
    most_diversions: Annotated[Whole, Field(ge=0, le=1000)] = sourced(
        2, "drives on to other stations under `divert`, until a vehicle is lost", "a choice"
    )
    patience: Patience = Field(None, description='[s] longest wait, or "infinite"')
    swap_time: TimeDistribution = sourced(
        Fixed(value=90.0),
        "[s] in the bay",
        "of the order that makers state: CATL (2024) 100 s",
    )
    grid_rule: Literal["admit", "share"] = sourced(
        "admit",
        "how chargers share the grid limit: a charge starts when its full power fits, or all that "
        "are placed share the power evenly",
        "the rule of a fuse: nothing is needed but a switch for each charger",
    )
    charge_when: ChargeWhen | None = Field(
        None, description="price-aware charging; charges start as soon as they can without"
    )
    charge_order: Literal["fifo", "lowest_soc", "highest_soc"] = sourced(
        "fifo", "which battery is charged next", "the simplest rule, as stations without one have"
    )

    charger_faults: Faults | None = Field(None, description="random ones, of each charger")
    bay_faults: Faults | None = Field(None, description="random ones, of each bay")

    swaps_per_day: Annotated[NotNegative, Field(le=1e6)] | None = Field(
        None, description="mean arrivals a day over the week, before multipliers"
    )
    rate_per_hour: Annotated[NotNegative, Field(le=1e6)] | None = Field(
        None, description="[1/h] arrivals where the profile is 1, before multipliers"
    )
    trace: tuple[Number, ...] | None = Field(
        None, description="[s] times of arrival from the start, not falling"
    )
    gap: TimeDistribution | None = Field(
        None, description="[s] between arrivals, drawn anew each time"
    )
    multiplier: NotNegative = Field(1.0, description="of the rate")
    profile: Profile | None = Field(None, description="instead of the network's")

    rent_per_month: Money | None = Field(
        None, description="[currency/month] instead of the network's"
    )
