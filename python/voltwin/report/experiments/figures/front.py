"""What each design costs and what service it gives; those that are worth their cost."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.experiment.measures import is_good_when_large
from voltwin.report.experiments.answer import answer, cost_unit, levers_of
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.style import BLUE, GREEN, GREY, INK, SKY, VERMILLION
from voltwin.wording.experiments import capital, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import money, number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

NAME = "front"
_MOST_ROWS = 500


def front(experiment: "Experiment") -> Plot | Missing:
    """Return cost and service of all designs that were run."""
    measure = main_measure(experiment.plan)
    title = f"Cost and {label_of(measure)} of the designs that were run"
    rows = [row for row in experiment.tables["trials"].to_pylist() if row["mean"] is not None]
    if not rows:
        return Missing(NAME, title, f"{capital(label_of(measure))} is not defined in any run.")
    best = front_of(rows, upwards=is_good_when_large(measure))
    shown = Shown.of(rows[0]["unit"], [row["mean"] for row in rows], _resolution(rows))
    chosen = answer(experiment)
    unit = cost_unit(experiment)
    return Plot(
        name=NAME,
        title=title,
        finding=_finding(best, shown, unit),
        reading="Each point is a design: what its units cost, and its mean in the search. The line "
        "joins those that none is better than at no higher cost"
        + (
            "; the orange diamond is the answer on fresh replications, with a line to its bound at "
            "the confidence asked for. The dotted line is the target."
            if chosen
            else "."
        ),
        table=_table(experiment, rows, best, shown),
        draw=lambda figure: _draw(figure, rows, best, chosen, shown, (label_of(measure), unit)),
        height_in=3.4,
        rows_shown="" if len(rows) <= _MOST_ROWS else f"The first {_MOST_ROWS} of {len(rows):,}.",
    )


def front_of(rows: list[Row], *, upwards: bool) -> list[Row]:
    """Return the designs that no other is better than at no higher cost, by rising cost."""
    sign = -1.0 if upwards else 1.0
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["cost"], sign * row["mean"])):
        if not found or sign * row["mean"] < sign * found[-1]["mean"]:
            found.append(row)
    return found


def _resolution(rows: list[Row]) -> float:
    means = [float(row["mean"]) for row in rows]
    return (max(means) - min(means)) / 50.0


def _finding(best: list[Row], shown: Shown, unit: str) -> str:
    first, last = best[0], best[-1]
    if len(best) == 1:
        return f"Nothing that was tried is better than what costs {money(first['cost'])} {unit}."
    return (
        f"{number(len(best))} designs are worth their cost, from {shown.text(first['mean'])} for "
        f"{money(first['cost'])} {unit} to {shown.text(last['mean'])} for "
        f"{money(last['cost'])} {unit}."
    )


def _table(experiment: "Experiment", rows: list[Row], best: list[Row], shown: Shown) -> pa.Table:
    levers = levers_of(experiment)
    worth = {row["trial"] for row in best}
    told = [
        (
            row["phase"],
            number(row["trial"]),
            *(number(row[lever]) for lever in levers),
            money(row["cost"]),
            shown.text(row["mean"]),
            shown.text(row["bound"]),
            {True: "yes", False: "no", None: ""}[row["feasible"]],
            "yes" if row["trial"] in worth else "",
        )
        for row in rows[:_MOST_ROWS]
    ]
    headings = ("Phase", "Trial", *levers, "Cost", "Mean", "Bound", "Feasible", "Worth its cost")
    return texts(headings, told)


def _draw(
    figure: "FigureBase",
    rows: list[Row],
    best: list[Row],
    chosen: Row | None,
    shown: Shown,
    labels: tuple[str, str],
) -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.5))
    factor = shown.scale.factor
    groups = {
        True: (BLUE, "keeps the target"),
        False: (GREY, "does not keep it"),
        None: (SKY, "a design"),
    }
    for feasible, (colour, label) in groups.items():
        of = [row for row in rows if row["feasible"] is feasible]
        if of:
            at = [row["cost"] for row in of], [row["mean"] * factor for row in of]
            axes.plot(*at, ".", color=colour.light, markersize=5.0, alpha=0.7, mew=0, label=label)
    line = [row["cost"] for row in best], [row["mean"] * factor for row in best]
    axes.plot(*line, color=GREEN.light, linewidth=1.3, label="worth their cost", zorder=1.5)
    if chosen:
        _mark(axes, chosen, factor)
    axes.margins(x=0.03, y=0.06)
    thousands(axes.xaxis)
    thousands(axes.yaxis)
    what, unit = labels
    axes.set_xlabel(f"cost of the units added [{unit}]")
    axes.set_ylabel(f"{what} [{shown.unit}]" if shown.unit else what)
    legend_above(axes)


def _mark(axes: "Axes", chosen: Row, factor: float) -> None:
    """Draw the answer with its bound, and the target."""
    ends = [chosen["mean"] * factor, chosen["bound"] * factor]
    at = chosen["cost"]
    axes.plot([at, at], ends, color=VERMILLION.light, linewidth=1.6, zorder=3)
    axes.plot([at], ends[:1], "D", color=VERMILLION.light, markersize=6, label="answer", zorder=4)
    target = chosen["target"] * factor
    axes.axhline(target, color=INK.light, linewidth=0.8, linestyle=":", label="target")
