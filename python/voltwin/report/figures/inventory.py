"""What the stations' batteries are doing, over time."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.done import moments
from voltwin.report.figures import over_time
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.figures.stepped import stack
from voltwin.report.figures.time_axis import days
from voltwin.report.steps import HOUR_S, Array, Steps, column
from voltwin.report.style import OF_STATE

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "inventory"
_TITLE = "Batteries at stations, by what they do"
_LABELS = {
    "mean_rack": "ready in the rack",
    "mean_topping": "ready, still charging",
    "mean_charging": "charging",
    "mean_cooling": "cooling",
    "mean_suspended": "without power",
    "mean_queued": "waiting for a charger",
    "mean_in_bay": "in bays",
}


def inventory(run: "Run") -> Plot | Missing:
    """Return the mean number of batteries in each state."""
    by_hour = run.kpis.by_hour
    steps = Steps.of(column(by_hour, "hour"), HOUR_S)
    hours = column(by_hour, "observed_h")
    means = {name: steps.mean(column(by_hour, name), hours) for name in OF_STATE}
    if sum(mean.sum() for mean in means.values()) == 0.0:
        return Missing(NAME, _TITLE, "The stations have no batteries of their own.")
    states = [name for name in OF_STATE if means[name].any()]

    def draw(figure: "FigureBase") -> None:
        axes = over_time.begin(figure)
        layers = [(means[name], OF_STATE[name], _LABELS[name]) for name in states]
        top = stack(axes, days(steps.edges), layers)
        over_time.finish(axes, steps, "batteries", 1.02 * top, marks=moments(run))

    return Plot(
        name=NAME,
        title=_TITLE,
        finding=_finding(steps, means),
        reading="From the bottom up: batteries that may be handed out, those on chargers, those "
        f"waiting for one, those in bays with a swap under way; means over each {steps.name}.",
        table=small_table({"begin": steps.begins, **means}),
        draw=draw,
    )


def _finding(steps: Steps, means: dict[str, Array]) -> str:
    ready = means["mean_rack"] + means["mean_topping"]
    everything = np.sum(list(means.values()), axis=0)
    part = np.where(everything > 0.0, ready / np.maximum(everything, 1e-300), 1.0)
    least = int(np.argmin(part))
    if part[least] == 1.0:
        return "All of them are ready all the time."
    return (
        f"Fewest are ready {steps.when(least)}: "
        f"{_count(ready[least])} of {_count(everything[least])}."
    )


def _count(mean: float) -> str:
    return f"{mean:,.0f}" if mean >= 99.5 else f"{mean:.1f}"
