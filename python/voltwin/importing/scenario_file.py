"""The scenario as a file to be read and edited: one station a line, every assumption explained."""

import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voltwin.importing.assumptions import Assumption
from voltwin.importing.columns import DEMAND
from voltwin.importing.plain import either, plain
from voltwin.importing.understanding import Understanding
from voltwin.scenario.files import in_line, save
from voltwin.scenario.station import Station
from voltwin.scenario.text_files import write_at_once

_WIDTH = 100
_RUN = ("name", "start", "horizon", "warm_up", "target_wait")


def write_scenario(understanding: Understanding, path: Path) -> None:
    """Write the scenario of a table so that `load` returns an equal one; YAML, or JSON by suffix.

    Raises:
        OSError: the file cannot be written; an earlier one is left as it was.
    """
    if path.suffix.lower() == ".json":
        save(understanding.scenario, path)
    else:
        write_at_once(path, scenario_text(understanding, path))


def scenario_text(understanding: Understanding, path: Path) -> str:
    """Return the YAML text, with comments, of the scenario of a table."""
    fields = understanding.scenario.model_dump(mode="json", by_alias=True)
    reasons = {item.field: _why(item) for item in understanding.assumptions}
    reasons["start"] = f"{understanding.start.chosen}; no daylight saving time"
    lines = [
        *_comments(understanding, path),
        "",
        *(_line("", name, fields[name], reasons) for name in _RUN),
        "",
        "battery_types:",
        *_item(fields["battery_types"][0], reasons),
        "",
        "demand:",
        _line("  ", "profile", fields["demand"]["profile"], reasons),
        "",
        *_station_defaults(understanding),
        "stations:",
        *_stations(understanding, fields["stations"]),
    ]
    return "\n".join(lines) + "\n"


def _comments(understanding: Understanding, path: Path) -> Iterator[str]:
    """Yield where the stations are from, and what was assumed of their demand and size."""
    sized = [item for item in understanding.assumptions if item.group in ("size", "demand")]
    columns = [f"{column.field} from {column.column}" for column in understanding.columns]
    where = ", ".join(f"{name} = {either(value)}" for name, value in understanding.where.items())
    count = f"{len(understanding.scenario.stations):,} of {understanding.rows:,} rows"
    table = f"{Path(understanding.file).name}{f', where {where}' if where else ''}"
    yield from _comment(f"Made by voltwin import: {count} of {table}.")
    yield from ("#", f"#   voltwin run {' '.join(shlex.quote(path.name).split())}", "#")
    yield from _comment(f"Columns: {', '.join(columns)}. Ids: {understanding.ids_from}.")
    yield from _comment("Assumed, as the table does not tell:")
    for item in sized:
        yield from _comment(f"- {item.field} {_words(item)}", "  ")


def _comment(text: str, indent: str = "") -> list[str]:
    wrapped = textwrap.wrap(text, _WIDTH - 2, subsequent_indent=indent)
    return [f"# {line}" for line in wrapped]


def _words(item: Assumption) -> str:
    unit = f" {item.unit}" if item.unit else ""
    return f"{item.value}{unit}: {item.reason}"


def _why(item: Assumption) -> str:
    return f"[{item.unit}] {item.reason}" if item.unit else item.reason


def _item(fields: dict[str, Any], reasons: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the only item of a list."""
    indent = "  - "
    for name, value in fields.items():
        yield _line(indent, name, value, reasons)
        indent = "    "


def _station_defaults(understanding: Understanding) -> Iterator[str]:
    shared = [item for item in understanding.assumptions if item.group == "stations"]
    if shared:
        yield "station_defaults: # of every station that does not say otherwise"
        for item in shared:
            yield _explained(f"  {item.field}: {item.value}", _why(item))
        yield ""


def _stations(understanding: Understanding, fields: list[dict[str, Any]]) -> Iterator[str]:
    for station, values in zip(understanding.scenario.stations, fields, strict=True):
        yield f"  - {in_line(_brief(station, values))}"


def _line(indent: str, name: str, value: Any, reasons: dict[str, str]) -> str:
    return _explained(f"{indent}{name}: {in_line(plain(value))}", reasons.get(name))


def _explained(line: str, why: str | None) -> str:
    """Return a line with its reason beside it, or above it where it is too long for that."""
    if not why:
        return line
    why = " ".join(why.split())
    if len(line) + len(why) + 3 <= _WIDTH:
        return f"{line} # {why}"
    before = f"{' ' * (len(line) - len(line.lstrip(' -')))}# "
    comment = textwrap.wrap(why, _WIDTH, initial_indent=before, subsequent_indent=before)
    return "\n".join([*comment, line])


def _brief(station: Station, values: dict[str, Any]) -> dict[str, Any]:
    """Return a station's fields that were set, in their plainest form."""
    fields = {
        name: plain(values[name])
        for name in ("id", "name", "region", "lon", "lat", DEMAND, *Station.model_fields)
        if name in station.model_fields_set
    }
    groups = fields["chargers"]
    fields["chargers"] = (
        {"count": groups[0]["count"], "power_kw": groups[0]["power_kw"]} if groups else 0
    )
    return fields
