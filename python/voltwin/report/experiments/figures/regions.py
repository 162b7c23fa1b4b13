"""Differences of the main measure to the base, in each region."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.figures.differences import (
    MOST_LINES,
    READING,
    axis_of,
    left_out,
    table_of,
)
from voltwin.report.experiments.figures.forest import draw, height_in
from voltwin.report.experiments.figures.lines import absolute_line
from voltwin.report.experiments.figures.variants import colours, keys, shown_variants
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import change_of
from voltwin.report.figures.plot import Missing, Plot
from voltwin.wording.experiments import capital, is_clear, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

NAME = "differences-by-region"


def by_region(experiment: "Experiment") -> Plot | Missing:
    """Return the differences in each region, the largest first."""
    measure, variants = main_measure(experiment.plan), shown_variants(experiment)
    title = f"{capital(label_of(measure))} by region: differences to the base"
    table = experiment.tables["differences_by_region"]
    rows = [
        row
        for row in rows_where(table, measure=measure)
        if row["variant"] in variants and row["low"] is not None
    ]
    if not any(row["difference"] for row in rows):
        return Missing(NAME, title, "There is no difference in any region.")
    regions = _in_order(rows)
    drawn = regions[: max(1, MOST_LINES // len(variants))]
    kept = [row for region in drawn for row in rows if row["region"] == region]
    shown, of, named = change_of(kept), colours(experiment), keys(experiment, variants)
    lines = []
    for place, row in enumerate(kept):
        first = place == 0 or kept[place - 1]["region"] != row["region"]
        label, begins = row["region"] if first else "", first and len(variants) > 1
        lines.append(absolute_line(row, label, of[row["variant"]], shown, begins_group=begins))
    return Plot(
        name=NAME,
        title=title,
        finding=_finding(rows, shown, len(regions)),
        reading=READING.format(part="") + " Intervals do not hold for all regions at once: of "
        "twenty regions in which nothing happens, one is expected to look different.",
        table=table_of(kept, {"region": [row["region"] for row in kept]}, shown),
        draw=lambda figure: draw(figure, lines, axis_of(measure, shown), named),
        height_in=height_in(lines, named),
        rows_shown=left_out(len(drawn), len(regions), "regions"),
    )


def _in_order(rows: list[Row]) -> list[str]:
    """Return the regions, those with the largest differences first."""
    sizes: dict[str, float] = {}
    for row in rows:
        sizes[row["region"]] = max(sizes.get(row["region"], 0.0), abs(row["difference"]))
    return sorted(sizes, key=lambda region: -sizes[region])


def _finding(rows: list[Row], shown: Shown, regions: int) -> str:
    clear = {row["region"] for row in rows if is_clear(row)}
    largest = max(rows, key=lambda row: abs(row["difference"]))
    return (
        f"The largest difference is in {largest['region']}, "
        f"{shown.text(largest['difference'], signed=True)}; in {number(len(clear))} of "
        f"{number(regions)} regions there is one that is larger than chance would have it."
    )
