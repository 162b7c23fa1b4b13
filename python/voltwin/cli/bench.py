"""`voltwin bench`: figures of this machine."""

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voltwin import bench
from voltwin.cli.failures import CHECK_FAILED, WRONG_INPUT

if TYPE_CHECKING:
    from voltwin.bench.scaling import Panel


def bench_cases(
    only: list[str] | None,
    *,
    as_json: bool,
    write: Path | None,
    scaling: Path | None,
    long: bool = False,
) -> None:
    """Measure and print one line a figure; exit status 1 if a bar is missed.

    With `scaling` but no names, sizes are measured alone, unless a page is to be written.
    """
    try:
        names = [] if scaling and not only and not write else only or None
        measured = []
        for figure in bench.run(names, progress=_tell, long=long):
            measured.append(figure)
            if as_json:
                value = None if math.isnan(figure.value) else figure.value
                line = {"name": figure.name, "value": value, "unit": figure.unit}
                print(json.dumps(line), flush=True)
        panels = _scaling(scaling) if scaling else None
    except ValueError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(WRONG_INPUT)
    if measured and not as_json:
        _table(measured)
    if write:
        bench.write_report(measured, write, (panels, scaling) if panels and scaling else None)
    if not all(figure.ok for figure in measured):
        sys.exit(CHECK_FAILED)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _scaling(file: Path) -> "list[Panel]":
    from voltwin.bench.scaling import measure
    from voltwin.bench.scaling_plot import draw

    panels = measure(_tell)
    draw(panels, file)
    return panels


def _table(measured: list[bench.Measurement]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    for heading in ("figure", "value", "bar", "aim", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for figure in measured:
        value = f"{bench.value_text(figure.value)} {figure.unit}"
        met = ("met" if figure.ok else "missed") if figure.bar else ""
        if math.isnan(figure.value):
            value, met = "", f"left out: {figure.detail}"
        table.add_row(figure.name, value, figure.bar, figure.aim, met)
    Console().print(table)
