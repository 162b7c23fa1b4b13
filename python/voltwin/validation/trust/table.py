"""Verdicts on the terminal: a table for each check, group by group, and a last line that counts.

Fits 80 columns, and reads as well in a file or a pipe, where there are no colours.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from voltwin.report.aligned import aligned
from voltwin.validation.trust.check import GROUPS
from voltwin.validation.trust.verdict import Verdict
from voltwin.validation.trust.wording import HEADINGS, cells, counted, troubles

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.validation.trust.running import Validation

STYLES = {"passed": "green", "FAILED": "bold red", "skipped": "yellow"}


def render(validation: "Validation", *, console: "Console | None" = None) -> None:
    """Print all verdicts; why some failed or were skipped; and how many of each there are."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    for group, verdicts in groupby(validation.verdicts, lambda verdict: verdict.group):
        console.print(Text(GROUPS[group], "bold underline"))
        for name, found in groupby(verdicts, lambda verdict: verdict.name):
            console.print()
            console.print(table(name, tuple(found), console.width))
        console.print()
    for line in troubles(validation.verdicts):
        console.print(Text(line))
    console.print(Text(counted(validation), "bold"))


def table(title: str, verdicts: Sequence[Verdict], width: int) -> "Table":
    """Return the verdicts of one check, below the case that they are about."""
    return aligned(title, HEADINGS, list(_rows(verdicts)), width, styles=STYLES)


def _rows(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, ...]]:
    for case, found in groupby(verdicts, lambda verdict: verdict.case):
        if case:
            yield case, *("",) * (len(HEADINGS) - 1)
        for verdict in found:
            what, *rest = cells(verdict)
            yield f"  {what}" if case else what, *rest
