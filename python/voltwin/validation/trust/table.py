"""Verdicts on the terminal: a table for each check, group by group, and a last line that counts.

Fits 80 columns, and reads as well in a file or a pipe, where there are no colours.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from voltwin.report.aligned import aligned
from voltwin.validation.trust.check import GROUPS
from voltwin.validation.trust.verdict import Verdict
from voltwin.validation.trust.wording import HEADINGS, cells, counted, troubles

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.validation.trust.running import Validation

_NAME = 27  # characters that are left for names where a line has 80
_EMPTY = ("",) * (len(HEADINGS) - 1)
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
        of_case = list(found)
        if len(of_case) == 1 and len(f"{case}: {of_case[0].what}") <= _NAME:
            what, *rest = cells(of_case[0])
            yield f"{case}: {what}" if case else what, *rest
            continue
        for line in wrap(case, _NAME):
            yield line, *_EMPTY
        for verdict in of_case:
            yield from _lines(*cells(verdict), margin="  " if case else "")


def _lines(what: str, *rest: str, margin: str) -> Iterator[tuple[str, ...]]:
    """Give what one verdict says: a long name over several lines, the figures in the last."""
    *first, last = wrap(what, _NAME - len(margin), subsequent_indent="  ")
    for line in first:
        yield margin + line, *_EMPTY
    yield margin + last, *rest
