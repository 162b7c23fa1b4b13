"""Stations from a table: CSV, or the points of a GeoJSON file, by a mapping of columns."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import problems_of
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station import Station

_FIELDS = ("file", "columns", "where")
_TEXTS = ("id", "name", "region", "profile", "policy", "charge_order", "opening_hours")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class Row(NamedTuple):
    """A row of a table."""

    place: str  # file:line, or file: feature 3
    cells: dict[str, Any]  # by column


class Table(NamedTuple):
    """The rows of a file and the columns that they have between them."""

    columns: tuple[str, ...]
    rows: list[Row]


def stations_from(source: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Return the stations of `{file: ..., columns: {field: column}, where: {column: value}}`.

    Longitude and latitude of a GeoJSON point are its columns `lon` and `lat`, and are taken without
    being named. An empty cell leaves its field to `station_defaults`.

    Raises:
        ScenarioError: the file or a column is not there, or a value is not allowed.
    """
    for name in source:
        if name not in _FIELDS:
            raise ScenarioError([f"stations.{name}: unknown field{did_you_mean(name, _FIELDS)}"])
    file = folder / str(source["file"])
    geojson = file.suffix.lower() in (".geojson", ".json")
    columns = _columns(source, {"lon": "lon", "lat": "lat"} if geojson else {})
    where = {str(name): wanted for name, wanted in _mapping(source, "where").items()}
    table = _points(file) if geojson else _csv(file)
    _must_have(file, table, [*columns.values(), *where])
    rows = [
        row
        for row in table.rows
        if all(_matches(row.cells.get(name), wanted) for name, wanted in where.items())
    ]
    if not rows:
        raise ScenarioError([f"{file}: no row is left{' by `where`' if where else ''}"])
    return _stations(rows, columns)


def _columns(source: dict[str, Any], plain: dict[str, str]) -> dict[str, str]:
    """Return the column of each field."""
    columns = _mapping(source, "columns")
    for field, column in columns.items():
        if field not in Station.model_fields:
            hint = did_you_mean(str(field), Station.model_fields)
            raise ScenarioError([f"stations.columns.{field}: is no field of a station{hint}"])
        if isinstance(column, bool) or not isinstance(column, str | int):
            raise ScenarioError([f"stations.columns.{field}: must be the name of a column"])
    if "id" not in columns:
        raise ScenarioError(
            ["stations.columns.id: is missing; which column holds the stations' ids?"]
        )
    return {**plain, **{field: str(column) for field, column in columns.items()}}


def _mapping(source: dict[str, Any], name: str) -> dict[str, Any]:
    value = source.get(name) or {}
    if not isinstance(value, dict):
        raise ScenarioError([f"stations.{name}: must be a mapping, such as {{id: station_id}}"])
    return value


def _must_have(file: Path, table: Table, needed: Iterable[str]) -> None:
    missing = [name for name in dict.fromkeys(needed) if name not in table.columns]
    if missing:
        raise ScenarioError(
            [
                f'{file}: has no column "{name}"{did_you_mean(name, table.columns)}'
                for name in missing
            ]
        )


def _matches(value: Any, wanted: Any) -> bool:
    """Return whether a cell is the wanted value, or one of them; numbers may be text."""
    if isinstance(wanted, list):
        return any(_matches(value, one) for one in wanted)
    text = _text(value)
    if isinstance(wanted, bool):
        return text.lower() == str(wanted).lower()
    if isinstance(wanted, int | float):
        return _number(text) == wanted
    return text == _text(wanted)


# --- cells into fields --------------------------------------------------------------------------


def _stations(rows: Sequence[Row], columns: dict[str, str]) -> list[dict[str, Any]]:
    stations, wrong = [], []
    probe = Station.model_construct(id="", chargers=(), batteries=0)
    for row in rows:
        station: dict[str, Any] = {}
        for field, column in columns.items():
            text = _text(row.cells.get(column))
            if text:
                station[field] = value = _value(field, text)
                problem = _problem(probe, field, value)
            else:
                problem = "is empty; every station needs an id" if field == "id" else None
            if problem:
                wrong.append(f'{row.place}: column "{column}": {problem}')
        stations.append(station)
    wrong = wrong or list(_same_ids(rows, columns["id"]))
    if wrong:
        raise ScenarioError(wrong)
    return stations


def _same_ids(rows: Sequence[Row], column: str) -> Iterator[str]:
    first: dict[str, str] = {}
    for row in rows:
        name = _text(row.cells[column])
        if name in first:
            yield f'{row.place}: column "{column}": "{name}" is also the id at {first[name]}'
        first.setdefault(name, row.place)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell).strip()


def _value(field: str, text: str) -> Any:
    number = None if field in _TEXTS else _number(text)
    return text if number is None else number


def _number(text: str) -> float | int | None:
    """Return a finite number."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return None
    return int(number) if number.is_integer() else number


def _problem(probe: Station, field: str, value: Any) -> str | None:
    """Return why a station's field cannot have a value; the probe takes it on if it can."""
    try:
        setattr(probe, field, value)
    except ValidationError as error:
        return problems_of(error, Station, {field: value})[0].text
    return None


# --- files into rows ----------------------------------------------------------------------------


def _csv(file: Path) -> Table:
    """Return the rows of a CSV file whose first line names the columns."""
    lines = _csv_lines(file)
    line, header = next(lines, (0, []))
    columns = [name.strip() for name in header]
    if not any(columns):
        raise ScenarioError([f"{file}: is empty; the names of the columns are expected first"])
    twice = next((name for i, name in enumerate(columns) if name and name in columns[:i]), None)
    if twice is not None:
        raise ScenarioError([f'{file}:{line}: two columns are called "{twice}"'])
    rows = []
    for line, cells in lines:
        if len(cells) != len(columns):
            text = f"has {len(cells)} cells, where the first line has {len(columns)}"
            raise ScenarioError([f"{file}:{line}: {text}"])
        rows.append(Row(f"{file}:{line}", dict(zip(columns, cells, strict=True))))
    return Table(tuple(columns), rows)


def _csv_lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of its first line, cells) of each row that is not blank."""
    from voltwin.scenario.files import read_text

    text = read_text(file)
    head = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ScenarioError([f"{file}:{line}: is no CSV: {error}"]) from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _points(file: Path) -> Table:
    """Return the points of a GeoJSON file: their properties, and `lon` and `lat`."""
    from voltwin.scenario.files import read_text
    from voltwin.scenario.json_text import read_json
    from voltwin.scenario.yaml_text import TextError

    try:
        data = read_json(read_text(file))
    except TextError as error:
        raise ScenarioError([f"{file}: is no JSON: {error}"]) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise ScenarioError([f'{file}: is no GeoJSON: a list of "features" is expected'])
    if not features:
        raise ScenarioError([f"{file}: has no features"])
    rows = [_point(f"{file}: feature {n}", feature) for n, feature in enumerate(features, 1)]
    return Table(tuple(dict.fromkeys(name for row in rows for name in row.cells)), rows)


def _point(place: str, feature: Any) -> Row:
    try:
        lon, lat = feature["geometry"]["coordinates"][:2]
        properties = feature.get("properties") or {}
        if feature["geometry"]["type"] != "Point":
            raise TypeError
        own = {"id": feature["id"]} if "id" in feature else {}
        return Row(place, {**own, **properties, "lon": lon, "lat": lat})
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ScenarioError([f"{place}: is no point with coordinates [lon, lat]"]) from None
