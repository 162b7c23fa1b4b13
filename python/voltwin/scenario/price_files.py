"""Prices by the hour, half hour or quarter from a CSV file, as markets publish them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from voltwin.scenario.decimals import has_comma, has_decimal_commas, has_point
from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.hints import date_hint, number_hint
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.table_files import read_table
from voltwin.scenario.text_files import read_text

_UNITS = {"per_kwh": 0, "per_mwh": -3}  # powers of ten
_OWN = ("prices", "time", "price", "unit")  # read here; the others are fields of a price series
_OTHERS = ("at_start", "surcharge_per_kwh", "demand_charge_per_kw")
_STEPS_S = (900.0, 1800.0, 3600.0)


class _Row(NamedTuple):
    place: str  # file:line
    time: datetime
    per_kwh: float


def prices_from(source: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the raw data of a price series, from `{prices: file, time: column, price: column,
    unit: per_mwh}`; its other fields are taken over.

    Raises:
        ScenarioError: a field, the file or a column is not there, or the prices have gaps, are
            not in order, or are no numbers.
    """
    _check_fields(source)
    file = folder / str(source["prices"])
    unit = _UNITS[source["unit"]]
    rows = list(_rows(file, str(source["time"]), str(source["price"]), unit))
    if len(rows) < 2:
        raise ScenarioError([f"{file}: has {len(rows)} prices; two at least are expected"])
    others = {name: value for name, value in source.items() if name not in _OWN}
    return {
        "begins": rows[0].time,
        "step": _step_s(rows),
        **others,
        "prices_per_kwh": [row.per_kwh for row in rows],
    }


def _check_fields(source: dict[str, Any]) -> None:
    for name in source:
        if name not in (*_OWN, *_OTHERS):
            hint = did_you_mean(str(name), (*_OWN, *_OTHERS))
            raise ScenarioError([f"economics.tariff.{name}: unknown field{hint}"])
    for name, what in (("time", "times"), ("price", "prices")):
        if name not in source:
            text = f"economics.tariff.{name}: is missing; which column holds the {what}?"
            raise ScenarioError([text])
    unit = source.get("unit")
    if not isinstance(unit, str) or unit not in _UNITS:
        given = f'given "{unit}", ' if unit is not None else "is missing; "
        raise ScenarioError([f"economics.tariff.unit: {given}must be {' or '.join(_UNITS)}"])


def _rows(file: Path, time: str, price: str, unit: int) -> Iterator[_Row]:
    """Yield the rows of a CSV file whose first line names the columns."""
    table = read_table(file, read_text(file))
    for name in (time, price):
        if name not in table.columns:
            hint = did_you_mean(name, [column for column in table.columns if column])
            raise ScenarioError([f'{file}: has no column "{name}"{hint}'])
    if table.broken:
        raise ScenarioError(table.broken)
    prices = [cells[price].strip() for _, cells in table.rows]
    commas = has_decimal_commas(prices, table.delimiter)
    for (place, cells), of in zip(table.rows, prices, strict=True):
        yield _Row(place, _time(place, cells[time].strip()), _price(place, of, unit, commas))


def _time(place: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        wanted = "a date and time such as 2023-01-01T00:00 or 2023-01-01T00:00+01:00"
        raise ScenarioError([f'{place}: "{text}" is not {wanted}{date_hint(text)}']) from None


def _price(place: str, text: str, unit: int, decimal_commas: bool) -> float:
    """Return a price per kWh; scaled as a decimal number, so that no digits are added."""
    if decimal_commas and has_point(text):  # 1.200 is twelve hundred to some, and 1.2 to others
        why = "write decimals with a comma, as in the other rows, and nothing between thousands"
        raise ScenarioError([f'{place}: "{text}" is no price here; {why}'])
    try:
        price = Decimal(text.replace(",", ".") if decimal_commas and has_comma(text) else text)
    except InvalidOperation:
        price = Decimal("nan")
    if not price.is_finite():
        wanted = f"a number such as 84.1 is expected{number_hint(text, '')}"
        raise ScenarioError([f'{place}: "{text}" is no price; {wanted}'])
    return float(price.scaleb(unit))


def _step_s(rows: list[_Row]) -> float:
    """Return the step between prices [s], which all of them must keep."""
    zoned = rows[0].time.tzinfo is not None
    for row in rows:
        if (row.time.tzinfo is not None) != zoned:
            text = f"has {'no ' if zoned else 'a '}UTC offset, unlike the first time of the file"
            raise ScenarioError([f"{row.place}: {row.time} {text}"])
    step = rows[1].time - rows[0].time
    for before, row in pairwise(rows):
        gap = row.time - before.time
        if gap <= timedelta(0):
            problem = "stands twice" if not gap else f"comes after {before.time}: times must rise"
        elif step.total_seconds() not in _STEPS_S:
            problem = f"is {_text(step)} after the first; prices must be 15min, 30min or 1h apart"
        elif gap != step:
            problem = f"is {_text(gap)} after the time before it, where the step is {_text(step)}"
        else:
            continue
        raise ScenarioError([f"{row.place}: {row.time} {problem}{_of_clocks(row, gap, step)}"])
    return step.total_seconds()


def _of_clocks(row: _Row, gap: timedelta, step: timedelta) -> str:
    """Return a hint where local clocks may have been put forward or back by an hour."""
    if row.time.tzinfo is None and abs(gap - step) == timedelta(hours=1):
        return "; if clocks change here, name a column of times in UTC or with their offset"
    return ""


def _text(duration: timedelta) -> str:
    return format_duration(duration.total_seconds())
