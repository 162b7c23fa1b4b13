"""Intervals one below the other, with the line at which nothing differs, and their numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from voltwin.report.figures.axes import thousands
from voltwin.report.figures.plot import margins, size_in
from voltwin.report.style import FAINT, GREY, INK, MUTED, Token
from voltwin.report.words import in_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

_ROW_IN, _GAP_IN = 0.2, 0.1  # of a row, and above each group
_BOTTOM_IN = 0.45
_LEGEND_IN, _NO_LEGEND_IN = 0.35, 0.08
_LEFT_IN, _RIGHT_IN = 2.1, 2.1
_NAME_CELLS = 30
_POINTS, _OF_ROW = 8.0, 0.75  # of the type, at most, also as a part of a row's height


class Line(NamedTuple):
    """A row: a mean with its interval, as they are drawn."""

    label: str  # in front of it; empty where the one above it holds
    mean: float
    low: float
    high: float
    low_alone: float
    high_alone: float
    text: str  # behind it
    colour: Token  # grey where it may be chance
    begins_group: bool = False


class Key(NamedTuple):
    """What a colour means."""

    label: str
    colour: Token


def height_in(lines: Sequence[Line], keys: Sequence[Key] = ()) -> float:
    """Return how high a figure of these rows is [inch]."""
    return _top_in(keys) + _BOTTOM_IN + max(0.6, _heights(lines)[-1])


def _top_in(keys: Sequence[Key]) -> float:
    return _LEGEND_IN if len(keys) > 1 else _NO_LEGEND_IN


def draw(figure: "FigureBase", lines: Sequence[Line], axis: str, keys: Sequence[Key] = ()) -> None:
    """Draw rows from the top.

    Args:
        figure: to draw in.
        lines: the rows.
        axis: what the horizontal axis shows, with its unit.
        keys: what colours mean, for a legend; empty if there is one colour.
    """
    axes = figure.add_axes(
        margins(figure, left=_LEFT_IN, right=_RIGHT_IN, top=_top_in(keys), bottom=_BOTTOM_IN)
    )
    *places, end = _heights(lines)
    per_row = (size_in(figure)[1] - _top_in(keys) - _BOTTOM_IN) * _ROW_IN / end
    size = min(_POINTS, 72.0 * _OF_ROW * per_row)
    _set_range(axes, lines)
    axes.set_ylim(end, 0.0)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=MUTED.light, linewidth=0.9)
    for line, place in zip(lines, places, strict=True):
        _draw_line(axes, line, place, size)
    thousands(axes.xaxis)
    axes.set_xlabel(axis)
    if len(keys) > 1:
        _legend(axes, keys)


def _heights(lines: Sequence[Line]) -> list[float]:
    """Return where the middle of each row is below the top, and at last the end [inch]."""
    found, at = [], 0.0
    for place, line in enumerate(lines):
        at += _GAP_IN if line.begins_group and place else 0.0
        found.append(at + _ROW_IN / 2.0)
        at += _ROW_IN
    return [*found, at]


def _set_range(axes: "Axes", lines: Sequence[Line]) -> None:
    low, high = min(0.0, *(line.low for line in lines)), max(0.0, *(line.high for line in lines))
    room = 0.04 * ((high - low) or 1.0)
    axes.set_xlim(low - room, high + room)


def _draw_line(axes: "Axes", line: Line, y: float, size: float) -> None:
    colour = line.colour.light
    if line.begins_group:
        axes.axhline(y - (_ROW_IN + _GAP_IN) / 2.0, color=FAINT.light, linewidth=0.6, clip_on=False)
    axes.plot([line.low, line.high], [y, y], color=colour, linewidth=1.1, solid_capstyle="butt")
    axes.plot(
        [line.low_alone, line.high_alone], [y, y], color=colour, linewidth=3.2,
        solid_capstyle="butt", alpha=0.75,
    )  # fmt: skip
    axes.plot([line.mean], [y], "o", color=colour, markersize=4.4)
    beside: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "va": "center",
        "clip_on": False,
        "fontsize": size,
    }
    axes.text(-0.02, y, in_cells(line.label, _NAME_CELLS), ha="right", color=INK.light, **beside)
    axes.text(
        1.02, y, line.text, ha="left", color=(MUTED if line.colour is GREY else INK).light, **beside
    )


def _legend(axes: "Axes", keys: Sequence[Key]) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=key.colour.light, marker="o", markersize=4.4, linewidth=1.1,
               label=in_cells(key.label, _NAME_CELLS))
        for key in keys
    ]  # fmt: skip
    legend = axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.02),
        ncols=4,
        labelcolor=INK.light,
    )
    legend.set_zorder(5)
