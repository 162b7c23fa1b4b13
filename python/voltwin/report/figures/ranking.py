"""The worst stations, each with its bar."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.style import FAINT, INK, MUTED
from voltwin.report.words import in_cells
from voltwin.report.worst import Ranking, Row
from voltwin.report.worst import ranking as ranked
from voltwin.wording.headline import CAUSES, how_often, main_cause
from voltwin.wording.quantities import duration, number, share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "ranking"
_NAME_CELLS = 30
_COLUMNS = (
    *("station", "name", "region", "arrivals", "swaps", "lost", "lost_share"),
    *("wait_p95_s", "charger_utilisation"),
)


def ranking(run: "Run") -> Plot | Missing:
    """Return the stations that lose the largest share or, where none loses any, wait longest."""
    order = ranked(run.kpis)
    losing = order.column == "lost_share"
    title = "Stations that lose most" if losing else "Stations with the longest waits"
    if not order.rows:
        return Missing(NAME, title, "No vehicle arrived at any station.")
    if not order.worst:
        return Missing(NAME, title, "No station loses a vehicle, and 95 % wait nowhere.")
    worst = order.worst
    return Plot(
        name=NAME,
        title=title,
        finding=_finding(order, run.kpis.by_station.num_rows, losing=losing),
        reading="The bars compare the share of arrivals that leave without a swap; on the right, "
        "how many these are and why most of them left."
        if losing
        else "The bars compare how long 95 % of those served waited at most.",
        table=small_table(
            {
                "rank": list(range(1, len(worst) + 1)),
                **{name: [row[name] for row in worst] for name in _COLUMNS},
            }
        ),
        draw=lambda figure: _draw(figure, worst, order),
        height_in=0.46 * len(worst),
        width_in=4.3,
    )


def _finding(order: Ranking, stations: int, *, losing: bool) -> str:
    if losing:
        verb = "loses" if order.losing == 1 else "lose"
        which = "" if len(order.rows) == stations else " with arrivals"
        of_all = f"{number(order.losing)} of {number(len(order.rows))}"
        return f"{of_all} stations{which} {verb} vehicles."
    return "No station loses a vehicle."


def _draw(figure: "FigureBase", worst: list[Row], order: Ranking) -> None:
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(worst), 0.0)
    values = [float(row[order.column]) for row in worst]
    classes = order.classes.of(np.array(values))
    for place, (row, value) in enumerate(zip(worst, values, strict=True)):
        colour = order.classes.tokens[classes[place]].light
        axes.text(0.0, place + 0.36, f"{place + 1}", color=MUTED.light, fontweight="bold")
        name = in_cells(row["name"], _NAME_CELLS)
        axes.text(0.06, place + 0.36, name, color=INK.light, gid=f"name-{place}")
        axes.text(1.0, place + 0.36, _value(row, order), color=INK.light, ha="right")
        axes.barh(place + 0.62, 0.94, 0.2, left=0.06, color=FAINT.light, linewidth=0.0)
        length = 0.94 * value / max(values)
        axes.barh(place + 0.62, length, 0.2, left=0.06, color=colour, linewidth=0.0)


def _value(row: Row, order: Ranking) -> str:
    if order.column == "wait_p95_s":
        return duration(row["wait_p95_s"])
    cause = main_cause(row)
    why = f", {how_often(row, cause)}{CAUSES[cause][0]}" if cause else ""
    return f"{share(row['lost_share'])} ({number(row['lost'])}{why})"
