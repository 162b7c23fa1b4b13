"""What came out of a sizing, on the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voltwin.report.aligned import aligned
from voltwin.report.experiments.answer import cost_unit, shown_design, where_rows
from voltwin.report.experiments.designs import confirmed, front
from voltwin.wording.quantities import money, number

if TYPE_CHECKING:
    from rich.table import Table

    from voltwin.experiment.experiment import Experiment

_MOST = 20  # rows of a table


def sizing(experiment: "Experiment", width: int) -> "Iterator[Table]":
    """Yield the candidates and where the answer's units go, or the front."""
    unit = cost_unit(experiment)
    design = shown_design(experiment)
    if design is None:
        listed = [(row[-1], *row[1:-1]) for row in front(experiment)[:_MOST]]
        named = ("Units added", f"Cost [{unit}]", "Mean", "Interval")
        yield aligned("Designs that are worth their cost", named, listed, width)
        return
    rows = [row[:-1] for row in confirmed(experiment)[-_MOST:]]
    headings = ("Candidate", f"Cost [{unit}]", "Mean", "Bound", "Replications", "Confirmed")
    yield aligned("Candidates, on fresh replications", headings, rows, width)
    places = where_rows(experiment, design["rank"])[:_MOST]
    if places:
        told = [
            (
                row["place"] or "everywhere",
                row["resource"],
                number(row["each"]),
                number(row["units"]),
                money(row["cost"]),
            )
            for row in places
        ]
        names = ("Place", "Resource", "At each station", "Units", f"Cost [{unit}]")
        yield aligned("Where", names, told, width)
