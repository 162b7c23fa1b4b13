"""Stations from a table: CSV, or the points of a GeoJSON file, by a mapping of columns."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station import Station

_FIELDS = ("file", "columns", "where")
_TEXTS = ("id", "name", "region", "profile", "policy", "charge_order", "opening_hours")
Row = dict[str, Any]


def stations_from(source: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Return the stations of `{file: ..., columns: {field: column}, where: {column: value}}`.

    Raises:
        ScenarioError: the file or a column is not there, or a value is none.
    """
    for name in source:
        if name not in _FIELDS:
            raise ScenarioError([f"stations.{name}: is no field here{did_you_mean(name, _FIELDS)}"])
    file = folder / str(source["file"])
    columns, where = _mapping(source, "columns"), _mapping(source, "where")
    for field in columns:
        if field not in Station.model_fields:
            hint = did_you_mean(str(field), Station.model_fields)
            raise ScenarioError([f"stations.columns.{field}: is no field of a station{hint}"])
    stations = [
        _station(file, line, row, columns)
        for line, row in _rows(file, [*columns.values(), *where])
        if all(_matches(row[column], wanted) for column, wanted in where.items())
    ]
    if not stations:
        raise ScenarioError([f"{file}: no row is left{' by `where`' if where else ''}"])
    return stations


def _mapping(source: dict[str, Any], name: str) -> dict[str, Any]:
    value = source.get(name) or {}
    if not isinstance(value, dict):
        raise ScenarioError([f"stations.{name}: must be a mapping, such as {{id: station_id}}"])
    return value


def _matches(value: Any, wanted: Any) -> bool:
    """Return whether a cell is the wanted value, or one of them; numbers may be text."""
    if isinstance(wanted, list):
        return any(_matches(value, one) for one in wanted)
    return str(value).strip() == str(wanted) or _number(value) == wanted


def _station(file: Path, line: int, row: Row, columns: dict[str, Any]) -> dict[str, Any]:
    station: dict[str, Any] = {}
    for field, column in columns.items():
        value = row[column]
        text = str(value).strip()
        if text == "" or value is None:
            if field == "id":
                raise ScenarioError([f"{file}:{line}: column {column} is empty; an id is needed"])
            continue
        if field in _TEXTS:
            station[field] = text
            continue
        number = _number(value)
        if number is None:
            raise ScenarioError([f'{file}:{line}: column {column} holds "{text}", no number'])
        station[field] = number
    return station


def _number(value: Any) -> float | int | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else number


def _rows(file: Path, needed: list[Any]) -> Iterator[tuple[int, Row]]:
    """Yield (line, cells by column), every needed column among them."""
    from voltwin.scenario.files import read_text

    text = read_text(file)
    geojson = file.suffix.lower() in (".geojson", ".json")
    for line, row in _points(file, text) if geojson else _csv_rows(file, text):
        for column in needed:
            if column not in row:
                hint = did_you_mean(str(column), (str(name) for name in row if name))
                raise ScenarioError([f'{file}: has no column "{column}"{hint}'])
        yield line, row


def _csv_rows(file: Path, text: str) -> Iterator[tuple[int, Row]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    for row in reader:
        if None in row:
            raise ScenarioError([f"{file}:{reader.line_num}: has more cells than columns"])
        yield reader.line_num, row


def _points(file: Path, text: str) -> Iterator[tuple[int, Row]]:
    """Yield the points of a GeoJSON file with their properties, `lon` and `lat` among them."""
    try:
        features = json.loads(text)["features"]
        for number, feature in enumerate(features, 1):
            lon, lat = feature["geometry"]["coordinates"][:2]
            yield number, {"lon": lon, "lat": lat, **(feature.get("properties") or {})}
    except (ValueError, KeyError, TypeError) as error:
        raise ScenarioError([f"{file}: is no GeoJSON file of points ({error!r})"]) from None
