"""Types of options, and options that commands share."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class EngineOption(StrEnum):
    """The engines by name."""

    KERNEL = "kernel"
    REFERENCE = "reference"


class DemandOption(StrEnum):
    """The ways of demand that templates show."""

    ARRIVALS = "arrivals"
    FLEET = "fleet"


def duration(text: str) -> float:
    """Return a duration [s] given as 6h, 1d 12h or plain seconds."""
    from voltwin.scenario.durations import parse_duration

    try:
        return parse_duration(float(text) if text.replace(".", "", 1).isdigit() else text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


_SIZES = {"M": 2**20, "G": 2**30, "T": 2**40}
_LEAST_MEMORY = 64 * 2**20


def memory(text: str) -> int:
    """Return a size of memory [bytes] given as 512M or 1.5G.

    >>> memory("1.5G")
    1610612736
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([MGT])(?:i?B)?", text.strip(), re.IGNORECASE)
    size = int(float(match[1]) * _SIZES[match[2].upper()]) if match else 0
    if size < _LEAST_MEMORY:
        raise typer.BadParameter(f'given "{text}", must be at least 64M, such as 512M or 4G')
    return size


Until = Annotated[
    float | None,
    typer.Option(parser=duration, metavar="DURATION", help="Stop earlier: 6h, 1d, ..."),
]
ResultsFolder = Annotated[
    Path | None, typer.Option("--out", help="Folder of the results.  (default: results/NAME)")
]
WithReport = Annotated[
    bool, typer.Option("--report/--no-report", help="Explain the stations and write report.html.")
]
RecordAsJson = Annotated[bool, typer.Option("--json", help="Print run.json instead of tables.")]
Results = Annotated[Path, typer.Argument(help="The results.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        envvar="VOLTWIN_STORE",
        show_envvar=True,
        help="Write the results into a store, too, while they come: a folder, or postgresql://...",
    ),
]
