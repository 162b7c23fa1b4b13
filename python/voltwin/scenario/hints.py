"""What to do about a wrong value: numbers with units or commas, percent, misplaced fields."""

import re
from collections.abc import Iterator
from typing import Any

_NUMBER = r"[-+]?[0-9]+(?:[.,][0-9]+)?"
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*([A-Za-z°%/]+)")
_COMMA = re.compile(r"[-+]?[0-9]{1,3}(?:[,.'\u00a0\u202f ][0-9]{3})*(?:[.,][0-9]+)?")

# Of {capacity_kwh: 40,5}, where the comma ends the value.
COMMA_HINT = "; is there a comma in a number? Write a decimal point, and nothing between thousands"

_LONG_UNITS = {
    "s": "s sec secs second seconds",
    "min": "min mins minute minutes",
    "h": "h hr hrs hour hours",
    "d": "d day days",
    "w": "w wk wks week weeks",
}
_UNIT_OF = {word: unit for unit, words in _LONG_UNITS.items() for word in words.split()}


def number_hint(text: str, unit: str) -> str:
    """Return what to do about a text that was meant as a number.

    Args:
        text: as given.
        unit: of the field, such as kW; empty if it has none.

    >>> number_hint("80 kW", "kW")
    '; write 80 alone, the unit is kW already'
    """
    match = _WITH_UNIT.fullmatch(text.strip())
    if match and match[2] == "%":
        return f"; write a fraction: {float(match[1].replace(',', '.')) / 100.0:g}"
    if match and match[2].lower() == unit.lower():
        return f"; write {match[1]} alone, the unit is {unit} already"
    if match:
        return f"; write the number alone{f', in {unit}' if unit else ''}"
    if "," in text and _COMMA.fullmatch(text.strip()):
        return "; write decimals with a point, and nothing between thousands"
    return ""


def bound_hint(field: object, value: Any, limit: Any) -> str:
    """Return what to do about a number above its limit: percent, or degrees that are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if field in ("lon", "lat") and abs(value) > 1000.0:
        return "; are these metres of a projected map? Convert them to degrees (WGS 84, EPSG:4326)"
    if field == "lat" and abs(value) <= 180.0:
        return "; are lon and lat swapped?"
    if field == "kwh_per_km" and value <= 500.0:
        return f"; {value:g} kWh/100 km are {value / 100.0:g} kWh/km"
    if limit == 1 and 1.0 < value <= 100.0:
        return f"; it is a fraction, not percent: {value / 100.0:g}"
    return ""


def duration_hint(text: str) -> str:
    """Return the right spelling of a duration in long words.

    >>> duration_hint("1 hour 30 minutes")
    '; did you mean "1h 30min"?'
    """
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]+)", text)
    rest = re.sub(r"[0-9]+(?:\.[0-9]+)?\s*[A-Za-z]+", "", text).replace("and", "").strip(" ,")
    if parts and not rest and all(word.lower() in _UNIT_OF for _, word in parts):
        right = " ".join(f"{number}{_UNIT_OF[word.lower()]}" for number, word in parts)
        return f'; did you mean "{right}"?'
    if text.strip().startswith("-"):
        return "; it cannot be negative"
    return ""


def date_hint(text: str) -> str:
    """Return how to write a date whose year comes last.

    >>> date_hint("25.3.2023 06:00")
    '; write 2023-03-25T06:00'
    >>> date_hint("03/25/2023")
    '; write the year first, then month and day: 2023-12-31T00:00'
    """
    day = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})[ T,]*([0-9:]*)", text.strip())
    if day:
        return f"; write {day[3]}-{day[2]:0>2}-{day[1]:0>2}T{day[4] or '00:00'}"
    if re.match(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}", text.strip()):
        return "; write the year first, then month and day: 2023-12-31T00:00"
    return ""


def home_of(field: str, here: set[str]) -> str:
    """Return where a field belongs that stands where it does not, empty if nowhere.

    Args:
        field: its name.
        here: names of fields that may stand where it stands.
    """
    homes = [] if field in here else [home for home, names in _homes() if field in names]
    return f"; it belongs {', or '.join(homes[:2])}" if homes else ""


def _homes() -> Iterator[tuple[str, set[str]]]:
    from voltwin.scenario.battery_type import BatteryType
    from voltwin.scenario.demand import Demand
    from voltwin.scenario.economics import Economics
    from voltwin.scenario.fleet.model import Fleet
    from voltwin.scenario.fleet.vehicle_class import VehicleClass
    from voltwin.scenario.messages import field_names
    from voltwin.scenario.scenario import Scenario
    from voltwin.scenario.station import Chargers, Station
    from voltwin.scenario.travel import GreatCircle, OnRoads

    yield "to the scenario itself, at the top level", {*field_names(Scenario), "station_defaults"}
    yield "to demand", set(field_names(Demand))
    yield "to a station", set(field_names(Station))
    yield "to a battery type", set(field_names(BatteryType))
    yield "to chargers", set(field_names(Chargers))
    yield "to travel", {*field_names(GreatCircle), *field_names(OnRoads)} - {"kind"}
    yield "to fleet", set(field_names(Fleet)) - {"multiplier"}
    yield "to a class of the fleet", set(field_names(VehicleClass)) - {"count", "id"}
    # `bay` in a station is a misspelt `bays`, not the cost of one.
    yield "to economics", {*field_names(Economics)} - {"charger", "bay", "battery"}
