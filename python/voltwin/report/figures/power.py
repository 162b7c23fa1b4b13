"""What the stations draw from the grid, against what their grid limits allow."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.done import moments
from voltwin.report.figures import over_time
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.figures.stepped import area, line
from voltwin.report.figures.time_axis import days
from voltwin.report.steps import QUARTER_S, Array, Steps, Times, column
from voltwin.report.style import BLUE, INK, SKY, VERMILLION
from voltwin.wording.quantities import power as in_words
from voltwin.wording.quantities import share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "power"
_TITLE = "Power drawn from the grid"
_SLOTS_PER_HOUR = 3600.0 / QUARTER_S


def power(run: "Run") -> Plot | Missing:
    """Return the power of the network and, where stations have one, the sum of their limits."""
    by_slot = run.kpis.by_slot
    grid_kwh, limited_kwh, limit_kwh = (
        column(by_slot, name) for name in ("grid_kwh", "limited_kwh", "limit_kwh")
    )
    if not grid_kwh.any():
        return Missing(NAME, _TITLE, "Nothing was drawn from the grid.")
    steps = Steps.of(column(by_slot, "slot"), QUARTER_S)
    slots = steps.sum(np.ones(len(grid_kwh)))
    plotted = {
        "grid_kwh": steps.sum(grid_kwh),
        "mean_kw": steps.sum(grid_kwh) / slots * _SLOTS_PER_HOUR,
        "highest_kw": steps.max(grid_kwh) * _SLOTS_PER_HOUR,
    }
    limited = bool(np.isfinite(limit_kwh).any())
    if limited:
        plotted["limited_kw"] = steps.max(limited_kwh) * _SLOTS_PER_HOUR
        plotted["limit_kw"] = steps.min(limit_kwh) * _SLOTS_PER_HOUR
    all_limited = limited and bool(np.allclose(limited_kwh, grid_kwh))
    return Plot(
        name=NAME,
        title=f"{_TITLE}, and what the grid limits allow" if limited else _TITLE,
        finding=_finding(steps, plotted["highest_kw"], limited_kwh, limit_kwh),
        reading=_reading(steps, limited=limited, all_limited=all_limited),
        table=small_table({"begin": steps.begins, **plotted}),
        draw=lambda figure: _draw(
            figure, steps, plotted, all_limited=all_limited, marks=moments(run)
        ),
    )


def _draw(
    figure: "FigureBase",
    steps: Steps,
    plotted: dict[str, Array],
    *,
    all_limited: bool,
    marks: Times,
) -> None:
    axes = over_time.begin(figure)
    edges = days(steps.edges)
    top = float(np.nanmax([plotted[name] for name in plotted if name != "grid_kwh"]))
    scale, unit = (1000.0, "MW") if top >= 10_000.0 else (1.0, "kW")
    coarse = steps.length_s > QUARTER_S
    if coarse:
        area(axes, edges, plotted["highest_kw"] / scale, SKY, "highest of 15 minutes")
        area(axes, edges, plotted["mean_kw"] / scale, BLUE, f"mean of each {steps.name}")
    else:
        area(axes, edges, plotted["mean_kw"] / scale, SKY, "all stations")
    if "limit_kw" in plotted and not all_limited:
        colour, label = INK if coarse else BLUE, "stations with a grid limit"
        line(axes, edges, plotted["limited_kw"] / scale, colour, label, width=1.1)
    if "limit_kw" in plotted:
        label = "their grid limits, together"
        line(axes, edges, plotted["limit_kw"] / scale, VERMILLION, label, width=1.3)
    over_time.finish(axes, steps, unit, 1.06 * top / scale, marks=marks)


def _finding(steps: Steps, highest_kw: Array, limited_kwh: Array, limit_kwh: Array) -> str:
    peak = int(np.argmax(highest_kw))
    said = f"The most is {in_words(float(highest_kw[peak]))}, {steps.when(peak)}."
    some = limit_kwh > 0.0
    if not some.any():
        return said
    used = float((limited_kwh[some] / limit_kwh[some]).max())
    return f"{said} Stations with a grid limit use up to {share(used)} of their limits together."


def _reading(steps: Steps, *, limited: bool, all_limited: bool) -> str:
    each = "each 15 minutes" if steps.length_s == QUARTER_S else f"each {steps.name}"
    said = f"The area is the power of all stations together in {each}."
    if not limited:
        return f"{said} No station has a grid limit."
    whose = "their" if all_limited else "those stations'"
    lines = "" if all_limited else " The thin line is the part of stations that have a grid limit."
    return (
        f"{said}{lines} The line of the limits is the sum of {whose} limits: one "
        "station may be at its limit while all together are far below."
    )
