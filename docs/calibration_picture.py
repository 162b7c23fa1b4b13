"""Draws docs/calibration.svg, the picture of docs/calibration.md: what `voltwin calibrate` finds in
the log of the examples, and how it foretells days that were held out.

python docs/calibration_picture.py
"""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

import voltwin
from voltwin.calibration.figures import days_plot, profile_plot
from voltwin.report.style import INK, PAPER, applied

FILE = Path(__file__).with_name("calibration.svg")
LOG = FILE.parents[1] / "examples" / "swaps.csv"


def main() -> None:
    """Calibrate and draw."""
    found = voltwin.calibrate(LOG)
    plots = [plot for plot in (profile_plot(found), days_plot(found)) if plot]
    # Text as outlines: a picture in a page brings no fonts with it.
    with applied(), mpl.rc_context({"svg.fonttype": "path"}):
        figure = Figure(figsize=(9.0, 5.8))
        parts: Any = figure.subfigures(len(plots), 1)
        for plot, part in zip(plots, parts, strict=True):
            part.text(0.02, 0.96, plot.title, weight="bold", size=9, color=INK.light)
            grid = part.add_gridspec(2, 1, height_ratios=[0.08, 0.92])
            plot.draw(part.add_subfigure(grid[1, 0]))
        figure.savefig(FILE, metadata={"Date": None}, facecolor=PAPER.light)
    print(f"Wrote {FILE.name}, {FILE.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
