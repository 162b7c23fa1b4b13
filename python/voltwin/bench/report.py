"""The figures as a Markdown page: the machine, tables, and the commands that made them."""

import math
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.bench.groups import grouped
from voltwin.bench.machine import machine
from voltwin.bench.markdown import table
from voltwin.bench.measurement import Measurement
from voltwin.wording.quantities import NONE

if TYPE_CHECKING:
    from voltwin.bench.scaling import Panel

_PACKAGES = ("voltwin", "numba", "numpy", "simpy", "pyarrow", "ciw", "salabim")
_READING = """\
Times are minima of several runs, rivals taking turns: all that disturbs a run makes it longer.
Seconds are wall-clock times. Ratios without files or processes compare the processor's time, which
other load distorts less. A figure is held against its *bar*; what falls short of it stands here as
it is. The *aim* is what the bar may once become. Making a run, which is reading and checking the
scenario and building its tables, is not counted unless the note says so. Measured by

    voltwin bench --write docs/benchmarks.md --scaling docs/scaling.svg

and single figures by `voltwin bench --only NAME --only NAME`; the names are those of the tables.
Rivals come with the developers' tools (`make setup`). What was tried to make the figures better,
and what came of it, is in [performance.md](performance.md)."""
_QUEUES = """\
The same work in other simulators: so many nanoseconds take them a customer of an M/M/c queue at a
load of 0.9, and so many times Voltwin's (x). Theirs is a customer that waits and is served, with
monitors off; Voltwin's is a vehicle with a battery that arrives, waits, swaps, and leaves behind a
battery that is charged, and all KPIs."""


def write_report(
    measurements: Iterable[Measurement],
    path: Path,
    scaling: "tuple[Sequence[Panel], Path] | None" = None,
) -> None:
    """Write figures to a Markdown file; it names no paths and no host.

    Args:
        measurements: the figures.
        path: of the file.
        scaling: what each size takes, and the file of its picture.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = report(measurements)
    if scaling:
        panels, picture = scaling
        lines += _scaling(panels, Path(os.path.relpath(picture, path.parent)).as_posix())
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def report(measurements: Iterable[Measurement]) -> list[str]:
    """Return figures as the lines of a Markdown page."""
    from voltwin.bench.compared import rivals_table

    measured = list(measurements)
    lines = ["# Benchmarks", "", f"Machine: {machine()}.  ", f"Versions: {_versions()}."]
    lines += ["", *_READING.splitlines()]
    for title, members in grouped(measured):
        lines += ["", f"## {title}", "", *_table(members)]
    if rivals := rivals_table(measured):
        lines += ["", "## Other simulators", "", *_QUEUES.splitlines(), "", *rivals]
    return lines


def _table(measurements: Sequence[Measurement]) -> list[str]:
    headings = ["figure", "value", "bar", "aim", "met", "note"]
    return table(headings, [_row(measurement) for measurement in measurements], "lrrrll")


def _row(of: Measurement) -> list[str]:
    if math.isnan(of.value):
        return [f"`{of.name}`", NONE, of.bar, of.aim, "left out", of.detail]
    value = f"{value_text(of.value)} {of.unit}"
    return [f"`{of.name}`", value, of.bar, of.aim, "yes" if of.ok else "**no**", of.detail]


def value_text(value: float) -> str:
    """Return a figure to three digits, larger ones as whole numbers."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _scaling(panels: "Sequence[Panel]", picture: str) -> list[str]:
    from voltwin.bench.compared import sizes_table

    lines = ["", "## Scaling", "", f"![Time over size, by what grows]({picture})", ""]
    lines += [
        "Processor's time of the simulation alone, and the largest memory of the whole process, "
        "of which",
        "some 270 MB are Python, its libraries and the compiled code. Plain SimPy has a queue and "
        "chargers but no",
        "thermal model, grid limits, KPIs or log, and simulates station by station; the reference "
        "has all of them",
        "in one environment.",
    ]
    for panel in panels:
        lines += ["", f"{panel.work[0].upper()}{panel.work[1:]}:", "", *sizes_table(panel)]
    return lines


def _versions() -> str:
    packages = (f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    return f"Python {platform.python_version()}, {', '.join(packages)}"


def _version(package: str) -> str:
    """Return the version of a package, nothing if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
