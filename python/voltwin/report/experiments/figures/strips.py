"""How much replications differ: a strip for each measure, from the least to the greatest."""

from typing import TYPE_CHECKING, Any

import numpy as np

from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row
from voltwin.report.figures.plot import Missing, Plot, size_in
from voltwin.report.style import BLUE, INK, MUTED, SKY, VERMILLION
from voltwin.wording.experiments import half_width
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

NAME = "replications"
TITLE = "How much replications differ"
_MOST_POINTS = 1_000  # replications drawn as points; of more, the first
_QUANTILES = ("minimum", "p5", "p25", "median", "p75", "p95", "maximum")
_STRIP_IN, _LEFT_IN, _RIGHT_IN = 0.52, 1.75, 0.45


def strips(experiment: "Experiment") -> Plot | Missing:
    """Return the spread of all measures between replications."""
    rows = [
        row
        for row in experiment.tables["summary"].to_pylist()
        if row["mean"] is not None and row["replications"] > 1
    ]
    if not rows:
        return Missing(NAME, TITLE, "There is one replication, which differs from no other.")
    measures = [row["measure"] for row in rows]
    runs = experiment.runs.select(measures).slice(0, _MOST_POINTS)
    points = {name: np.asarray(runs.column(name).to_numpy(), dtype=np.float64) for name in measures}
    shown = [Shown.of(row["unit"], [row["maximum"]], half_width(row)) for row in rows]
    headings = ("measure", "unit", "replications", *_QUANTILES, "mean", "sd")
    return Plot(
        name=NAME,
        title=TITLE,
        finding=_finding(rows),
        reading="Each point is a replication, with its own random draws. Half of them are on the "
        "thick bar, nine of ten on the thin one; the mark on it is the median, and the orange line "
        "below the mean with its 95 % interval. Each strip has a scale of its own.",
        table=texts(
            headings,
            [_texts(row, how) for row, how in zip(rows, shown, strict=True)],
            words=2,
        ),
        draw=lambda figure: _draw(figure, rows, shown, points),
        height_in=_STRIP_IN * len(rows) + 0.1,
    )


def _texts(row: Row, shown: Shown) -> tuple[str, ...]:
    numbers = [shown.number(row[name]) for name in (*_QUANTILES, "mean", "sd")]
    return (row["measure"], shown.unit, number(row["replications"]), *numbers)


def _finding(rows: list[Row]) -> str:
    """Say which measure differs most between replications, by its coefficient of variation."""
    parts = {row["measure"]: row["sd"] / abs(row["mean"]) for row in rows if row["mean"]}
    if not parts or max(parts.values()) == 0.0:
        return "No measure differs between replications."
    most, least = (pick(parts, key=lambda name: parts[name]) for pick in (max, min))
    count = number(max(row["replications"] for row in rows))
    said = (
        f"Between {count} replications, {label_of(most)} differs most: its standard deviation is "
    )
    said += f"{100.0 * parts[most]:.2g} % of its mean"
    if most == least:
        return f"{said}."
    return f"{said}; that of {label_of(least)} is {100.0 * parts[least]:.2g} %."


def _draw(
    figure: "FigureBase", rows: list[Row], shown: list[Shown], points: dict[str, Any]
) -> None:
    width, height = size_in(figure)
    strip = height / len(rows)
    for place, (row, how) in enumerate(zip(rows, shown, strict=True)):
        left, across = _LEFT_IN / width, (width - _LEFT_IN - _RIGHT_IN) / width
        bottom = 1.0 - (place + 1) / len(rows) + 0.17 / height
        axes = figure.add_axes((left, bottom, across, (strip - 0.17) / height))
        label = f"{label_of(row['measure'])} [{how.unit}]" if how.unit else label_of(row["measure"])
        axes.text(
            -0.02, 0.5, label, transform=axes.transAxes, ha="right", va="center", color=INK.light
        )
        _strip(axes, row, points[row["measure"]], how.scale.factor)


def _strip(axes: "Axes", row: Row, points: Any, factor: float) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    at = {name: row[name] * factor for name in _QUANTILES}
    spread = (at["maximum"] - at["minimum"]) or abs(at["median"]) or 1.0
    axes.set_xlim(at["minimum"] - 0.02 * spread, at["maximum"] + 0.02 * spread)
    axes.set_ylim(0.0, 1.0)
    places = 0.72 + 0.2 * np.modf(np.arange(len(points)) * 0.618034)[0]  # spread out evenly
    axes.plot(points * factor, places, ".", color=MUTED.light, markersize=2.6, alpha=0.6, mew=0.0)
    axes.plot([at["p5"], at["p95"]], [0.46, 0.46], color=SKY.light, linewidth=2.2)
    ends = [at["p25"], at["p75"]]
    axes.plot(ends, [0.46, 0.46], color=BLUE.light, linewidth=5.0, solid_capstyle="butt")
    axes.plot([at["median"]] * 2, [0.3, 0.62], color=INK.light, linewidth=1.2)
    interval = [row["low"] * factor, row["high"] * factor]
    axes.plot(interval, [0.14, 0.14], color=VERMILLION.light, linewidth=1.6)
    axes.plot([row["mean"] * factor], [0.14], "d", color=VERMILLION.light, markersize=3.6)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.tick_params(axis="x", labelsize=7.0, pad=1.5)
