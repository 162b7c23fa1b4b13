"""Figures of a calibration: the profile, the days that were held out, and how bands held."""

from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voltwin.calibration.profile import WEEK_H
from voltwin.calibration.scores import BANDS, coverage, pit
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Plot, margins
from voltwin.report.style import BLUE, GREY, INK, MUTED, ORANGE, SKY, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.calibration.calibration import Calibration
    from voltwin.calibration.log import Floats

_BINS = 10  # of the histogram of the integral transform
_HALF_IN = 4.4


def _table(columns: dict[str, Any]) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def profile_plot(found: "Calibration") -> Plot:
    """Return the rate by hour of the week with its interval."""
    profile = found.demand.profile
    busiest = int(profile.rate.argmax())
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    finding = (
        f"Most come on {day[busiest // 24]} at {busiest % 24:02}:00: {profile.rate[busiest]:,.3g} "
        f"an hour, {profile.factors[busiest]:.2f} times the mean hour."
    )
    return Plot(
        "profile",
        "Arrivals by hour of the week",
        finding,
        "The line is the rate that was fitted, the band holds it with 95 %, dots are the mean "
        "counts of the hour alone: it is drawn from them towards those of other days.",
        found.profile,
        partial(_draw_profile, found=found),
    )


def _draw_profile(figure: "FigureBase", found: "Calibration") -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.2, top=0.35, bottom=0.4))
    profile = found.demand.profile
    edges = np.arange(WEEK_H + 1)
    low, high = (np.nan_to_num(side) for side in (profile.low, profile.high))
    axes.stairs(high, edges, baseline=low, fill=True, color=SKY.light, alpha=0.45, label="95 %")
    axes.stairs(profile.rate, edges, color=BLUE.light, linewidth=1.4, label="fitted")
    some = profile.seen_h > 0.0
    plain = profile.counted[some] / profile.seen_h[some]
    at = edges[:-1][some] + 0.5
    axes.plot(at, plain, "o", color=INK.light, markersize=1.8, label="counted")
    axes.set_xlim(0, WEEK_H)
    axes.set_ylim(bottom=0.0)
    axes.set_xticks(np.arange(0, WEEK_H, 24) + 12.0)
    axes.set_xticklabels(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    axes.tick_params(axis="x", length=0)
    for midnight in range(24, WEEK_H, 24):
        axes.axvline(midnight, color=MUTED.light, linewidth=0.4)
    axes.set_ylabel("arrivals per hour")
    thousands(axes.yaxis)
    legend_above(axes)


def days_plot(found: "Calibration") -> Plot | None:
    """Return the days that were held out with their bands; None without whole ones."""
    held = found.held
    if held is None or not held.counts.whole.any():
        return None
    came = held.counts.hours.sum(axis=1)
    tails = [(1.0 - band) / 2.0 for band in BANDS]
    low, high = (
        np.quantile(held.of_days, sides, axis=0) for sides in (tails, [1 - t for t in tails])
    )
    inside = int(((came >= low[-1]) & (came <= high[-1])).sum())
    table = _table(
        {
            "date": [str(date) for date in held.counts.dates],
            "came": came,
            "mean": held.of_days.mean(axis=0),
            **{f"low {100 * b:.0f} %": low[i] for i, b in enumerate(BANDS)},
            **{f"high {100 * b:.0f} %": high[i] for i, b in enumerate(BANDS)},
        }
    )
    return Plot(
        "days",
        "Days that were held out",
        f"{inside} of {len(came)} days lie in their band of 95 %.",
        "Dots are what came, bands are of 50, 80 and 95 %, foretold by a fit to the days before.",
        table,
        partial(_draw_days, found=found, low=low, high=high),
    )


def _draw_days(figure: "FigureBase", found: "Calibration", low: "Floats", high: "Floats") -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.2, top=0.35, bottom=0.4))
    assert found.held
    counts = found.held.counts
    edges = np.arange(counts.days + 1)
    for place in reversed(range(len(BANDS))):
        axes.stairs(
            high[place],
            edges,
            baseline=low[place],
            fill=True,
            color=(BLUE, SKY, GREY)[place].light,
            alpha=(0.55, 0.5, 0.3)[place],
            label=f"{100 * BANDS[place]:.0f} %",
        )
    came = counts.hours.sum(axis=1)
    out = (came < low[-1]) | (came > high[-1])
    at = edges[:-1] + 0.5
    axes.plot(at[~out], came[~out], "o", color=INK.light, markersize=4.0, label="came")
    if out.any():
        axes.plot(at[out], came[out], "D", color=VERMILLION.light, markersize=5.0, label="outside")
    axes.set_xlim(0, counts.days)
    axes.set_ylim(bottom=0.0)
    every = max(1, round(counts.days / 9))
    axes.set_xticks(at[::every])
    days: list[date] = [day.item() for day in counts.dates[::every]]
    axes.set_xticklabels([f"{day:%a} {day.day} {day:%b}" for day in days])
    axes.set_ylabel("arrivals on the day")
    thousands(axes.yaxis)
    legend_above(axes)


def pit_plot(found: "Calibration") -> Plot | None:
    """Return where what came lay in the forecasts of its hours; None without forecasts."""
    if found.held is None:
        return None
    below, at = pit(found.held)
    edges = np.linspace(0.0, 1.0, _BINS + 1)
    shares = np.array([_within(below, at, low, high) for low, high in pairwise(edges)])
    table = _table({"from": edges[:-1], "to": edges[1:], "share": shares})
    extreme = float(shares[0] + shares[-1])
    return Plot(
        "pit",
        "Where what came lay in the forecast of its hour",
        f"{100 * extreme:.0f} % of the hours lie in the outer fifth of their forecasts.",
        "Columns are equally high if the forecasts are right; high ends mean bands that are too "
        "narrow, a slope means too many or too few.",
        table,
        partial(_draw_pit, shares=shares, edges=edges),
        width_in=_HALF_IN,
    )


def _within(below: "Floats", at: "Floats", low: float, high: float) -> float:
    """Return which share of the forecasts' probability at what came lies between two values."""
    width = np.maximum(at - below, 1e-12)
    within = np.minimum(at, high) - np.maximum(below, low)
    return float(np.mean(np.clip(within / width, 0.0, 1.0)))


def _draw_pit(figure: "FigureBase", shares: "Floats", edges: "Floats") -> None:
    axes = figure.add_axes(margins(figure, left=0.65, right=0.15, top=0.2, bottom=0.45))
    axes.stairs(100.0 * shares, edges, fill=True, color=BLUE.light, alpha=0.8)
    axes.axhline(100.0 / _BINS, color=INK.light, linewidth=0.8, linestyle=":")
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("share of the forecast below")
    axes.set_ylabel("% of hours")
    thousands(axes.yaxis)


def coverage_plot(found: "Calibration") -> Plot | None:
    """Return how much bands held, of hours, against what they say; None without forecasts."""
    if found.held is None:
        return None
    below, at = pit(found.held)
    said = np.linspace(0.05, 0.95, 19)
    held = np.array([coverage(below, at, float(band)) for band in said])
    worst = int(np.argmax(np.abs(held - said)))
    return Plot(
        "coverage",
        "What bands hold",
        f"Farthest off: the band of {100 * said[worst]:.0f} % held {100 * held[worst]:.0f} %.",
        "On the dotted line a band holds what it says; below it bands are too narrow.",
        _table({"band": said, "held": held}),
        partial(_draw_coverage, said=said, held=held),
        width_in=_HALF_IN,
    )


def _draw_coverage(figure: "FigureBase", said: "Floats", held: "Floats") -> None:
    axes: Axes = figure.add_axes(margins(figure, left=0.65, right=0.2, top=0.2, bottom=0.45))
    axes.plot([0, 100], [0, 100], color=INK.light, linewidth=0.8, linestyle=":")
    axes.plot(100.0 * said, 100.0 * held, color=ORANGE.light, linewidth=1.6)
    axes.set_xlim(0.0, 100.0)
    axes.set_ylim(0.0, 100.0)
    axes.set_xlabel("band, %")
    axes.set_ylabel("held, % of hours")
