"""Differences to the base by the hour, with their intervals."""

from typing import TYPE_CHECKING, NamedTuple

from voltwin.report.experiments.figures.variants import colours, shown_variants
from voltwin.report.experiments.hours import Hours, hours_of, when
from voltwin.report.experiments.measured import measured
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import change_of
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.figures.time_axis import days, set_time_axis
from voltwin.report.style import MUTED, Token
from voltwin.report.words import in_cells
from voltwin.wording.experiments import capital, half_width, is_clear, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

_MOST = 3  # variants whose bands can be told apart
_NAME_CELLS = 34


class Series(NamedTuple):
    """A variant as it is drawn."""

    name: str
    colour: Token
    hours: Hours


def hourly(experiment: "Experiment", measure: str | None = None) -> Plot | Missing:
    """Return the differences of a measure, the main one by default, by the hour."""
    measure = measure or main_measure(experiment.plan)
    name = f"hourly-{measure.replace('_', '-')}"
    title = f"{capital(label_of(measure))} by the hour: differences to the base"
    variants = shown_variants(experiment, _MOST)
    table = experiment.tables["differences_by_hour"]
    rows = {variant: rows_where(table, measure=measure, variant=variant) for variant in variants}
    first = hours_of(rows[variants[0]], "base")
    begin, end = first.rows[0]["hour"], first.rows[-1]["hour"]
    hours = {
        variant: Hours([row for row in of if begin <= row["hour"] <= end], first.left_out)
        for variant, of in rows.items()
    }
    known = [row for of in hours.values() for row in of.rows if row["difference"] is not None]
    if not any(row["difference"] for row in known):
        return Missing(name, title, "There is no difference in any hour.")
    shown = change_of(known)
    of = colours(experiment)
    series = [
        Series(experiment.plan.variants[variant].name, of[variant], hours[variant])
        for variant in variants
    ]
    flat = [row for of in hours.values() for row in of.rows]
    words = {"hour": [row["hour"] for row in flat], "name": [row["name"] for row in flat]}
    levels = Shown.of(known[0]["unit"], [row["value"] for row in known], half_width(known[0]))
    return Plot(
        name=name,
        title=title,
        finding=_finding(known, shown),
        reading="The line is the mean difference of the pairs in that hour, variant less base, the "
        "band its 95 % interval, for all variants at once but not for all hours: of twenty hours "
        "in which nothing happens, one is expected to look different.",
        table=measured(
            flat, words, levels, ("base", "value", "difference", "low", "high"), changes=shown
        ),
        draw=lambda figure: _draw(figure, series, shown, label_of(measure)),
        height_in=2.6,
        rows_shown=_left_out(first.left_out, len(variants), len(experiment.plan.variants) - 1),
    )


def _finding(rows: list[Row], shown: Shown) -> str:
    largest = max(rows, key=lambda row: abs(row["difference"]))
    return (
        f"The largest difference is on {when(largest)}, "
        f"{shown.text(largest['difference'], signed=True)}; {number(sum(map(is_clear, rows)))} of "
        f"{number(len(rows))} are larger than chance would have it."
    )


def _left_out(hours: str, drawn: int, variants: int) -> str:
    few = f"{number(drawn)} of {number(variants)} variants." if drawn < variants else ""
    return f"{hours} {few}".strip()


def _draw(figure: "FigureBase", series: list[Series], shown: Shown, label: str) -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.4))
    factor = shown.scale.factor
    axes.axhline(0.0, color=MUTED.light, linewidth=0.9)
    for name, colour, hours in series:
        at = days(hours.middles)
        ends = hours.column("low", factor), hours.column("high", factor)
        axes.fill_between(at, *ends, color=colour.light, alpha=0.28, linewidth=0.0)
        mean, named = hours.column("difference", factor), in_cells(name, _NAME_CELLS)
        axes.plot(at, mean, color=colour.light, linewidth=1.4, label=named)
    axes.set_ylabel(f"{label} [{shown.unit}]" if shown.unit else label)
    thousands(axes.yaxis)
    set_time_axis(axes, series[0].hours.edges)
    legend_above(axes)
