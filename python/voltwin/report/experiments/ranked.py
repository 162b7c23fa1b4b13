"""The best and the worst variants of a sweep."""

from typing import TYPE_CHECKING, Any

from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import Texts, in_good_order
from voltwin.wording.experiments import half_width
from voltwin.wording.quantities import NONE
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def best_and_worst(experiment: "Experiment", measure: str, each: int) -> tuple[Texts, Texts]:
    """Return the first and the last variants by a measure: rank, levels, mean, half-width.

    Args:
        experiment: a sweep.
        measure: by which they are ranked.
        each: how many there are of both; the best alone if these are all.
    """
    rows = in_good_order(rows_where(experiment.tables["summary"], measure=measure))
    if not rows:
        return [], []
    widths = sorted(width for row in rows if (width := half_width(row)))
    middle = widths[len(widths) // 2] if widths else None
    shown = Shown.of(rows[0]["unit"], [row["mean"] for row in rows], middle)

    def told(first: int, end: int) -> Texts:
        some = enumerate(rows[first:end], start=first + 1)
        return [_texts(place, row, experiment, shown) for place, row in some]

    if len(rows) <= 2 * each:
        return told(0, len(rows)), []
    return told(0, each), told(len(rows) - each, len(rows))


def headings(experiment: "Experiment") -> tuple[str, ...]:
    """Return the headings of these columns."""
    return ("Rank", *experiment.plan.variants[0].levels, "Mean", "±")


def _texts(place: int, row: Row, experiment: "Experiment", shown: Shown) -> tuple[str, ...]:
    levels = experiment.plan.variants[row["variant"]].levels
    width = half_width(row)
    half = NONE if width is None else shown.number(width)
    told = map(level_text, levels.values())
    return (f"{place:,}", *told, shown.text(row["mean"]), half)


def level_text(level: Any) -> str:
    """Return a level in a few digits."""
    return f"{level:.4g}" if isinstance(level, float) else str(level)
