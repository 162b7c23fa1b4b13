"""A calibration on the terminal; fits 80 columns, and reads as well in a file or a pipe."""

import math
from textwrap import wrap
from typing import TYPE_CHECKING

from voltwin.calibration.wording import (
    PARAMETERS,
    SCORES,
    few,
    law_lines,
    parameter_rows,
    scope,
    score_rows,
    verdict,
)
from voltwin.report.aligned import aligned

if TYPE_CHECKING:
    from rich.console import Console

    from voltwin.calibration.calibration import Calibration

_BLOCKS = " ▁▂▃▄▅▆▇█"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def render(found: "Calibration", console: "Console | None" = None) -> None:
    """Print what was fitted, how good it is, and what the log cannot tell."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console(highlight=False)
    width = min(console.width, 100)
    console.print(Text(found.log.name, "bold"))
    console.print(Text(scope(found), "dim"))
    for note in found.notes:
        _lines(console, note, width, "dim")
    console.print()
    console.print(Text("Arrivals by hour of the week, 0:00 to 24:00", "bold"))
    for line in profile_lines(found):
        console.print(Text(line))
    console.print()
    console.print(
        aligned("Fitted, with intervals of 95 %", PARAMETERS, parameter_rows(found), width)
    )
    for line in law_lines(found):
        _lines(console, line, width, "dim")
    console.print()
    rows = score_rows(found)
    if rows:
        console.print(aligned("On days that were held out", SCORES, rows, width))
    _lines(console, verdict(found), width)
    console.print()
    console.print(Text("What the log cannot tell", "bold"))
    for sentence in found.untold:
        _lines(console, f"- {sentence}", width)


def _lines(console: "Console", text: str, width: int, style: str = "") -> None:
    from rich.text import Text

    indent = "  " if text.startswith("- ") else ""
    for line in wrap(text, width, subsequent_indent=indent):
        console.print(Text(line, style))


def profile_lines(found: "Calibration") -> list[str]:
    """Return a line for each day of the week: its hours as blocks, its mean total, and the rate of
    its busiest hour with the interval of that."""
    profile = found.demand.profile
    most = float(profile.rate.max()) or 1.0
    lines = []
    for day, name in enumerate(_DAYS):
        hours = slice(24 * day, 24 * day + 24)
        rate = profile.rate[hours]
        bars = "".join(_BLOCKS[round(8 * float(value) / most)] for value in rate)
        peak = int(rate.argmax())
        low, high = float(profile.low[hours][peak]), float(profile.high[hours][peak])
        known = f" ({low:,.3g} to {high:,.3g})" if not math.isnan(low) else ""
        lines.append(
            f"{name} {bars} {few(float(rate.sum())):>6} a day, most {float(rate[peak]):,.3g}/h at "
            f"{peak:02}:00{known}"
        )
    return lines
