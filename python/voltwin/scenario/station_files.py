"""Stations from a table: CSV, or the points of a GeoJSON file, by a mapping of columns."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from voltwin.scenario.cells import Probe, matches, text_of, value_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station import Station
from voltwin.scenario.table_files import Row, Table, is_geojson, read_table
from voltwin.scenario.text_files import read_text

NO_ROWS = "has no rows below the names of its columns"
NO_ROWS_WHERE = "no row is left by `where`"
_FIELDS = ("file", "columns", "where")


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
    columns = _columns(source, {"lon": "lon", "lat": "lat"} if is_geojson(file) else {})
    where = {str(name): wanted for name, wanted in _mapping(source, "where").items()}
    table = read_table(file, read_text(file))
    if table.broken:
        raise ScenarioError(table.broken)
    must_have(file, table, [*columns.values(), *where])
    rows = rows_where(table.rows, where)
    if not rows:
        raise ScenarioError([f"{file}: {NO_ROWS_WHERE if table.rows else NO_ROWS}"])
    return _stations(rows, columns)


def must_have(file: Path, table: Table, needed: Iterable[str]) -> None:
    """Refuse a table that lacks a column.

    Raises:
        ScenarioError: it does; one line a column.
    """
    missing = [name for name in dict.fromkeys(needed) if name not in table.columns]
    if missing:
        raise ScenarioError(
            [
                f'{file}: has no column "{name}"{did_you_mean(name, table.columns)}'
                for name in missing
            ]
        )


def rows_where(rows: Sequence[Row], where: dict[str, Any]) -> list[Row]:
    """Return the rows whose columns have the wanted values."""
    return [
        row
        for row in rows
        if all(matches(row.cells.get(name), wanted) for name, wanted in where.items())
    ]


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


def _stations(rows: Sequence[Row], columns: dict[str, str]) -> list[dict[str, Any]]:
    stations, wrong = [], []
    probe = Probe()
    for row in rows:
        station: dict[str, Any] = {}
        for field, column in columns.items():
            text = text_of(row.cells.get(column))
            if text:
                station[field] = value = value_of(field, text)
                problem = probe.problem(field, value)
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
        name = text_of(row.cells[column])
        if name in first:
            yield f'{row.place}: column "{column}": "{name}" is also the id at {first[name]}'
        first.setdefault(name, row.place)
