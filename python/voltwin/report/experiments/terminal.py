"""What came out of an experiment, on the terminal.

Fits 80 columns, and reads as well in a file or a pipe, where there are no colours.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voltwin.report.aligned import aligned
from voltwin.report.experiments import texts
from voltwin.report.experiments.scope import headline, scope
from voltwin.report.experiments.select import Row, by_measure, rows_where
from voltwin.report.experiments.stopped import stopped
from voltwin.wording.experiments import is_told, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.experiment.experiment import Experiment

_IN_FULL = 2  # variants that have a table each; of more, the main measures alone are shown
_MEASURES = 3
_REGIONS, _VARIANTS = 12, 20  # rows of a table at most


def render(experiment: "Experiment", *, console: "Console | None" = None) -> None:
    """Print what came out.

    Args:
        experiment: finished.
        console: where to print; by default the standard output.
    """
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    console.print(Text(experiment.plan.name, "bold"))
    console.print(Text(scope(experiment), "dim"))
    console.print()
    console.print(Text(headline(experiment)))
    for part in _parts(experiment, console.width):
        console.print()
        console.print(Text(part) if isinstance(part, str) else part)


def _parts(experiment: "Experiment", width: int) -> "Iterator[Table | str]":
    if experiment.kind == "comparison":
        yield from _comparison(experiment, width)
    elif experiment.kind == "sweep":
        from voltwin.report.experiments.terminal_sweep import sweep

        yield from sweep(experiment, width)
    elif experiment.kind == "sizing":
        from voltwin.report.experiments.terminal_sizing import sizing

        yield from sizing(experiment, width)
    else:
        yield from _replications(experiment, width)


def _replications(experiment: "Experiment", width: int) -> "Iterator[Table | str]":
    if "sequential" in experiment.tables:
        yield stopped(experiment.tables["sequential"])
    rows = experiment.tables["summary"].to_pylist()
    many = texts.replications_of(experiment)
    note = texts.undefined(rows, many)
    if note:
        yield note
    title = f"Over {number(many)} replications" if many != 1 else "One replication"
    yield aligned(title, texts.MEANS, texts.means(rows), width)
    if "by_region" in experiment.tables:
        yield from _regions(experiment, width)


def _regions(experiment: "Experiment", width: int) -> "Iterator[Table]":
    """Yield the means of the main measure by region, the worst first."""
    measure = main_measure(experiment.plan)
    found = rows_where(experiment.tables["by_region"], measure=measure)
    worst = texts.in_good_order(found)[::-1][:_REGIONS]
    if len(worst) < 2:
        return
    title = f"{label_of(measure).capitalize()} by region, the worst first"
    headings = ("Region", "Mean", "±", "5 %", "95 %")
    yield aligned(title, headings, texts.of_places(worst, "region"), width)


def _comparison(experiment: "Experiment", width: int) -> "Iterator[Table | str]":
    differences = experiment.tables["differences"]
    variants = len(experiment.plan.variants) - 1
    note = texts.undefined(differences.to_pylist(), texts.replications_of(experiment))
    if note:
        yield f"{note} Means are of the pairs that do."
    if variants <= _IN_FULL:
        for variant in range(1, variants + 1):
            rows = rows_where(differences, variant=variant)
            pairs = texts.replications_of(experiment)
            title = f"{rows[0]['name']}: against the base in {number(pairs)} pairs of runs"
            yield aligned(title, texts.DIFFERENCES, texts.differences(rows), width)
    else:
        yield from _by_measure(experiment, width)
    if "best" in experiment.tables:
        ranking = experiment.tables["best"].to_pylist()
        if is_told(ranking):
            yield _best(ranking, width)
    yield texts.NOTE


def _by_measure(experiment: "Experiment", width: int) -> "Iterator[Table]":
    """Yield a table for each of the first measures, a row a variant."""
    found = by_measure(experiment.tables["differences"])
    main = main_measure(experiment.plan)
    for measure in [main, *(name for name in found if name != main)][:_MEASURES]:
        rows = texts.in_good_order(found[measure], "value")[:_VARIANTS]
        title = label_of(measure).capitalize()
        if len(found[measure]) > len(rows):
            title += f", the best {len(rows)} of {number(len(found[measure]))}"
        yield aligned(title, texts.OF_VARIANTS, texts.of_variants(rows), width)


def _best(rows: list[Row], width: int) -> "Table":
    """Return how far each variant is from the best of the others."""
    listed = texts.in_good_order(rows)[:_VARIANTS]
    title = f"{label_of(rows[0]['measure']).capitalize()}: how far from the best of the others"
    return aligned(title, texts.BEST, texts.of_best(listed), width)
