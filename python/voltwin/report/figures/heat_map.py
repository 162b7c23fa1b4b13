"""When it is bad: every hour of every day, or, in long runs, of every day of the week."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.classes import LOST_SHARES, MEAN_WAITS, Classes
from voltwin.report.figures.class_legend import class_legend
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.figures.small_table import small_table
from voltwin.report.steps import Array, column, ratio
from voltwin.report.style import HEAT, PAPER
from voltwin.wording.quantities import duration, share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "heat-map"
MOST_DATES = 31  # rows; longer runs show the days of the week
_HOURS = 24
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class _Grid:
    """Sums by day and hour of the day, flat: the hours of the first day first."""

    days: list[str]
    arrivals: Array
    lost: Array
    swaps: Array
    wait_s: Array  # sum over the swaps


def heat_map(run: "Run") -> Plot | Missing:
    """Return the share of vehicles lost, or the mean wait if none is, by day and hour."""
    grid, by_date = _grid(run)
    where = "date" if by_date else "day of the week"
    if not grid.arrivals.any():
        return Missing(NAME, f"Every hour, by {where}", "No vehicle arrived.")
    lost_share, wait_mean_s = ratio(grid.lost, grid.arrivals), ratio(grid.wait_s, grid.swaps)
    losing = bool(grid.lost.any())
    values, classes = (lost_share, LOST_SHARES) if losing else (wait_mean_s, MEAN_WAITS)
    seen = np.flatnonzero(grid.arrivals)
    what = "Share of vehicles lost" if losing else "Mean wait"
    return Plot(
        name=NAME,
        title=f"{what}, by {where} and hour of the day",
        finding=_finding(grid, values, losing=losing),
        reading=f"Each row is a {where}, each cell an hour of local time: the darker (on a dark "
        "page, the brighter), the worse. Empty cells had no arrivals, or were not observed.",
        table=small_table(
            {
                "day": [grid.days[cell // _HOURS] for cell in seen],
                "hour_of_day": seen % _HOURS,
                "arrivals": grid.arrivals[seen],
                "lost": grid.lost[seen],
                "lost_share": lost_share[seen],
                "wait_mean_s": wait_mean_s[seen],
            }
        ),
        draw=lambda figure: _draw(figure, grid.days, values, classes),
        height_in=0.85 + 0.2 * max(len(grid.days), 2),
    )


def _grid(run: "Run") -> tuple[_Grid, bool]:
    """Return the sums, and whether the days are dates."""
    by_hour = run.kpis.by_hour
    hour = column(by_hour, "hour").astype("datetime64[h]").astype(np.int64)
    day = hour // _HOURS
    by_date = int(day[-1] - day[0]) < MOST_DATES
    if by_date:
        row = day - day[0]
        dates = (day[0] + np.arange(row[-1] + 1)).astype("datetime64[D]").tolist()
        names = [f"{date:%a %Y-%m-%d}" for date in dates]
    else:
        row, names = (day + 3) % 7, list(_WEEK)  # 1970-01-01 was a Thursday
    cell, cells = row * _HOURS + hour % _HOURS, len(names) * _HOURS

    def summed(values: Array) -> Array:
        return np.bincount(cell, values, cells)

    arrivals, lost, swaps, wait_mean_s = (
        column(by_hour, name) for name in ("arrivals", "lost", "swaps", "wait_mean_s")
    )
    counts = [summed(values).astype(np.int64) for values in (arrivals, lost, swaps)]
    wait_s = summed(np.where(swaps > 0, wait_mean_s * swaps, 0.0))
    return _Grid(names, counts[0], counts[1], counts[2], wait_s), by_date


def _draw(figure: "FigureBase", days: list[str], values: Array, classes: Classes) -> None:
    from matplotlib.colors import ListedColormap

    axes = figure.add_axes(margins(figure, left=1.1, right=0.35, top=0.35, bottom=0.45))
    found = classes.of(values).reshape(len(days), _HOURS)
    axes.pcolormesh(
        np.arange(_HOURS + 1),
        np.arange(len(days) + 1),
        np.ma.masked_less(found, 0),
        cmap=ListedColormap([token.light for token in HEAT]),
        vmin=-0.5,
        vmax=len(HEAT) - 0.5,
        edgecolors=PAPER.light,
        linewidth=0.8,
    )
    axes.set_ylim(len(days), 0)
    axes.set_xlim(0, _HOURS)
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.set_yticks(np.arange(len(days)) + 0.5, days)
    axes.set_xticks(np.arange(0, _HOURS + 1, 3), [f"{h:02d}:00" for h in range(0, _HOURS + 1, 3)])
    axes.set_xlabel("hour of the day, local time")
    class_legend(axes, classes)


def _finding(grid: _Grid, values: Array, *, losing: bool) -> str:
    if not np.nan_to_num(values).any():
        return "Nobody is lost, and nobody waits."
    worst = int(np.nanargmax(values))
    when = f"{grid.days[worst // _HOURS]} from {worst % _HOURS:02d}:00"
    if losing:
        return (
            f"The worst hour is {when}: {grid.lost[worst]:,} of {grid.arrivals[worst]:,} are lost "
            f"({share(float(values[worst]))})."
        )
    return (
        f"Nobody is lost; waits are longest on {when}, {duration(float(values[worst]))} on average."
    )
