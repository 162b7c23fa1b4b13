"""What each lever does by itself, and which are sought in."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.figures.forest import Key, Line, draw, height_in
from voltwin.report.experiments.measured import measured
from voltwin.report.experiments.select import Row
from voltwin.report.experiments.texts import change_of
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.style import BLUE, GREY
from voltwin.wording.experiments import half_width, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

NAME, TITLE = "screening", "What each lever does by itself"
_MOST = 36


def screening(experiment: "Experiment") -> Plot | Missing:
    """Return the effects of the levers, the largest first."""
    rows = [
        {**row, "difference": row["effect"]}
        for row in experiment.tables["screening"].to_pylist()
        if row["effect"] is not None and row["low"] is not None
    ]
    if not rows:
        return Missing(NAME, TITLE, "No lever has an effect that is defined.")
    rows.sort(key=lambda row: -abs(row["effect"]))
    drawn, shown = rows[:_MOST], change_of(rows)
    lines = [_line(row, shown) for row in drawn]
    keys = [Key("sought in", BLUE), Key("stays at 0", GREY)]
    what = label_of(main_measure(experiment.plan))
    unit = f" [{shown.unit}]" if shown.unit else ""
    kept = {row["lever"] for row in rows if row["kept"]}
    levers = {row["lever"] for row in rows}
    return Plot(
        name=NAME,
        title=TITLE,
        finding=f"{number(len(kept))} of {number(len(levers))} levers are sought in; the others "
        "stay at 0.",
        reading="Each point is what the most units of a lever do, all others as written beside its "
        "name, with the 95 % interval. Levers without a visible effect are grey, and so are those "
        "that were dropped for costing more than they bring.",
        table=measured(
            drawn,
            {
                "lever": [row["lever"] for row in drawn],
                "given": [row["given"] for row in drawn],
                "units": [row["units"] for row in drawn],
                "kept": ["yes" if row["kept"] else "no" for row in drawn],
            },
            shown,
            ("effect", "low", "high"),
        ),
        draw=lambda figure: draw(figure, lines, f"effect on {what}{unit}", keys),
        height_in=height_in(lines, keys),
        rows_shown="" if len(drawn) == len(rows) else f"The first {_MOST} of {len(rows)}.",
    )


def _line(row: Row, shown: Shown) -> Line:
    mean, low, high = (row[name] * shown.scale.factor for name in ("effect", "low", "high"))
    width, finer = half_width(row), shown.for_error(half_width(row))
    text = finer.number(row["effect"], signed=True)
    half = f" ± {finer.number(width)}" if width else ""
    label = f"{row['lever']}, {row['given']}" if row["given"] else row["lever"]
    colour = BLUE if row["kept"] else GREY
    return Line(label, mean, low, high, low, high, f"{text}{half} {shown.unit}", colour)
