"""What a figure shows, read back from what was drawn."""

from typing import cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text

from voltwin.report.figures.plot import Missing, Plot


def plot_of(part: Plot | Missing) -> Plot:
    assert isinstance(part, Plot)
    return part


def missing_of(part: Plot | Missing) -> str:
    assert isinstance(part, Missing)
    return part.why


def axes_of(plot: Plot) -> list[Axes]:
    return list(plot.figure().axes)


def texts_of(plot: Plot) -> list[str]:
    """Return all texts, in no particular order."""
    found = cast("list[Text]", plot.figure().findobj(Text))
    return [text.get_text() for text in found if text.get_text()]


def stairs_of(axes: Axes) -> dict[str, StepPatch]:
    """Return the series of an axes by their labels."""
    return {str(p.get_label()): p for p in axes.patches if isinstance(p, StepPatch)}


def across(line: Line2D) -> list[float]:
    """Return where the points of a line are, from left to right."""
    return [float(x) for x in np.asarray(line.get_xdata())]


def up(line: Line2D) -> list[float]:
    """Return how high the points of a line are."""
    return [float(y) for y in np.asarray(line.get_ydata())]


def marked(axes: Axes, markers: str) -> list[Line2D]:
    """Return the lines whose points have one of these markers."""
    return [line for line in axes.lines if str(line.get_marker()) in markers]


def bars_of(axes: Axes) -> list[Rectangle]:
    """Return the bars of an axes."""
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]
