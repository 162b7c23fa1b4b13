"""The scenario of a calibration as a file to be read and edited: what was fitted stands apart from
what no log tells."""

import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.importing.plain import plain
from voltwin.scenario.files import in_line, save
from voltwin.scenario.text_files import write_at_once

if TYPE_CHECKING:
    from voltwin.calibration.calibration import Calibration

_WIDTH = 100
_RUN = ("name", "start", "horizon")


def write_scenario(found: "Calibration", path: Path) -> None:
    """Write the scenario so that `load` returns an equal one; YAML, or JSON by suffix.

    Raises:
        OSError: the file cannot be written; an earlier one is left as it was.
    """
    if path.suffix.lower() == ".json":
        save(found.scenario, path)
    else:
        write_at_once(path, scenario_text(found, path))


def scenario_text(found: "Calibration", path: Path) -> str:
    """Return the YAML text, with comments, of the scenario of a calibration."""
    fields = plain(found.scenario.model_dump(mode="json", by_alias=True))
    fitted = plain(found.fragment)
    lines = [
        *_comments(found, path),
        "",
        *(f"{name}: {in_line(fields[name])}" for name in _RUN),
        "",
        "demand: # fitted",
        *_demand(fitted["demand"]),
    ]
    if "station_defaults" in fitted:
        lines += ["", "station_defaults: # fitted"]
        lines += [f"  {name}: {in_line(law)}" for name, law in fitted["station_defaults"].items()]
    lines += ["", "battery_types:", *_battery_type(fields["battery_types"][0], fitted)]
    lines += [
        "",
        "# Swaps a day are fitted; bays, chargers and batteries follow from them by a rule",
    ]
    lines += ["# of thumb: give your own.", "stations:"]
    named = ("id", "swaps_per_day", "bays", "chargers", "batteries")
    for station in fields["stations"]:
        group = station["chargers"][0]
        station["chargers"] = {"count": group["count"], "power_kw": group["power_kw"]}
        lines.append(f"  - {in_line({name: station[name] for name in named})}")
    return "\n".join(lines) + "\n"


def _comments(found: "Calibration", path: Path) -> Iterator[str]:
    """Yield what the log was, and what it could not tell."""
    rows, days = len(found.log), found.counts.days
    yield from _comment(
        f"Made by voltwin calibrate: {rows:,} rows of {found.log.name}, {days} days."
    )
    yield from ("#", f"#   voltwin run {' '.join(shlex.quote(path.name).split())}", "#")
    yield from _comment("What the log does not tell:")
    for sentence in found.untold:
        yield from _comment(f"- {sentence}", "  ")


def _comment(text: str, indent: str = "") -> list[str]:
    wrapped = textwrap.wrap(" ".join(text.split()), _WIDTH - 2, subsequent_indent=indent)
    return [f"# {line}" for line in wrapped]


def _demand(fields: dict[str, Any]) -> Iterator[str]:
    profile = fields["profile"]
    if isinstance(profile, dict):
        yield "  profile: # factor by day and hour, with a mean of 1"
        for day, factors in profile.items():
            yield f"    {day}: {in_line(factors)}"
    else:
        yield f"  profile: {in_line(profile)}"
    for name, value in fields.items():
        if name != "profile":
            yield f"  {name}: {in_line(value)}"


def _battery_type(fields: dict[str, Any], fitted: dict[str, Any]) -> Iterator[str]:
    told = fitted.get("battery_types", [{}])[0]
    indent = "  - "
    for name in ("id", "capacity_kwh", "charge_curve", *(name for name in told if name != "id")):
        why = " # fitted" if name in told and name != "id" else ""
        yield f"{indent}{name}: {in_line(fields[name])}{why}"
        indent = "    "
