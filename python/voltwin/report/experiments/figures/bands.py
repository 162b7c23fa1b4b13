"""A measure by the hour: its mean over replications, how sure that is, and how much they differ."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.experiment.measures import is_good_when_large
from voltwin.report.experiments.hours import Hours, hours_of, when
from voltwin.report.experiments.measured import measured
from voltwin.report.experiments.select import rows_where
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.figures.time_axis import days, set_time_axis
from voltwin.report.style import BLUE, SKY
from voltwin.wording.experiments import capital, half_width
from voltwin.wording.measures import label_of
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

_NEAR = 0.8  # of the largest value: where all are above it, the axis need not begin at zero


def bands(experiment: "Experiment", measure: str) -> Plot | Missing:
    """Return a measure by the hour."""
    title = f"{capital(label_of(measure))} by the hour"
    name = f"hours-{measure.replace('_', '-')}"
    hours = hours_of(rows_where(experiment.tables["by_hour"], measure=measure), "mean")
    known = [row for row in hours.rows if row["mean"] is not None]
    if not known:
        return Missing(name, title, "It is not defined in any hour.")
    upwards = is_good_when_large(measure)
    worst = (min if upwards else max)(known, key=lambda row: float(row["mean"]))
    widths = sorted(width for row in known if (width := half_width(row)))
    middle = widths[len(widths) // 2] if widths else None
    shown = Shown.of(worst["unit"], [row["p95"] for row in known], middle)
    return Plot(
        name=name,
        title=title,
        finding=f"The mean is {'least' if upwards else 'largest'} on {when(worst)}, "
        f"{shown.text(worst['mean'])}; nine of ten replications have "
        f"{shown.interval(worst['p5'], worst['p95'])} then.",
        reading="The line is the mean over replications, the dark band its 95 % interval; nine of "
        "ten replications are within the light band in that hour.",
        table=measured(
            hours.rows,
            {"hour": [row["hour"] for row in hours.rows]},
            shown,
            ("mean", "low", "high", "p5", "p95"),
        ),
        draw=lambda figure: _draw(figure, hours, shown, label_of(measure)),
        height_in=2.3,
        rows_shown=hours.left_out,
    )


def _draw(figure: "FigureBase", hours: Hours, shown: Shown, label: str) -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.4))
    factor, at = shown.scale.factor, days(hours.middles)
    low, high = hours.column("p5", factor), hours.column("p95", factor)
    axes.fill_between(
        at, low, high, color=SKY.light, alpha=0.35, linewidth=0.0, label="nine of ten replications"
    )
    ends = hours.column("low", factor), hours.column("high", factor)
    axes.fill_between(at, *ends, color=BLUE.light, alpha=0.45, linewidth=0.0, label="95 % interval")
    mean = hours.column("mean", factor)
    axes.plot(at, mean, color=BLUE.light, linewidth=1.4, label="mean")
    if 0.0 <= np.nanmin(low) < _NEAR * np.nanmax(high):
        axes.set_ylim(bottom=0.0)
    axes.set_ylabel(f"{label} [{shown.unit}]" if shown.unit else label)
    thousands(axes.yaxis)
    set_time_axis(axes, hours.edges)
    legend_above(axes)
