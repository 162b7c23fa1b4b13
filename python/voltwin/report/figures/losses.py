"""How many vehicles are lost when, and why."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.kpis.columns import LOST
from voltwin.report.done import moments
from voltwin.report.figures import over_time
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.figures.stepped import stack
from voltwin.report.figures.time_axis import days
from voltwin.report.steps import HOUR_S, Array, Steps, column
from voltwin.report.style import DIVERTED, OF_REASON
from voltwin.wording.headline import CAUSES
from voltwin.wording.quantities import number, share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "losses"


def losses(run: "Run") -> Plot | Missing:
    """Return vehicles lost by reason, over the time of their arrival."""
    by_hour = run.kpis.by_hour
    steps = Steps.of(column(by_hour, "hour"), HOUR_S)
    counts = {
        name: steps.sum(column(by_hour, name)) for name in ("arrivals", "lost", *LOST, "diverted")
    }
    diverts = bool(counts["diverted"].any())
    what = "lost or diverted" if diverts else "lost"
    title = f"Vehicles {what} per {steps.name}, by reason"
    if not counts["lost"].any() and not diverts:
        return Missing(NAME, title, "No vehicle was lost.")
    reasons = [name for name in LOST if counts[name].any()]
    if not diverts:
        counts.pop("diverted")

    def draw(figure: "FigureBase") -> None:
        axes = over_time.begin(figure)
        layers = [(counts[name], OF_REASON[name], CAUSES[name][0]) for name in reasons]
        if diverts:
            layers.append((counts["diverted"], DIVERTED, "diverted to another station"))
        top = stack(axes, days(steps.edges), layers)
        label = f"vehicles per {steps.name}"
        over_time.finish(axes, steps, label, 1.05 * top, marks=moments(run), whole=True)

    return Plot(
        name=NAME,
        title=title,
        finding=_finding(steps, counts["lost"], counts["arrivals"]),
        reading="The height of a column is the number of vehicles that arrived in that "
        f"{steps.name} and left without a swap; its colours are the reasons."
        + (" Those diverted have driven on to another station." if diverts else ""),
        table=small_table({"begin": steps.begins, **counts}),
        draw=draw,
    )


def _finding(steps: Steps, lost: Array, arrivals: Array) -> str:
    if not lost.any():
        return "No vehicle was lost."
    worst = int(np.argmax(lost))
    of_all = share(lost[worst] / lost.sum())
    return (
        f"Most are lost {steps.when(worst)}: {number(int(lost[worst]))} of "
        f"{number(int(arrivals[worst]))} that arrived then, and {of_all} of all losses."
    )
