"""Verdicts of one check as dots and intervals, by how far each is off what is expected."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from voltwin.report.figures.axes import thousands
from voltwin.report.figures.plot import margins
from voltwin.report.style import BLUE, FAINT, INK, MUTED, VERMILLION
from voltwin.report.words import in_cells
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin.validation.trust.wording import WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_ROW_IN, _TOP_IN, _BOTTOM_IN = 0.2, 0.1, 0.45
_LEFT_IN, _RIGHT_IN = 3.3, 1.9
_NAME_CELLS = 56
_LEAST = 1e-5  # a share of the value below which nothing can be seen beside the others
_SIZE = 7.6  # of the type [pt]


class Row(NamedTuple):
    """A line of the figure. Lengths in percent of the value expected."""

    label: str
    off: float
    half: float  # of the interval; of the tolerance, where there is none
    catches: float  # 0 where none is stated
    text: str
    failed: bool
    is_case: bool = False  # a heading alone


def rows_of(verdicts: Sequence[Verdict]) -> list[Row]:
    """Return the rows of those verdicts that can be drawn to a scale, with headings of cases; what
    is no number stands in the table alone."""
    rows: list[Row] = []
    for case, found in groupby(verdicts, lambda verdict: verdict.case):
        drawn = [row for verdict in found if (row := _row(verdict))]
        if case and len(drawn) == 1:
            drawn = [drawn[0]._replace(label=f"{case}: {drawn[0].label}")]
        elif case and drawn:
            rows.append(Row(case, 0.0, 0.0, 0.0, "", failed=False, is_case=True))
        rows += drawn
    return rows


def _row(verdict: Verdict) -> Row | None:
    width = verdict.half_width if verdict.half_width is not None else verdict.tolerance
    off, half = verdict.deviation, verdict.relative(width)
    if off is None or half is None or verdict.got is None:
        return None
    caught = verdict.relative(verdict.catches) or 0.0
    if not all(map(math.isfinite, (off, half, caught))) or max(abs(off), half) < _LEAST:
        return None
    failed = verdict.status is Status.FAILED
    text = f"{_signed(100.0 * off)} % ± {100.0 * half:.2g} %  {WORDS[verdict.status]}"
    return Row(verdict.what, 100.0 * off, 100.0 * half, 100.0 * caught, text, failed)


def _signed(percent: float) -> str:
    text = f"{percent:+.2f}"
    return text if float(text) else "0.00"


def height_in(rows: Sequence[Row]) -> float:
    """Return how high a figure of these rows is [inch]."""
    return _TOP_IN + _BOTTOM_IN + _ROW_IN * max(3, len(rows))


def draw(figure: "FigureBase", rows: Sequence[Row]) -> None:
    """Draw rows from the top."""
    axes = figure.add_axes(
        margins(figure, left=_LEFT_IN, right=_RIGHT_IN, top=_TOP_IN, bottom=_BOTTOM_IN)
    )
    widest = 1.06 * max(max(row.catches, row.half) for row in rows)
    axes.set_xlim(-widest, widest)
    axes.set_ylim(float(max(3, len(rows))), 0.0)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=MUTED.light, linewidth=0.9)
    for place, row in enumerate(rows):
        _draw_row(axes, row, place + 0.5, widest)
    thousands(axes.xaxis)
    axes.set_xlabel("measured less expected, % of the value expected")


def _draw_row(axes: "Axes", row: Row, y: float, widest: float) -> None:
    beside: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "va": "center",
        "clip_on": False,
        "fontsize": _SIZE,
    }
    label = in_cells(row.label, _NAME_CELLS)
    if row.is_case:
        axes.axhline(y - 0.5, color=FAINT.light, linewidth=0.6)
        axes.text(-0.02, y, label, ha="right", color=INK.light, fontweight="bold", **beside)
        return
    colour = (VERMILLION if row.failed else BLUE).light
    shown = max(-widest, min(widest, row.off))  # what is farther off stands at the edge
    ends = [max(-widest, row.off - row.half), min(widest, row.off + row.half)]
    if ends[0] < ends[1]:
        axes.plot(ends, [y, y], color=colour, linewidth=1.8, solid_capstyle="butt")
    mark = "o" if shown == row.off else (">" if shown > 0.0 else "<")
    axes.plot([shown], [y], mark, color=colour, markersize=4.6, clip_on=False)
    if row.catches:
        caught = [-row.catches, row.catches]
        axes.plot(caught, [y, y], "|", color=MUTED.light, markersize=7.0, markeredgewidth=1.0)
    axes.text(-0.02, y, label, ha="right", color=INK.light, **beside)
    axes.text(1.02, y, row.text, ha="left", color=colour if row.failed else INK.light, **beside)
