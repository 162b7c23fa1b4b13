"""What came out of a sweep, on the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voltwin.report.aligned import aligned
from voltwin.report.experiments.effects import measures_in_order, rest, terms
from voltwin.report.experiments.ranked import best_and_worst, headings
from voltwin.wording.effects import called
from voltwin.wording.experiments import main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import share

if TYPE_CHECKING:
    from rich.table import Table

    from voltwin.experiment.experiment import Experiment

_MEASURES = 3  # columns
_TERMS, _EACH = 10, 5  # rows


def sweep(experiment: "Experiment", width: int) -> "Iterator[Table]":
    """Yield the shares of effects, and the best and the worst variants."""
    if "effects" in experiment.tables:
        yield _shares(experiment, width)
    main = main_measure(experiment.plan)
    best, worst = best_and_worst(experiment, main, _EACH)
    if best:
        what = label_of(main)
        yield aligned(f"The best variants, by {what}", headings(experiment), best, width)
        if worst:
            yield aligned(f"The worst variants, by {what}", headings(experiment), worst, width)


def _shares(experiment: "Experiment", width: int) -> "Table":
    """Return a row per effect, a column per measure."""
    measures = measures_in_order(experiment.plan, _MEASURES)
    by_measure = {
        measure: {called(row): row["share"] for row in terms(experiment, measure)}
        for measure in measures
    }
    first = [*by_measure[measures[0]]][:_TERMS]
    rows = [(name, *(share(by_measure[m].get(name)) for m in measures)) for name in first]
    left = [share(rest(experiment, measure)[0]) for measure in measures]
    names = ("Effect of", *map(label_of, measures))
    title = "Share of the variance between variants"
    return aligned(title, names, [*rows, ("not explained", *left)], width)
