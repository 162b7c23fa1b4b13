"""`voltwin bench`: figures of this machine."""

import json
import sys
from pathlib import Path

from voltwin import bench
from voltwin.cli.failures import CHECK_FAILED, WRONG_INPUT


def bench_cases(only: list[str] | None, *, as_json: bool, write: Path | None) -> None:
    """Measure and print one line a figure; exit status 1 if a bar is missed."""
    try:
        measured = []
        for figure in bench.run(only, progress=lambda text: print(text, file=sys.stderr)):
            measured.append(figure)
            if as_json:
                line = {"name": figure.name, "value": figure.value, "unit": figure.unit}
                print(json.dumps(line), flush=True)
    except ValueError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(WRONG_INPUT)
    if not as_json:
        _table(measured)
    if write:
        bench.write_report(measured, write)
    if not all(figure.ok for figure in measured):
        sys.exit(CHECK_FAILED)


def _table(measured: list[bench.Measurement]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", "bar", "", box=None, header_style="bold")
    for figure in measured:
        value = f"{figure.value:,.3g} {figure.unit}"
        table.add_row(figure.name, value, figure.bar, "met" if figure.ok else "missed")
    Console().print(table)
