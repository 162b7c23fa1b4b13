"""Small parts that figures share: numbers on axes, legends."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from voltwin.report.style import INK

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis


def thousands(axis: "Axis", *, whole: bool = False) -> None:
    """Write a few numbers on an axis, as `1,200`; `whole` ones alone if asked for."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(
        MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], min_n_ticks=2, integer=whole)
    )
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def legend_above(axes: "Axes", handles: "Sequence[Artist] | None" = None) -> None:
    """Put the legend above the axes, on the left, in one line.

    Args:
        axes: of the figure.
        handles: what stands in it; what is drawn and has a label by default.
    """
    more: dict[str, Any] = {} if handles is None else {"handles": handles}
    legend = axes.legend(
        loc="lower left", bbox_to_anchor=(0.0, 1.03), ncols=9, labelcolor=INK.light, **more
    )
    legend.set_zorder(5)
