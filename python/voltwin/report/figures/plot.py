"""A figure of a report, with all that stands around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.report.style import WIDE_IN, applied

if TYPE_CHECKING:
    from matplotlib.figure import Figure, FigureBase


@dataclass(frozen=True)
class Plot:
    """What is seen, how to read it, the numbers behind it, and how it is drawn."""

    name: str  # unique in a report
    title: str  # what is shown
    finding: str  # what this run shows, a sentence
    reading: str  # how to read it, a sentence
    table: pa.Table  # what is plotted
    draw: "Callable[[FigureBase], None]"
    height_in: float = 2.9
    width_in: float = WIDE_IN
    rows_shown: str = ""  # which rows the table has, a sentence, if these are not all

    def figure(self) -> "Figure":
        """Return it as a matplotlib figure, without title and text."""
        from matplotlib.figure import Figure

        with applied():
            figure = Figure(figsize=(self.width_in, self.height_in))
            self.draw(figure)
        return figure


@dataclass(frozen=True)
class Missing:
    """A figure that there is nothing to draw in, and why."""

    name: str
    title: str
    why: str  # a sentence


def margins(
    figure: "FigureBase", *, left: float, right: float, top: float, bottom: float
) -> tuple[float, float, float, float]:
    """Return the place (left, bottom, width, height), in parts of the figure, that these margins
    [inch] leave."""
    width, height = size_in(figure)
    return (
        left / width,
        bottom / height,
        max(0.05, 1.0 - (left + right) / width),
        max(0.05, 1.0 - (top + bottom) / height),
    )


def size_in(figure: "FigureBase") -> tuple[float, float]:
    """Return width and height of a figure, or of a part of one [inch]."""
    box: Any = figure.bbox  # type: ignore[attr-defined]
    return box.width / dots_per_inch(figure), box.height / dots_per_inch(figure)


def dots_per_inch(figure: "FigureBase") -> float:
    """Return how many units of the display there are on an inch."""
    return float(figure.dpi_scale_trans.get_matrix()[0, 0])  # type: ignore[attr-defined]
