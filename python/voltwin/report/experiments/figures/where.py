"""Where a design adds what."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.experiments.answer import answer, cost_unit, where_rows
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row
from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.style import OF_VARIANT
from voltwin.report.words import in_cells
from voltwin.wording.quantities import money, number

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

NAME = "where"
_MOST = 30
_EVERYWHERE = "everywhere"
_NAME_CELLS = 22


def where(experiment: "Experiment", design: Row) -> Plot | Missing:
    """Return what a design adds at each place, those that cost most first."""
    title = "Where the units go"
    rows = where_rows(experiment, design["rank"])
    if not rows:
        return Missing(NAME, title, "Nothing is added.")
    costs: dict[str, float] = {}
    for row in rows:
        costs[_place(row)] = costs.get(_place(row), 0.0) + row["cost"]
    places = sorted(costs, key=lambda place: -costs[place])
    drawn = places[:_MOST]
    unit = cost_unit(experiment)
    first = places[0]
    what = "The answer" if answer(experiment) else "The nearest design"
    return Plot(
        name=NAME,
        title=title,
        finding=f"{what} costs {money(design['cost'])} {unit}, most of it in {first}: "
        f"{money(costs[first])} {unit}."
        if len(places) > 1
        else f"{what} costs {money(design['cost'])} {unit}.",
        reading="Bars are the units added at all stations of a place together.",
        table=_table(rows),
        draw=lambda figure: _draw(figure, rows, drawn),
        height_in=0.85 + 0.26 * len(drawn),
        rows_shown="" if len(drawn) == len(places) else f"The figure shows the first {_MOST}.",
    )


def _place(row: Row) -> str:
    return row["place"] or _EVERYWHERE


def _table(rows: list[Row]) -> pa.Table:
    told = [
        (
            _place(row),
            row["resource"],
            number(row["stations"]),
            number(row["each"]),
            number(row["units"]),
            money(row["cost"]),
        )
        for row in rows
    ]
    headings = ("Place", "Resource", "Stations", "Units at each", "Units", "Cost")
    return texts(headings, told, words=2)


def _draw(figure: "FigureBase", rows: list[Row], places: list[str]) -> None:
    axes = figure.add_axes(margins(figure, left=1.75, right=0.35, top=0.35, bottom=0.45))
    resources = list(dict.fromkeys(row["resource"] for row in rows))
    begins = dict.fromkeys(places, 0)
    for colour, resource in zip(OF_VARIANT * len(resources), resources, strict=False):
        for row in rows:
            place = _place(row)
            if row["resource"] == resource and place in begins:
                at = places.index(place)
                units, begin = row["units"], begins[place]
                axes.barh(at, units, 0.66, left=begin, color=colour.light, linewidth=0.0)
                begins[place] += units
        axes.plot([], [], "s", color=colour.light, label=resource)
    axes.set_ylim(len(places) - 0.5, -0.5)
    axes.set_xlim(0.0, 1.05 * max(begins.values()))
    axes.set_yticks(range(len(places)), [in_cells(place, _NAME_CELLS) for place in places])
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("units added")
    thousands(axes.xaxis, whole=True)
    legend_above(axes)
