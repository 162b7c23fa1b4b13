"""How a search came to its answer: each design in the order in which it was run."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.experiments.answer import cost_unit
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Plot, margins
from voltwin.report.style import GREY, INK, OF_VARIANT
from voltwin.wording.quantities import money, number

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

NAME = "history"


def history(experiment: "Experiment") -> Plot:
    """Return costs by trial, and the cheapest design so far that keeps the target."""
    rows = experiment.tables["trials"].to_pylist()
    best = cheapest_so_far(rows)
    unit = cost_unit(experiment)
    return Plot(
        name=NAME,
        title="The search, design by design",
        finding=_finding(rows, best, unit),
        reading="Each point is a design in the order in which they were run, in the colour of what "
        "it was run for; pale ones do not keep the target. The line is the cheapest so far that "
        "keeps it by its bound.",
        table=_table(rows, best),
        draw=lambda figure: _draw(figure, rows, best, unit),
        height_in=2.7,
    )


def cheapest_so_far(rows: list[Row]) -> list[float | None]:
    """Return after each trial what the cheapest costs that keeps the target."""
    found: list[float | None] = []
    least: float | None = None
    for row in rows:
        if row["feasible"] and (least is None or row["cost"] < least):
            least = row["cost"]
        found.append(least)
    return found


def _finding(rows: list[Row], best: list[float | None], unit: str) -> str:
    count = number(len(rows))
    if not best or best[-1] is None:
        if any(row["feasible"] is not None for row in rows):
            return f"No design of {count} keeps the target by its bound."
        return f"{count} designs were run."
    last = next(place for place, cost in enumerate(best) if cost == best[-1])
    return (
        f"Of {count} designs, number {number(last + 1)} was the last to be cheaper than all before "
        f"it: {money(best[-1])} {unit}, in the phase called {rows[last]['phase']}."
    )


def _table(rows: list[Row], best: list[float | None]) -> pa.Table:
    told = [
        (
            row["phase"],
            number(row["trial"]),
            money(row["cost"]),
            {True: "yes", False: "no", None: ""}[row["feasible"]],
            money(cheapest),
        )
        for row, cheapest in zip(rows, best, strict=True)
    ]
    return texts(("Phase", "Trial", "Cost", "Feasible", "Cheapest so far"), told)


def _draw(figure: "FigureBase", rows: list[Row], best: list[float | None], unit: str) -> None:
    axes = figure.add_axes(margins(figure, left=0.9, right=0.35, top=0.35, bottom=0.5))
    phases = list(dict.fromkeys(row["phase"] for row in rows))
    for place, phase in enumerate(phases):
        colour = OF_VARIANT[place % len(OF_VARIANT)].light
        of = [row for row in rows if row["phase"] == phase]
        for strong in (False, True):
            points = [row for row in of if (row["feasible"] is not False) is strong]
            at = [row["trial"] for row in points], [row["cost"] for row in points]
            alpha = 0.9 if strong else 0.35
            axes.plot(*at, "o", color=colour, markersize=3.4, mew=0, alpha=alpha)
        axes.plot([], [], "o", color=colour, markersize=3.4, label=phase)
    known = [(row["trial"], cost) for row, cost in zip(rows, best, strict=True) if cost is not None]
    if known:
        axes.step(*zip(*known, strict=True), where="post", color=INK.light, linewidth=1.1,
                  label="cheapest so far")  # fmt: skip
    axes.set_xlim(0.0, len(rows) + 1.0)
    axes.axhline(0.0, color=GREY.light, linewidth=0.6)
    thousands(axes.xaxis, whole=True)
    thousands(axes.yaxis)
    axes.set_xlabel("trial")
    axes.set_ylabel(f"cost [{unit}]")
    legend_above(axes)
