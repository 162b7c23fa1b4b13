"""What a figure shows, read back from what was drawn."""

from typing import cast

from matplotlib.axes import Axes
from matplotlib.patches import StepPatch
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
