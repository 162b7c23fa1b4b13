"""A sheet of paper that is filled from the top."""

from textwrap import wrap
from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.figures.plot import Plot
from voltwin.report.style import FAINT, INK, MUTED, Token
from voltwin.report.words import cells, in_cells

if TYPE_CHECKING:
    pass

WIDTH_IN, HEIGHT_IN = 11.69, 8.27  # A4, landscape
MARGIN_IN = 0.65
TEXT_IN = WIDTH_IN - 2.0 * MARGIN_IN
BOTTOM_IN = HEIGHT_IN - 0.75  # above the foot
_EM = 0.55  # mean width of a character, in the size of its type
_COLUMN_EM = 0.62  # the same, of a few characters that may all be wide
_LEADING = 1.45
_MOST_CELLS = 32  # characters of a column, so that a long name leaves room for the others


class Page:
    """One sheet: text goes below what is there already."""

    def __init__(self) -> None:
        """Take an empty sheet."""
        from matplotlib.figure import Figure

        self.figure: Figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), facecolor="white")
        self.at_in = MARGIN_IN  # from the top to what comes next

    @property
    def left_in(self) -> float:
        """Height that is still empty, above the foot [inch]."""
        return BOTTOM_IN - self.at_in

    def text(
        self,
        text: str,
        size: float,
        *,
        colour: Token = INK,
        bold: bool = False,
        x_in: float = MARGIN_IN,
        y_in: float | None = None,
        align: str = "left",
    ) -> None:
        """Write a line whose top is here, or at `y_in` from the top [inch]."""
        y_in = self.at_in if y_in is None else y_in
        self.figure.text(
            x_in / WIDTH_IN,
            1.0 - y_in / HEIGHT_IN,
            text,
            fontsize=size,
            color=colour.light,
            fontweight="bold" if bold else "normal",
            ha=align,
            va="top",
        )

    def paragraph(
        self,
        text: str,
        size: float,
        *,
        colour: Token = INK,
        bold: bool = False,
        x_in: float = MARGIN_IN,
        width_in: float = TEXT_IN,
    ) -> None:
        """Write a text in as many lines as it needs, and go on below it."""
        for line in _lines(text, size, width_in):
            self.text(line, size, colour=colour, bold=bold, x_in=x_in)
            self.at_in += size / 72.0 * _LEADING

    def skip(self, height_in: float) -> None:
        """Leave a gap."""
        self.at_in += height_in

    def plot(self, plot: Plot, x_in: float, width_in: float, height_in: float) -> None:
        """Draw a figure whose top is here."""
        grid = self.figure.add_gridspec(
            3,
            3,
            width_ratios=[x_in, width_in, WIDTH_IN - x_in - width_in],
            height_ratios=[self.at_in, height_in, HEIGHT_IN - self.at_in - height_in],
            wspace=0.0,
            hspace=0.0,
        )
        plot.draw(self.figure.add_subfigure(grid[1, 1]))

    def table(self, table: pa.Table, size: float = 8.0) -> pa.Table:
        """Write rows of a table of texts as long as there is room, at least one, and return the
        others. Its last column has what width is left, and as many lines as it needs."""
        names, rows = (
            table.column_names,
            [_short(row) for row in zip(*table.to_pydict().values(), strict=True)],
        )
        begins = _begins(names, rows, size)
        for name, x_in in zip(names, begins, strict=True):
            self.text(name, size, colour=MUTED, x_in=x_in)
        self.skip(size / 72.0 * _LEADING + 0.08)
        width_in = WIDTH_IN - MARGIN_IN - begins[-1]
        for number, row in enumerate(rows):
            lines = len(_lines(str(row[-1]), size, width_in))
            if number and lines * size / 72.0 * _LEADING > self.left_in:
                return table.slice(number)
            self._rule()
            for text, x_in in zip(row[:-1], begins, strict=False):
                self.text(str(text), size, x_in=x_in)
            self.paragraph(str(row[-1]), size, x_in=begins[-1], width_in=width_in)
            self.skip(0.08)
        return table.slice(len(rows))

    def _rule(self) -> None:
        from matplotlib.lines import Line2D

        y = 1.0 - (self.at_in - 0.045) / HEIGHT_IN
        ends = [MARGIN_IN / WIDTH_IN, 1.0 - MARGIN_IN / WIDTH_IN]
        self.figure.add_artist(Line2D(ends, [y, y], color=FAINT.light, linewidth=0.6))


def _short(row: tuple[object, ...]) -> tuple[str, ...]:
    """Return the texts of a row, all but the last one cut to what a column may have."""
    *others, last = map(str, row)
    return (*(in_cells(text, _MOST_CELLS) for text in others), last)


def _begins(names: list[str], rows: list[tuple[str, ...]], size: float) -> list[float]:
    """Return where columns begin that are as wide as their texts [inch]."""
    columns = zip(names, *rows, strict=True)
    widest = [max(cells(str(text)) for text in column) + 2 for column in columns]
    em_in = size / 72.0 * _COLUMN_EM
    return [MARGIN_IN + em_in * sum(widest[:i]) for i in range(len(widest))]


def _lines(text: str, size: float, width_in: float) -> list[str]:
    """Return a text in lines that are no wider than `width_in` [inch], as far as one can tell."""
    per_line = max(8, int(width_in / (size / 72.0 * _EM)))
    wide = cells(text) / max(len(text), 1)
    return wrap(text, max(4, int(per_line / max(wide, 1.0)))) or [""]
