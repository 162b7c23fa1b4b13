"""The legend of a scale of heat colours."""

from typing import TYPE_CHECKING

from voltwin.report.style import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from voltwin.report.classes import Classes


def class_legend(axes: "Axes", classes: "Classes", columns: int = 9, below: float = 0.0) -> None:
    """Put the colours of the classes and what they mean above the axes, or below them.

    Args:
        axes: of the figure.
        classes: to be named.
        columns: in which they stand.
        below: how far below the axes, in their height; above them if 0.
    """
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=token.light, linewidth=0.0, label=label)
        for token, label in zip(classes.tokens, classes.labels, strict=True)
    ]
    place = (0.0, -below) if below else (0.0, 1.03)
    legend = axes.legend(
        handles=patches,
        loc="upper left" if below else "lower left",
        bbox_to_anchor=place,
        ncols=columns,
        labelcolor=INK.light,
    )
    if below:
        legend.set_title(classes.what)
        legend.set_alignment("left")
        legend.get_title().set_color(MUTED.light)
