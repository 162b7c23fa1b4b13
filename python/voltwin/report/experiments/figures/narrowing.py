"""How intervals became narrower, look by look, until they were narrow enough."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.experiment.tables import COLUMNS
from voltwin.report.experiments.select import Row, by_measure
from voltwin.report.experiments.stopped import stopped
from voltwin.report.figures.axes import legend_above
from voltwin.report.figures.plot import Plot, margins
from voltwin.report.style import INK, OF_VARIANT
from voltwin.wording.measures import label_of
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

NAME = "narrowing"


def narrowing(looks: pa.Table) -> Plot:
    """Return half-widths against replications.

    Args:
        looks: the table `sequential`.
    """
    found = by_measure(looks)
    return Plot(
        name=NAME,
        title="Half-widths of the intervals, until they are narrow enough",
        finding=stopped(looks),
        reading="Each line is the half-width of a 95 % interval, divided by the one asked for: "
        "narrow enough at 1 or less. Both axes are logarithmic: four times as many replications "
        "halve a half-width.",
        table=_table(looks.to_pylist()),
        draw=lambda figure: _draw(figure, found),
        height_in=2.6,
    )


def _table(rows: list[Row]) -> pa.Table:
    columns: dict[str, list[str]] = {name: [] for name in ("mean", "half_width", "wanted")}
    for row in rows:
        shown = Shown.of(row["unit"], [row["mean"]], row["wanted"])
        for name, texts in columns.items():
            texts.append(shown.text(row[name]))
    arrays = {
        "replications": pa.array([row["replications"] for row in rows]),
        "measure": pa.array([row["measure"] for row in rows]),
        **{name: pa.array(texts) for name, texts in columns.items()},
        "reached": pa.array(["yes" if row["reached"] else "no" for row in rows]),
    }
    fields = [
        pa.field(
            name,
            array.type,
            metadata={
                "meaning": COLUMNS[name][1],
                "holds": "numbers" if name in columns else "words",
            },
        )
        for name, array in arrays.items()
    ]
    return pa.Table.from_arrays(list(arrays.values()), schema=pa.schema(fields))


def _draw(figure: "FigureBase", found: dict[str, list[Row]]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes = figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.5))
    axes.set_xscale("log")
    axes.set_yscale("log")
    for place, (measure, rows) in enumerate(found.items()):
        known = [row for row in rows if row["half_width"] and row["wanted"]]
        axes.plot(
            [row["replications"] for row in known],
            [row["half_width"] / row["wanted"] for row in known],
            "o-",
            color=OF_VARIANT[place % len(OF_VARIANT)].light,
            linewidth=1.4,
            markersize=3.5,
            label=label_of(measure),
        )
    axes.margins(x=0.03, y=0.1)
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 0.8), max(high, 1.25))
    axes.axhline(1.0, color=INK.light, linewidth=0.8, linestyle=":")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("replications")
    axes.set_ylabel("half-width / wanted")
    legend_above(axes)
