"""Tables for people to read: one unit a column, as many digits as are sensible."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from voltwin.kpis.columns import SHARE
from voltwin.wording.quantities import NONE, share


@dataclass(frozen=True)
class Heading:
    """The heading of a column."""

    name: str
    unit: str  # may be empty
    meaning: str
    is_number: bool


def numbers_as_text(name: str) -> "pa.Field[Any]":
    """Return a column of numbers that are texts already."""
    return pa.field(name, pa.string(), metadata={"holds": "numbers"})


@dataclass(frozen=True)
class TextTable:
    """A table as texts."""

    headings: list[Heading]
    rows: list[tuple[str, ...]]


def as_text(table: pa.Table) -> TextTable:
    """Return a table whose fields have unit and meaning as metadata, as texts."""
    columns = [table.column(name).to_pylist() for name in table.column_names]
    headings = [_heading(field) for field in table.schema]
    texts = [
        list(map(_writer_of(field, values), values))
        for field, values in zip(table.schema, columns, strict=True)
    ]
    return TextTable(headings, list(zip(*texts, strict=True)))


def _heading(field: "pa.Field[Any]") -> Heading:
    about = _about(field)
    unit = about.get("unit", "")
    is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
    is_number = is_number or about.get("holds") == "numbers"
    name = field.name.removesuffix(f"_{unit.lower()}").replace("_", " ")
    return Heading(name, "" if unit == SHARE else unit, about.get("meaning", ""), is_number)


def _about(field: "pa.Field[Any]") -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}


def _is_share(field: "pa.Field[Any]") -> bool:
    return _about(field).get("unit") == SHARE


def _writer_of(field: "pa.Field[Any]", values: list[Any]) -> Callable[[Any], str]:
    if _is_share(field):
        return share
    if _about(field).get("unit") == "degrees":
        return lambda value: NONE if value is None else f"{value:.5f}"  # about a metre
    return _writer(values)


def _writer(values: list[Any]) -> Callable[[Any], str]:
    """Return what writes the values of a column, all with the same number of digits."""
    numbers = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    if not numbers:
        return _plain
    digits = _digits(max(map(abs, numbers)))
    return lambda value: _plain(value) if value is None else f"{value:,.{digits}f}"


def _digits(largest: float) -> int:
    """Return how many digits after the point a column needs whose largest number is this."""
    if largest >= 1000.0:
        return 0
    return 1 if largest >= 10.0 else 3


def _plain(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, datetime):
        return f"{value:%a %Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) else str(value)
