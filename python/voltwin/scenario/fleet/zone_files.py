"""Zones from a table: CSV, or the points of a GeoJSON file."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from voltwin.scenario.cells import number_of, text_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.fleet.zone import Zone
from voltwin.scenario.messages import problems_of
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station_files import NO_ROWS, must_have
from voltwin.scenario.table_files import Row, read_table
from voltwin.scenario.text_files import read_text

_NEEDED = ("id", "lon", "lat")


def zones_from(source: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Return the zones of `{file: ..., columns: {field: column}}`.

    A column that is called like a field is taken without being named; an empty cell leaves its
    field out.

    Raises:
        ScenarioError: the file or a column is not there, or a value is not allowed.
    """
    for name in source:
        if name not in ("file", "columns"):
            hint = did_you_mean(str(name), ("file", "columns"))
            raise ScenarioError([f"fleet.zones.{name}: unknown field{hint}"])
    file, named = folder / str(source["file"]), source.get("columns") or {}
    if not isinstance(named, dict):
        raise ScenarioError(["fleet.zones.columns: must be a mapping, such as {id: zone}"])
    for field in named:
        if field not in Zone.model_fields:
            hint = did_you_mean(str(field), Zone.model_fields)
            raise ScenarioError([f"fleet.zones.columns.{field}: is no field of a zone{hint}"])
    table = read_table(file, read_text(file))
    if table.broken:
        raise ScenarioError(table.broken)
    own = {field: field for field in Zone.model_fields if field in (*table.columns, *_NEEDED)}
    columns = {**own, **{field: str(column) for field, column in named.items()}}
    must_have(file, table, columns.values())
    if not table.rows:
        raise ScenarioError([f"{file}: {NO_ROWS}"])
    zones, wrong = [], []
    for row in table.rows:
        zone = _zone(row, columns)
        zones.append(zone)
        wrong += _problems(row, zone, columns)
    if wrong:
        raise ScenarioError(wrong)
    return zones


def _zone(row: Row, columns: dict[str, str]) -> dict[str, Any]:
    zone: dict[str, Any] = {}
    for field, column in columns.items():
        text = text_of(row.cells.get(column))
        number = None if field == "id" else number_of(text)
        if text:
            zone[field] = text if number is None else number
    return zone


def _problems(row: Row, zone: dict[str, Any], columns: dict[str, str]) -> list[str]:
    try:
        Zone.model_validate(zone)
    except ValidationError as error:
        return [
            f'{row.place}: column "{columns[str(problem.path[0])]}": {problem.text}'
            for problem in problems_of(error, Zone, zone)
        ]
    return []
