"""Tables on the terminal: a column of names, and numbers beside it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.table import Table

_WORDS = ("Mostly", "Binds", "Verdict")  # columns of words, which begin on the left


def aligned(
    title: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    width: int,
    styles: Mapping[str, str] | None = None,
) -> "Table":
    """Return a table as wide as its numbers need; its first column, of names, gets the rest.

    Args:
        title: above it.
        headings: of the columns; "Mostly", "Binds" and "Verdict" stand above words.
        rows: one text a column.
        width: of the console [characters].
        styles: of cells by their text; none unless given.
    """
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(title, "bold"),
        title_justify="left",
        min_width=min(width, cell_len(title)),
        box=SIMPLE_HEAD,
        show_edge=False,
        header_style="dim",
        padding=(0, 0, 0, 1),
    )
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(cell_len(cell) for cell in column) for column in columns]
    names = max(8, width - sum(widths[1:]) - 2 * len(widths))
    table.add_column(headings[0], no_wrap=True, max_width=names)
    for heading, wide in zip(headings[1:], widths[1:], strict=True):
        justify: Literal["left", "right"] = "left" if heading in _WORDS else "right"
        table.add_column(heading, justify=justify, no_wrap=True, min_width=wide)
    for row in rows:
        table.add_row(*(Text(cell, (styles or {}).get(cell, "")) for cell in row))
    return table
