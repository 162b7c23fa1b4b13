"""How long the vehicles served have waited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.figures.axes import legend_above
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.figures.small_table import small_table
from voltwin.report.steps import Array, column
from voltwin.report.style import BLUE, GREEN, INK, MUTED, ORANGE, SKY
from voltwin.wording.quantities import duration, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "waits"
_TITLE = "Waits of the vehicles served"
_TICKS_S = {
    1: "1 s", 2: "2 s", 5: "5 s", 10: "10 s", 20: "20 s", 30: "30 s", 60: "1 min", 120: "2 min",
    300: "5 min", 600: "10 min", 1200: "20 min", 1800: "30 min", 3600: "1 h", 7200: "2 h",
    18000: "5 h", 43200: "12 h", 86400: "1 d", 259200: "3 d", 604800: "7 d",
}  # fmt: skip
# Where columns begin within an octave, in parts of its begin: the borders of the KPI table (16 an
# octave) that are nearest to quarters of it on the axis.
_BEGINS = np.array([16, 19, 23, 27]) / 16.0
_LEAST_S = 0.5  # where the column of waits below a second begins on the axis


@dataclass(frozen=True)
class _Histogram:
    """Columns wide enough to see; the first is of those that did not wait, if there are any."""

    from_s: Array
    to_s: Array
    vehicles: Array

    @property
    def share(self) -> Array:
        """Of all vehicles served."""
        return np.asarray(self.vehicles / self.vehicles.sum())

    @property
    def ends(self) -> tuple[Array, Array]:
        """Where columns begin and end on the axis [s], which holds neither zero nor infinity."""
        begin = np.maximum(self.from_s, _LEAST_S)
        return begin, np.where(np.isfinite(self.to_s), np.maximum(self.to_s, begin), 2.0 * begin)

    @property
    def share_per_doubling(self) -> Array:
        """Height of the columns: share by width on the axis, so that areas are shares and columns
        of different widths can be compared. NaN for those that did not wait."""
        begin, end = self.ends
        width = np.where(self.to_s > 0.0, np.log2(end / begin), np.nan)
        return np.asarray(self.share / width)


def waits(run: "Run") -> Plot | Missing:
    """Return the distribution of waits from arrival to the begin of the swap."""
    total = run.kpis.total.to_pylist()[0]
    if not run.kpis.waits.num_rows:
        return Missing(NAME, _TITLE, "No vehicle was served.")
    histogram = _histogram(run)
    target_s = run.kpis.target_wait_s
    return Plot(
        name=NAME,
        title=_TITLE,
        finding=_finding(total),
        reading="The bar on top parts all vehicles served by whether they waited; the columns are "
        "those that did, by how long. Equal steps along the axis multiply the wait, and a column's "
        "area is its share of the vehicles; all that waited less than a second stand below 1 s.",
        table=small_table(
            {
                "from_s": histogram.from_s,
                "to_s": histogram.to_s,
                "vehicles": histogram.vehicles,
                "share": histogram.share,
                "share_per_doubling": histogram.share_per_doubling,
                "share_up_to": np.cumsum(histogram.vehicles) / histogram.vehicles.sum(),
            }
        ),
        draw=lambda figure: _draw(figure, histogram, target_s, total["within_target"]),
        height_in=3.3,
    )


def _finding(total: dict[str, float]) -> str:
    half, most, rare = (duration(total[f"wait_p{percent}_s"]) for percent in (50, 95, 99))
    waited = f"waited at most {half}" if total["wait_p50_s"] else "did not wait"
    return (
        f"Half of them {waited}; 95 % waited at most {most}, 99 % at most {rare}, and all of them "
        f"{duration(total['wait_mean_s'])} on average."
    )


def _histogram(run: "Run") -> _Histogram:
    """Return the KPI table of waits in fewer bins, whose borders are borders of its own."""
    from_s, vehicles = (column(run.kpis.waits, name) for name in ("from_s", "vehicles"))
    to_s = column(run.kpis.waits, "to_s")
    octave = 2.0 ** np.floor(np.log2(np.maximum(from_s, 1.0)))
    within = np.searchsorted(_BEGINS, np.maximum(from_s, 1.0) / octave, side="right") - 1
    lower = np.where(from_s < 1.0, 0.0, octave * _BEGINS[within])
    upper = np.where(from_s < 1.0, to_s, octave * np.append(_BEGINS, 2.0)[within + 1])
    upper = np.where(np.isinf(to_s), np.inf, upper)
    first = np.flatnonzero(np.diff(lower + upper, prepend=-1.0))
    return _Histogram(lower[first], upper[first], np.add.reduceat(vehicles, first))


def _draw(figure: "FigureBase", histogram: _Histogram, target_s: float, within_target: int) -> None:
    left, _, width, _ = margins(figure, left=0.75, right=0.35, top=0.0, bottom=0.0)
    _draw_parts(figure.add_axes((left, 0.83, width, 0.08)), histogram, target_s, within_target)
    axes = figure.add_axes((left, 0.15, width, 0.57))
    waited = histogram.to_s > 0.0
    if waited.any():
        _draw_columns(axes, histogram, waited, target_s)
    else:
        axes.set_axis_off()
        axes.text(0.0, 0.5, "Nobody waited at all.", color=MUTED.light, fontsize=9.0)


def _draw_parts(axes: "Axes", histogram: _Histogram, target_s: float, within_target: int) -> None:
    """Draw all vehicles served as one bar: no wait, in time, late."""
    served = int(histogram.vehicles.sum())
    none = int(histogram.vehicles[histogram.to_s == 0.0].sum())
    parts = (
        (none, "no wait", GREEN),
        (within_target - none, f"within {duration(target_s).replace('.0 ', ' ')}", SKY),
        (served - within_target, "longer", ORANGE),
    )
    axes.set_axis_off()
    axes.set_xlim(0.0, served)
    axes.set_ylim(0.0, 1.0)
    begin = 0
    for count, label, colour in parts:
        if count > 0:
            said = f"{label}: {share(count / served)}"
            axes.barh(0.5, count, 1.0, left=begin, color=colour.light, linewidth=0.0, label=said)
        begin += count
    legend_above(axes)


def _draw_columns(axes: "Axes", histogram: _Histogram, waited: Array, target_s: float) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

    percent = 100.0 * histogram.share_per_doubling[waited]
    begin, end = (place[waited] for place in histogram.ends)
    axes.bar(begin, percent, end - begin, align="edge", color=BLUE.light, linewidth=0.0)
    axes.set_xscale("log", base=2)
    low, high = float(begin.min()), float(end.max())
    low, high = min(low, 0.8 * target_s) if target_s > 0 else low, max(high, 1.2 * target_s)
    axes.set_xlim(low, high)
    shown = [second for second in _TICKS_S if low <= second <= high]
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _TICKS_S[round(value)]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.4g} %"))
    axes.set_ylim(0.0, 1.08 * float(percent.max()))
    axes.set_ylabel("of all served, per doubling of the wait")
    axes.set_xlabel("wait from arrival to the begin of the swap")
    if target_s > 0.0:
        axes.axvline(target_s, color=INK.light, linewidth=0.8, linestyle=(0, (4, 3)))
        axes.annotate(
            "target",
            (target_s, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4.0, -8.0),
            textcoords="offset points",
            color=INK.light,
        )
