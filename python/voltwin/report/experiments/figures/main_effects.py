"""What each factor does to a measure, by its levels."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.experiments.effects import factors_in_order
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.figures.axes import thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.style import BLUE, INK, MUTED
from voltwin.report.words import in_cells
from voltwin.wording.experiments import capital
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

_PANELS = 6  # factors, the ones with the largest effects
_LEVEL_CELLS = 10
_ENDS = ("effect_low", "effect_high")


def main_effects(experiment: "Experiment", measure: str) -> Plot | Missing:
    """Return the effects of the levels of all factors on a measure."""
    name = f"effects-{measure.replace('_', '-')}"
    title = f"{capital(label_of(measure))}: what each factor does"
    rows = rows_where(experiment.tables["main_effects"], measure=measure)
    order = factors_in_order(experiment, measure)
    known = [row for row in rows if row["effect"] is not None]
    if not known:
        return Missing(name, title, "It is defined in no run.")
    known.sort(key=lambda row: order.index(row["factor"]))
    panels: dict[str, list[Row]] = {}
    for row in known:
        panels.setdefault(row["factor"], []).append(row)
    drawn = dict(list(panels.items())[:_PANELS])
    widths = sorted(
        (row["effect_high"] - row["effect_low"]) / 2.0
        for row in known
        if row["effect_low"] is not None
    )
    middle = widths[len(widths) // 2] if widths else None
    sizes = [row["effect"] for row in known]
    shown = Shown.of(known[0]["unit"], sizes, middle, of_differences=True)
    levels = Shown.of(known[0]["unit"], [row["mean"] for row in known], middle)
    return Plot(
        name=name,
        title=title,
        finding=_finding(panels, levels),
        reading="Each point is the mean over all variants at that level of the factor, less the "
        "mean of all variants; the line is its 95 % interval. All panels have the same scale.",
        table=texts(
            ("Factor", "Level", "Variants", "Runs", "Mean", "Effect", "Low", "High"),
            [_texts(row, levels, shown) for row in known],
            words=2,
        ),
        draw=lambda figure: _draw(figure, drawn, shown, label_of(measure)),
        height_in=2.5,
        rows_shown=""
        if len(drawn) == len(panels)
        else f"The figure shows the {number(_PANELS)} factors with the largest effects.",
    )


def _texts(row: Row, levels: Shown, shown: Shown) -> tuple[str, ...]:
    told = [shown.number(row[name], signed=True) for name in ("effect", *_ENDS)]
    mean = levels.text(row["mean"])
    return (row["factor"], row["level"], number(row["variants"]), number(row["runs"]), mean, *told)


def _finding(panels: dict[str, list[Row]], levels: Shown) -> str:
    """Say what the factor does whose levels are farthest apart."""
    spans = {
        factor: max(row["mean"] for row in rows) - min(row["mean"] for row in rows)
        for factor, rows in panels.items()
    }
    widest = max(spans, key=lambda factor: spans[factor])
    rows = panels[widest]
    low, high = (pick(rows, key=lambda row: row["mean"]) for pick in (min, max))
    return (
        f"{capital(widest)} does most: {levels.text(low['mean'])} at {low['level']}, "
        f"{levels.text(high['mean'])} at {high['level']}."
    )


def _draw(figure: "FigureBase", panels: dict[str, list[Row]], shown: Shown, label: str) -> None:
    left, bottom, width, height = margins(figure, left=0.75, right=0.1, top=0.3, bottom=0.45)
    each, gap = width / len(panels), 0.02
    first: Axes | None = None
    for place, (factor, rows) in enumerate(panels.items()):
        place_of = (left + place * each, bottom, each - gap, height)
        axes = figure.add_axes(place_of, sharey=first) if first else figure.add_axes(place_of)
        _panel(axes, rows, shown)
        title = in_cells(factor, int(60 * each))
        axes.set_title(title, loc="left", fontsize=8.0, color=INK.light, fontweight="bold")
        if first is None:
            first = axes
            axes.set_ylabel(f"{label} [{shown.unit}]" if shown.unit else label)
            thousands(axes.yaxis)
        else:
            axes.tick_params(axis="y", labelleft=False)


def _panel(axes: "Axes", rows: list[Row], shown: Shown) -> None:
    factor, at = shown.scale.factor, np.arange(len(rows))
    means = [row["effect"] * factor for row in rows]
    axes.axhline(0.0, color=MUTED.light, linewidth=0.7)
    axes.plot(at, means, color=BLUE.light, linewidth=0.8, alpha=0.5)
    for place, row in zip(at, rows, strict=True):
        if row["effect_low"] is not None:
            ends = [row[name] * factor for name in _ENDS]
            axes.plot([place, place], ends, color=BLUE.light, linewidth=1.6)
    axes.plot(at, means, "o", color=BLUE.light, markersize=4.0)
    axes.set_xlim(-0.5, len(rows) - 0.5)
    every = max(1, -(-len(rows) // 6))
    labels = [_level(row) for row in rows]
    axes.set_xticks(list(at[::every]), labels[::every])
    axes.tick_params(axis="x", labelsize=7.0)


def _level(row: Row) -> str:
    """Return a level, or the ends of a range one below the other: they would not fit in a line."""
    low, high = row["from"], row["to"]
    if low is None or low == high:
        return in_cells(row["level"], _LEVEL_CELLS)
    return f"{low:.3g}\nto {high:.3g}"
