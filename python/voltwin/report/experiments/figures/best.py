"""Which variant is best: how far each is from the best of the others."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.figures.forest import Line, draw, height_in
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.select import Row
from voltwin.report.experiments.texts import BEST, in_good_order, of_best
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.style import BLUE, GREEN, GREY, Token
from voltwin.wording.experiments import best_of_all, is_told
from voltwin.wording.measures import label_of
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_MOST = 36
_TITLE = "Which variant is best"


def best(experiment: "Experiment") -> Plot | Missing:
    """Return the intervals of multiple comparisons with the best."""
    rows = experiment.tables["best"].to_pylist()
    if not is_told(rows):
        return Missing("best", _TITLE, best_of_all(rows))
    listed = in_good_order(rows)[:_MOST]
    widths = sorted(row["high"] - row["low"] for row in rows)
    middle = widths[len(widths) // 2]
    ends = [row[name] for row in rows for name in ("low", "high")]
    shown = Shown.of(rows[0]["unit"], ends, middle, of_differences=True)
    lines = [_line(row, shown) for row in listed]
    unit = f" [{shown.unit}]" if shown.unit else ""
    what = label_of(rows[0]["measure"])
    return Plot(
        name="best",
        title=_TITLE,
        finding=best_of_all(rows),
        reading="Each line is the interval of a variant's mean less that of the best of the others "
        "(Hsu's multiple comparisons with the best), all at once with 95 % confidence. A line that "
        "ends at zero on its good side belongs to a variant that is not the best: it is grey.",
        table=texts(BEST, of_best(listed)),
        draw=lambda figure: draw(figure, lines, f"{what} less the best other{unit}"),
        height_in=height_in(lines),
        rows_shown="" if len(listed) == len(rows) else f"The best {len(listed)} of {len(rows)}.",
    )


def _line(row: Row, shown: Shown) -> Line:
    mean, low, high = (row[name] * shown.scale.factor for name in ("difference", "low", "high"))
    level = Shown.of(row["unit"], [row["mean"]], (row["high"] - row["low"]) / 2.0)
    verdict = "best" if row["is_best"] else "may be best" if row["may_be_best"] else ""
    text = level.text(row["mean"]) + (f", {verdict}" if verdict else "")
    return Line(row["name"], mean, low, high, low, high, text, _colour(row))


def _colour(row: Row) -> Token:
    if row["is_best"]:
        return GREEN
    return BLUE if row["may_be_best"] else GREY
