import re
from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.figures.plot import Plot
from voltwin.report.svg import inline_svg

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase


def _draw(figure: "FigureBase") -> None:
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.plot([0.0, 1.0 / 3.0], [0.0, 2.0 / 7.0])
    axes.text(0.1, 0.1, "+0.12345 ± 0.00067")


def test_coordinates_are_rounded_and_texts_are_not() -> None:
    drawn = inline_svg(Plot("p", "t", "f.", "r.", pa.table({}), _draw))
    assert "+0.12345 ± 0.00067" in drawn
    coordinates = " ".join(re.findall(r' d="([^"]*)"', drawn))
    assert coordinates
    assert not re.search(r"\.\d{3}", coordinates)
