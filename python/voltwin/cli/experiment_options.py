"""Options that all commands about experiments share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

import typer


class Part(NamedTuple):
    """One of several parts; typer would take a plain tuple for two words."""

    part: int
    parts: int


def _shard(text: str) -> Part:
    """Return the part of a whole given as 3/8."""
    part, slash, parts = text.partition("/")
    if not (slash and part.isdecimal() and parts.isdecimal()) or not 1 <= int(part) <= int(parts):
        raise typer.BadParameter(f"{text} must be like 3/8: the third of eight parts")
    return Part(int(part), int(parts))


_HOW = "How the runs are done"
_ABOUT = "What is kept and told"

Out = Annotated[
    Path | None, typer.Option("--out", help="Folder of the results.  (default: results/NAME-...)")
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        rich_help_panel=_HOW,
        help="Go on with what --out holds, whatever interrupted it.",
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        rich_help_panel=_HOW,
        help="That share the work.  (default: all processors)",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="auto|local|ADDRESS",
        rich_help_panel=_HOW,
        help="Do the work on a Ray cluster.",
    ),
]
ShardOption = Annotated[
    Part | None,
    typer.Option(
        "--shard",
        parser=_shard,
        metavar="I/N",
        rich_help_panel=_HOW,
        help="Do the I-th of N parts alone.",
    ),
]
Mixed = Annotated[
    bool,
    typer.Option(
        "--mixed", rich_help_panel=_HOW, help="Mix runs of different engines or platforms."
    ),
]
NoLimit = Annotated[
    bool,
    typer.Option(
        "--no-limit", rich_help_panel=_HOW, help="Begin, however long or large it will be."
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="KPI",
        rich_help_panel=_ABOUT,
        help="Tables are about this KPI; may be repeated.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TABLE",
        rich_help_panel=_ABOUT,
        help="Keep by_region, by_hour, by_station, or of fleets fleet, fleet_by_class, "
        "fleet_by_hour, of each run; may be repeated.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print all that came out as JSON.")]


@dataclass(frozen=True)
class Doing:
    """How a command has its experiment done."""

    out: Path | None = None
    resume: bool = False
    threads: int | None = None
    ray: str | None = None
    shard: tuple[int, int] | None = None
    mixed: bool = False
    no_limit: bool = False
    report: bool = True
    as_json: bool = False
    store: str | None = None
