"""Draws docs/moving_city.svg, the picture of the README: where the moving city loses vehicles, and
when they make trips.

python docs/picture.py
"""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure, SubFigure

import voltwin
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.ranking import ranking
from voltwin.report.figures.station_map import station_map
from voltwin.report.figures.trips import trips
from voltwin.report.style import INK, PAPER, applied

FILE = Path(__file__).with_name("moving_city.svg")
CITY = FILE.parents[1] / "examples" / "moving_city.yaml"
TITLE_IN, MARGIN_IN = 0.55, 0.25


def main() -> None:
    """Simulate the moving city and draw it."""
    run = voltwin.run(CITY, seed=1)
    beside, below = (station_map(run), ranking(run)), trips(run)
    # Text as outlines: a picture in a page brings no fonts with it.
    with applied(), mpl.rc_context({"svg.fonttype": "path"}):
        figure = Figure(figsize=(10.0, 8.6))
        halves: Any = figure.subfigures(2, 1, height_ratios=[5.2, 3.4])
        upper, lower = halves
        for plot, part in zip(beside, upper.subfigures(1, 2), strict=True):
            _draw(plot, part)
        _draw(below, lower)
        figure.savefig(FILE, metadata={"Date": None}, facecolor=PAPER.light)
    print(f"Wrote {FILE.name}, {FILE.stat().st_size / 1024:.0f} kB")


def _draw(plot: Plot | Missing, part: SubFigure) -> None:
    """Draw a figure below its title."""
    assert isinstance(plot, Plot)
    width_in, height_in = (float(side) / part.figure.dpi for side in part.bbox.size)
    above, beside = TITLE_IN / height_in, MARGIN_IN / width_in
    grid = part.add_gridspec(
        3,
        3,
        height_ratios=[above, 1.0 - above - 0.02, 0.02],
        width_ratios=[beside, 1.0 - 2.0 * beside, beside],
        wspace=0.0,
        hspace=0.0,
    )
    part.text(beside, 1.0 - 0.5 * above, plot.title, weight="bold", size=10, color=INK.light)
    plot.draw(part.add_subfigure(grid[1, 1]))


if __name__ == "__main__":
    main()
