"""Axes over the time of a run: the same room and the same finish in every figure that has them."""

from typing import TYPE_CHECKING

from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import margins
from voltwin.report.figures.time_axis import days, set_time_axis
from voltwin.report.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.report.steps import Steps, Times


def begin(figure: "FigureBase") -> "Axes":
    """Return axes with room for numbers on the left, dates below and a legend above."""
    return figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.4))


def finish(
    axes: "Axes",
    steps: "Steps",
    label: str,
    top: float,
    *,
    marks: "Times",
    low: float = 0.0,
    whole: bool = False,
) -> None:
    """Give axes on which all is drawn their range, numbers, dates and legend.

    Args:
        axes: of `begin`.
        steps: of the figure.
        label: of the vertical axis.
        top, low: where it ends and begins.
        marks: local times at which something was done.
        whole: it has whole numbers alone.
    """
    axes.set_ylim(low, top)
    axes.set_ylabel(label)
    thousands(axes.yaxis, whole=whole)
    set_time_axis(axes, steps.edges)
    for at in days(marks):
        axes.axvline(at, color=INK.light, linewidth=0.7, linestyle=":")
    legend_above(axes)
