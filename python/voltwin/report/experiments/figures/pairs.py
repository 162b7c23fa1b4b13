"""Two factors together: the mean of a measure for each pair of their levels."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.experiment.measures import is_good_when_large
from voltwin.report.experiments.effects import terms
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.figures.plot import Plot, margins, size_in
from voltwin.report.steps import Array
from voltwin.report.style import HEAT, INK, MUTED, PAPER
from voltwin.report.words import in_cells
from voltwin.wording.effects import called
from voltwin.wording.experiments import capital
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number, share
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

_MOST = 4
_COLOURS = HEAT[1:]  # the first stands for nothing at all
_PALE = 4  # colours on which dark text is read
_MOST_TEXTS = 10  # levels whose cells have room for a number
_LEVEL_CELLS = 12


def pairs(experiment: "Experiment", measure: str) -> list[Plot]:
    """Return maps of the pairs of factors that act on each other most."""
    found = [row for row in terms(experiment, measure) if row["other"] is not None]
    table = experiment.tables.get("interactions")
    if table is None:
        return []
    plots = []
    for place, term in enumerate(found[:_MOST]):
        rows = rows_where(table, measure=measure, factor=term["factor"], other=term["other"])
        if any(row["mean"] is not None for row in rows):
            plots.append(_pair(f"pair-{place + 1}", term, rows, measure))
    return plots


def _pair(name: str, term: Row, rows: list[Row], measure: str) -> Plot:
    levels = list(dict.fromkeys(row["level"] for row in rows))
    others = list(dict.fromkeys(row["other_level"] for row in rows))
    values = np.full((len(others), len(levels)), np.nan)
    for row in rows:
        if row["mean"] is not None:
            values[others.index(row["other_level"]), levels.index(row["level"])] = row["mean"]
    known = values[~np.isnan(values)]
    shown = Shown.of(rows[0]["unit"], known.tolist(), float(np.ptp(known)) / 20.0)
    where = "darker (on a dark page, the brighter)"
    return Plot(
        name=name,
        title=f"{capital(label_of(measure))} by {called(term)}",
        finding=_finding(term, rows, shown),
        reading=f"Each cell is the mean over all variants with these two levels: the {where}, the "
        "worse. Empty cells have no variant.",
        table=texts(
            (term["factor"], term["other"], "Variants", "Mean"),
            [
                (
                    row["level"],
                    row["other_level"],
                    number(row["variants"]),
                    shown.text(row["mean"]),
                )
                for row in rows
            ],
            words=2,
            names=(term["factor"], term["other"]),
        ),
        draw=lambda figure: _draw(
            figure, values, (levels, others), (term["factor"], term["other"]), shown, measure
        ),
        height_in=1.15 + 0.26 * max(len(others), 3),
        width_in=4.3,
    )


def _finding(term: Row, rows: list[Row], shown: Shown) -> str:
    beyond = "cannot be told" if term["share"] is None else share(term["share"])
    known = [row for row in rows if row["mean"] is not None]
    low, high = (pick(known, key=lambda row: row["mean"]) for pick in (min, max))
    return (
        f"From {shown.text(low['mean'])} at {low['level']} and {low['other_level']} to "
        f"{shown.text(high['mean'])} at {high['level']} and {high['other_level']}. Share of the "
        f"variance beyond what both do alone: {beyond}."
    )


def _draw(
    figure: "FigureBase",
    values: Array,
    levels: tuple[list[str], list[str]],
    factors: tuple[str, str],
    shown: Shown,
    measure: str,
) -> None:
    from matplotlib.colors import ListedColormap

    axes = figure.add_axes(margins(figure, left=0.95, right=0.1, top=0.4, bottom=0.5))
    classes = _classes(values, reverse=is_good_when_large(measure))
    rows, columns = values.shape
    axes.pcolormesh(
        np.arange(columns + 1),
        np.arange(rows + 1),
        np.ma.masked_less(classes, 0),
        cmap=ListedColormap([token.light for token in _COLOURS]),
        vmin=-0.5,
        vmax=len(_COLOURS) - 0.5,
        edgecolors=PAPER.light,
        linewidth=0.8,
    )
    axes.set_xlim(0, columns)
    axes.set_ylim(0, rows)
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    every = max(1, -(-columns // 8))
    names = [in_cells(level, _LEVEL_CELLS) for level in levels[0]]
    axes.set_xticks(list(np.arange(columns)[::every] + 0.5), names[::every])
    axes.set_yticks(
        list(np.arange(rows) + 0.5), [in_cells(level, _LEVEL_CELLS) for level in levels[1]]
    )
    axes.set_xlabel(in_cells(factors[0], 40))
    axes.set_ylabel(in_cells(factors[1], 24))
    if max(rows, columns) <= _MOST_TEXTS:
        _write(axes, values, classes, shown)
    _scale(figure, values, shown, reverse=is_good_when_large(measure))


def _classes(values: Array, *, reverse: bool) -> Array:
    """Return which of as many equal steps from the least to the greatest each value is in; -1 where
    there is none."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    steps = (np.nan_to_num(values, nan=low) - low) / ((high - low) or 1.0) * len(_COLOURS)
    found = np.minimum(steps.astype(np.int64), len(_COLOURS) - 1)
    found = len(_COLOURS) - 1 - found if reverse else found
    return np.where(np.isnan(values), -1, found)


def _write(axes: "Axes", values: Array, classes: Array, shown: Shown) -> None:
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            colour = INK if classes[row, column] < _PALE else PAPER
            at = (column + 0.5, row + 0.5)
            text = shown.number(float(value))
            axes.text(*at, text, ha="center", va="center", fontsize=7.0, color=colour.light)


def _scale(figure: "FigureBase", values: Array, shown: Shown, *, reverse: bool) -> None:
    """Draw the colours from the least to the greatest value above the map."""
    width, height = size_in(figure)
    axes = figure.add_axes((0.95 / width, 1.0 - 0.3 / height, 0.99, 0.16 / height))
    axes.set_axis_off()
    axes.set_xlim(0.0, 0.99 * width / 0.16)
    axes.set_ylim(0.0, 1.0)
    ends = shown.text(float(np.nanmin(values))), shown.text(float(np.nanmax(values)))
    begin = 0.62 * len(ends[0]) * 0.11 / 0.16 + 0.6
    axes.text(0.0, 0.5, ends[0], va="center", color=MUTED.light)
    tokens = _COLOURS[::-1] if reverse else _COLOURS
    for place, token in enumerate(tokens):
        axes.barh(0.5, 1.0, 0.9, left=begin + place, color=token.light, linewidth=0.0)
    axes.text(begin + len(tokens) + 0.4, 0.5, ends[1], va="center", color=MUTED.light)
