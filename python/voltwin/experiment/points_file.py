"""Points of a sweep from a table: a row a point, a column a factor; an empty cell is left out."""

from pathlib import Path
from typing import Any, NamedTuple

from voltwin.scenario.cells import number_of, text_of
from voltwin.scenario.decimals import has_comma, has_decimal_commas
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.table_files import Row, read_table
from voltwin.scenario.text_files import read_text


class TablePoints(NamedTuple):
    """Points and where each of them stands."""

    points: list[dict[str, Any]]
    places: list[str]  # file:line


def read_points(file: Path) -> TablePoints:
    """Return the points of a CSV file whose first line names the factors.

    Raises:
        ScenarioError: it cannot be read, or holds none.
    """
    table = read_table(file, read_text(file))
    if table.broken:
        raise ScenarioError(table.broken)
    if not table.rows:
        raise ScenarioError([f"{file}: has no points below the names of the factors"])
    texts = (text_of(cell) for row in table.rows for cell in row.cells.values())
    commas = has_decimal_commas(texts, table.delimiter)
    points = [_point(row, commas=commas) for row in table.rows]
    return TablePoints(points, [row.place for row in table.rows])


def _point(row: Row, *, commas: bool) -> dict[str, Any]:
    cells = ((name, text_of(cell)) for name, cell in row.cells.items())
    return {name: _value(text, commas=commas) for name, text in cells if text}


def _value(text: str, *, commas: bool) -> Any:
    number = number_of(text.replace(",", ".") if commas and has_comma(text) else text)
    return text if number is None else number


def at_rows(error: ScenarioError, places: list[str]) -> ScenarioError:
    """Return the problems of a plan; those of points with their row in the table in front."""
    lines = []
    for line, path in zip(error.lines, error.paths, strict=True):
        row = path[2] if path[:2] == ("design", "points") and len(path) > 2 else None
        if isinstance(row, int):
            inner = line.removeprefix(f"design.points[{row}]").removeprefix(".").removeprefix(": ")
            lines.append(f"{places[row]}: {inner}")
        else:
            lines.append(line)
    return ScenarioError(lines, error.paths)
