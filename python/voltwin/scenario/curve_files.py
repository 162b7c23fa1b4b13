"""Charge curves from tables: the states of charge and powers of a CSV file, as measured."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from voltwin.scenario.decimals import has_comma, has_decimal_commas
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.hints import number_hint
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station_files import NO_ROWS, NO_ROWS_WHERE, must_have, rows_where
from voltwin.scenario.table_files import Row, Table, read_table
from voltwin.scenario.text_files import read_text

_UNITS = {"kW": 0, "W": -3}  # powers of ten
_OWN = ("file", "soc", "power", "unit", "where")  # read here; the others are fields of a curve
_OTHERS = ("measured_at", "efficiency")
_PERCENT = -2
LEAST_PERCENT = 2  # the largest SoC of a table in percent; between it and 1 something is wrong


class _Point(NamedTuple):
    place: str  # file:line
    soc: Decimal  # as written
    power: Decimal


def with_curves(battery_types: Any, folder: Path) -> Any:
    """Return the raw data of battery types with the curves read from the files that they name.

    Raises:
        ScenarioError: a file is not there, or holds no curve.
    """
    if not isinstance(battery_types, list):
        return battery_types
    return [
        {**kind, "charge_curve": _curve(f"battery_types[{i}]", kind["charge_curve"], folder)}
        if isinstance(kind, dict) and _names_file(kind.get("charge_curve"))
        else kind
        for i, kind in enumerate(battery_types)
    ]


def _names_file(curve: Any) -> bool:
    return isinstance(curve, dict) and "file" in curve


def _curve(kind: str, source: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the raw data of a curve, from `{file: ..., soc: column, power: column}`."""
    path = f"{kind}.charge_curve"
    _check_fields(path, source)
    file = folder / str(source["file"])
    columns = str(source["soc"]), str(source["power"])
    where = {str(name): wanted for name, wanted in (source.get("where") or {}).items()}
    table = read_table(file, read_text(file))
    if table.broken:
        raise ScenarioError(table.broken)
    must_have(file, table, [*columns, *where])
    rows = rows_where(table.rows, where)
    if not rows:
        raise ScenarioError([f"{file}: {NO_ROWS_WHERE if table.rows else NO_ROWS}"])
    points = _points(table, rows, columns)
    _check_order(points)
    others = {name: value for name, value in source.items() if name not in _OWN}
    return {**others, "points": _in_units(points, _UNITS[source.get("unit", "kW")])}


def _check_fields(path: str, source: dict[str, Any]) -> None:
    for name in source:
        if name not in (*_OWN, *_OTHERS):
            hint = did_you_mean(str(name), (*_OWN, *_OTHERS))
            raise ScenarioError([f"{path}.{name}: unknown field beside `file`{hint}"])
    for name, what in (("soc", "states of charge"), ("power", "powers")):
        if name not in source:
            raise ScenarioError([f"{path}.{name}: is missing; which column holds the {what}?"])
    unit = source.get("unit", "kW")
    if not isinstance(unit, str) or unit not in _UNITS:
        raise ScenarioError([f'{path}.unit: given "{unit}", must be {" or ".join(_UNITS)}'])
    if not isinstance(source.get("where") or {}, dict):
        raise ScenarioError([f"{path}.where: must be a mapping, such as {{model: Leaf}}"])


def _points(table: Table, rows: Sequence[Row], columns: tuple[str, str]) -> list[_Point]:
    texts = [[str(row.cells[column]).strip() for column in columns] for row in rows]
    commas = has_decimal_commas((text for pair in texts for text in pair), table.delimiter)
    points, wrong = [], []
    for row, pair in zip(rows, texts, strict=True):
        numbers = [_number(text, commas) for text in pair]
        for column, text, number in zip(columns, pair, numbers, strict=True):
            if not number.is_finite():
                wanted = f"a number is expected{number_hint(text, '')}"
                wrong.append(f'{row.place}: column "{column}": "{text}" is none; {wanted}')
        points.append(_Point(row.place, *numbers))
    if wrong:
        raise ScenarioError(wrong)
    return points


def _number(text: str, decimal_commas: bool) -> Decimal:
    """Return a number as it is written; NaN if it is none."""
    try:
        return Decimal(text.replace(",", ".") if decimal_commas and has_comma(text) else text)
    except InvalidOperation:
        return Decimal("nan")


def _check_order(points: Sequence[_Point]) -> None:
    for before, point in pairwise(points):
        if point.soc <= before.soc:
            text = f"the SoC {point.soc} does not rise from {before.soc} in the row before"
            hint = "if the table holds several curves, choose one by `where: {column: value}`"
            raise ScenarioError([f"{point.place}: {text}; {hint}"])
    for point in points:
        if not 0 <= point.soc <= 100:
            raise ScenarioError([f"{point.place}: the SoC {point.soc} is not from 0 to 100 %"])


def _in_units(points: Sequence[_Point], power_of_ten: int) -> list[list[float]]:
    """Return [SoC, kW] of each; scaled as decimal numbers, so that no digits are added.

    States of charge are percent where one of them is above 1.

    Raises:
        ScenarioError: the largest is neither a fraction nor percent.
    """
    last = points[-1]
    if 1 < last.soc < LEAST_PERCENT:
        text = f"the largest SoC is {last.soc}: the table holds neither fractions nor percent"
        raise ScenarioError([f"{last.place}: {text}"])
    scale = _PERCENT if last.soc > 1 else 0
    return [
        [float(point.soc.scaleb(scale)), float(point.power.scaleb(power_of_ten))]
        for point in points
    ]
