"""Cells of a table as values of a station's fields."""

import re
from typing import Any

from pydantic import ValidationError

from voltwin.scenario.messages import problems_of
from voltwin.scenario.station import Station

TEXTS = ("id", "name", "region", "profile", "policy", "charge_order", "opening_hours")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def text_of(cell: Any) -> str:
    """Return a cell as text, empty if there is none."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell).strip()


def number_of(text: str) -> float | int | None:
    """Return the finite number that a text is, if it is one."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return None
    return int(number) if number.is_integer() else number


def value_of(field: str, text: str) -> Any:
    """Return a cell's text as a field takes it: text stays text, elsewhere numbers are numbers."""
    number = None if field in TEXTS else number_of(text)
    return text if number is None else number


def matches(cell: Any, wanted: Any) -> bool:
    """Return whether a cell is the wanted value, or one of them; numbers may be text."""
    if isinstance(wanted, list | tuple):
        return any(matches(cell, one) for one in wanted)
    text = text_of(cell)
    if isinstance(wanted, bool):
        return text.lower() == str(wanted).lower()
    if isinstance(wanted, int | float):
        return number_of(text) == wanted
    return text == text_of(wanted)


class Probe:
    """A station that tries on values, one field at a time."""

    def __init__(self) -> None:
        self._station = Station.model_construct(id="", chargers=(), batteries=0)

    def problem(self, field: str, value: Any) -> str | None:
        """Return why a station's field cannot have a value."""
        try:
            Station.__pydantic_validator__.validate_assignment(self._station, field, value)
        except ValidationError as error:
            return problems_of(error, Station, {field: value})[0].text
        return None
