"""The scenario as a file to be read and edited: one station a line, every assumption explained."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voltwin.importing.assumptions import Assumption
from voltwin.importing.understanding import Understanding
from voltwin.scenario.files import in_line, save
from voltwin.scenario.station import Station
from voltwin.scenario.text_files import write_at_once

_WIDTH = 98


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
    return "\n".join([*_comments(understanding, path), *_fields(understanding)]) + "\n"


def _comments(understanding: Understanding, path: Path) -> Iterator[str]:
    """Yield where the stations are from, and what was assumed for all of them."""
    sized = [item for item in understanding.assumptions if item.group in ("size", "demand")]
    columns = [f"{column.field} from {column.column}" for column in understanding.columns]
    count = len(understanding.scenario.stations)
    where = ", ".join(f"{name} = {_shown(value)}" for name, value in understanding.where.items())
    paragraphs = [
        f"{count:,} of {understanding.rows:,} rows of {Path(understanding.file).name}"
        f"{f', where {where}' if where else ''}, imported by voltwin import.",
        f"    voltwin run {path.name}",
        f"Columns: {', '.join(columns)}. Ids: {understanding.ids_from}.",
        "Assumed, as the table does not tell:",
        *(f"  {_words(item)}" for item in sized),
    ]
    for text in paragraphs:
        lines = textwrap.wrap(text, _WIDTH - 2, subsequent_indent="    ") if text.strip() else [""]
        keep = text.startswith("    ")
        yield from ([f"# {text}"] if keep else (f"# {line}" for line in lines))


def _words(item: Assumption) -> str:
    unit = f" {item.unit}" if item.unit else ""
    return f"{item.field} {item.value}{unit}: {item.reason}"


def _shown(value: Any) -> str:
    return " or ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _fields(understanding: Understanding) -> Iterator[str]:
    scenario = understanding.scenario
    plain = scenario.model_dump(mode="json", by_alias=True, warnings=False)
    reasons = {item.field: item.reason for item in understanding.assumptions}
    start = f"{understanding.start.chosen}; no daylight saving time"
    yield ""
    yield f"name: {in_line(plain['name'])}"
    yield _line("", "start", plain["start"], start)
    for field in ("horizon", "warm_up", "target_wait"):
        yield _line("", field, plain[field], reasons[field])
    yield from ("", "battery_types:")
    kind, dash = plain["battery_types"][0], "  - "
    for field, value in kind.items():
        yield _line(dash, field, value, reasons.get(field))
        dash = "    "
    yield from ("", "demand:")
    yield _line("  ", "profile", plain["demand"]["profile"], reasons.get("profile"))
    shared = [item for item in understanding.assumptions if item.group == "stations"]
    if shared:
        yield from ("", "station_defaults: # of every station that does not say otherwise")
        for item in shared:
            yield _line("  ", item.field, plain["stations"][0][item.field], item.reason)
    yield from ("", "stations:")
    left_out = {item.field for item in shared}
    for station, values in zip(scenario.stations, plain["stations"], strict=True):
        yield f"  - {in_line(_brief(station, values, left_out))}"


def _line(indent: str, field: str, value: Any, why: str | None) -> str:
    line = f"{indent}{field}: {in_line(_plain(value))}"
    return f"{line} # {why}" if why else line


def _brief(station: Station, values: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    """Return a station's fields that were set, in their plainest form."""
    fields = {
        name: _plain(values[name])
        for name in Station.model_fields
        if name in station.model_fields_set and name not in left_out
    }
    groups = fields["chargers"]
    fields["chargers"] = (
        {"count": groups[0]["count"], "power_kw": groups[0]["power_kw"]} if groups else 0
    )
    return fields


def _plain(value: Any) -> Any:
    """Return data with whole numbers in place of floats that are whole."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
