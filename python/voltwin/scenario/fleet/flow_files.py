"""Flows between zones from a CSV file."""

from pathlib import Path
from typing import Any

from voltwin.scenario.cells import number_of, text_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.station_files import NO_ROWS, must_have
from voltwin.scenario.table_files import Row, read_table
from voltwin.scenario.text_files import read_text


def flows_from(file: Path) -> list[list[Any]]:
    """Return the flows of a CSV file: origin, destination, trips, and hour if there is one.

    Raises:
        ScenarioError: the file or a column is not there, or a cell holds something else.
    """
    table = read_table(file, read_text(file))
    if table.broken:
        raise ScenarioError(table.broken)
    must_have(file, table, ("origin", "destination", "trips"))
    if not table.rows:
        raise ScenarioError([f"{file}: {NO_ROWS}"])
    by_hour = "hour" in table.columns
    wrong: list[str] = []
    flows = [_flow(row, by_hour, wrong) for row in table.rows]
    if wrong:
        raise ScenarioError(wrong)
    return flows


def _flow(row: Row, by_hour: bool, wrong: list[str]) -> list[Any]:
    ends = [text_of(row.cells[column]) for column in ("origin", "destination")]
    if not all(ends):
        wrong.append(f"{row.place}: origin and destination must be ids of zones")
    trips = _number(row, "trips", wrong)
    if trips is not None and trips < 0.0:
        wrong.append(f'{row.place}: column "trips": {trips:g} must be 0 or more')
    return [*ends, trips, *([_number(row, "hour", wrong)] if by_hour else [])]


def _number(row: Row, column: str, wrong: list[str]) -> float | int | None:
    text = text_of(row.cells[column])
    number = number_of(text)
    if number is None:
        wrong.append(f'{row.place}: column "{column}": "{text}" is no number')
    return number
