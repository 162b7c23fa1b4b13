"""Tables as rows: CSV, or the points of a GeoJSON file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.json_text import read_json
from voltwin.scenario.yaml_text import TextError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Row(NamedTuple):
    """A row of a table."""

    place: str  # file:line, or file: feature 3
    cells: dict[str, Any]  # by column


class Table(NamedTuple):
    """The rows of a file and the columns that they have between them."""

    columns: tuple[str, ...]
    rows: list[Row]
    broken: list[str]  # one line for each row that cannot be read
    delimiter: str | None = None  # of a CSV file


def is_geojson(file: Path) -> bool:
    """Return whether a file's name is one of GeoJSON."""
    return file.suffix.lower() in (".geojson", ".json")


def read_table(file: Path, text: str) -> Table:
    """Return the rows of a file's text; those that cannot be read are told in `broken`.

    Raises:
        ScenarioError: the text is no table at all.
    """
    return _points(file, text) if is_geojson(file) else _csv(file, text)


# --- CSV ----------------------------------------------------------------------------------------


def _csv(file: Path, text: str) -> Table:
    """Return the rows of a CSV text whose first line names the columns."""
    delimiter = _delimiter(text)
    lines = _csv_lines(file, text, delimiter)
    line, _, header = next(lines, (0, 0, []))
    if [cell.lower() for cell in header] == ["sep=", ""]:
        line, _, header = next(lines, (0, 0, []))
    columns = [name.strip() for name in header]
    if not any(columns):
        raise ScenarioError([f"{file}: is empty; the names of the columns are expected first"])
    if len(columns) == 1 and any(sign in columns[0] for sign in "|:/"):
        why = f'has one column only, "{columns[0]}"'
        raise ScenarioError([f"{file}:{line}: {why}; commas, semicolons or tabs separate columns"])
    twice = next((name for i, name in enumerate(columns) if name and name in columns[:i]), None)
    if twice is not None:
        raise ScenarioError([f'{file}:{line}: two columns are called "{twice}"'])
    rows, broken = [], []
    never_closed = text.count('"') % 2 == 1
    for line, last, cells in lines:
        to_the_end = last > line and last >= text.count("\n") and never_closed
        if to_the_end or (last > line and len(cells) != len(columns)):
            why = f"the row goes on to line {last}: a quote is opened in it and not closed"
            broken.append(f"{file}:{line}: {why}")
        elif len(cells) == len(columns):
            rows.append(Row(f"{file}:{line}", dict(zip(columns, cells, strict=True))))
        else:
            broken.append(f"{file}:{line}: {_ragged(len(cells), len(columns), delimiter)}")
    return Table(tuple(columns), rows, broken, delimiter)


def _delimiter(text: str) -> str:
    """Return what separates cells: told by Excel's first line, or most frequent in the header."""
    head = text.lstrip("\r\n").partition("\n")[0].strip("\r")
    if head.lower().startswith("sep=") and head[4:] in DELIMITERS:
        return head[4:]
    return max(DELIMITERS, key=head.count)


def _ragged(cells: int, columns: int, delimiter: str) -> str:
    count = f"{cells} cell" if cells == 1 else f"{cells} cells"
    text = f"has {count}, where the first line has {columns}"
    if cells > columns:
        text += f"; a cell that holds a {DELIMITERS[delimiter]} must be in quotes"
    return text


def _csv_lines(file: Path, text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (number of its first line, of its last line, cells) of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ScenarioError([f"{file}:{line}: is no CSV: {error}"]) from None
        if any(cell.strip() for cell in cells):
            yield line, reader.line_num, cells
        line = reader.line_num + 1


# --- GeoJSON ------------------------------------------------------------------------------------


def _points(file: Path, text: str) -> Table:
    """Return the points of a GeoJSON text: their properties, and `lon` and `lat`."""
    try:
        data = read_json(text)
    except TextError as error:
        raise ScenarioError([f"{file}: is no JSON: {error}"]) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise ScenarioError([f'{file}: is no GeoJSON: a list of "features" is expected'])
    if not features:
        raise ScenarioError([f"{file}: has no features"])
    rows, broken = [], []
    for number, feature in enumerate(features, 1):
        place = f"{file}: feature {number}"
        cells = _point(feature)
        if cells is None:
            broken.append(f"{place}: {_no_point(feature)}")
        else:
            rows.append(Row(place, cells))
    if not rows:
        raise ScenarioError(broken)
    return Table(tuple(dict.fromkeys(name for row in rows for name in row.cells)), rows, broken)


def _no_point(feature: Any) -> str:
    """Return why a feature is no point."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else feature
    if geometry is None:
        return "has no geometry; a point with coordinates [lon, lat] is needed"
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if isinstance(kind, str) and kind != "Point":
        text = f"is a {kind[:20]}, and points are needed"
        return text + ("; QGIS makes them: Vector, Centroids" if "Polygon" in kind else "")
    return "is no point with coordinates [lon, lat]"


def _point(feature: Any) -> dict[str, Any] | None:
    """Return the properties of a feature with its `lon` and `lat`, or None if it is no point."""
    try:
        lon, lat = feature["geometry"]["coordinates"][:2]
        properties = feature.get("properties") or {}
        if feature["geometry"]["type"] != "Point":
            return None
        own = {"id": feature["id"]} if "id" in feature else {}
        return {**own, **properties, "lon": lon, "lat": lat}
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
