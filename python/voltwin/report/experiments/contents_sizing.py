"""What stands in the report of a sizing."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.answer import shown_design
from voltwin.report.experiments.designs import CONFIRMED, FRONT, confirmed, front
from voltwin.report.experiments.figures.front import front as front_plot
from voltwin.report.experiments.figures.history import history
from voltwin.report.experiments.figures.screening import screening
from voltwin.report.experiments.figures.where import where
from voltwin.report.experiments.measured import texts
from voltwin.report.section import Section

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def sizing_sections(experiment: "Experiment") -> list[Section]:
    """Return the answer and where it goes, cost and service, the search, and the screening."""
    found = []
    design = shown_design(experiment)
    if design is not None:
        table = texts(CONFIRMED, confirmed(experiment), words=0, last_is_words=True)
        said = ("Candidates, the cheapest first, on replications that the search has not seen.",)
        found.append(Section("section-confirmed", "How sure", (), said, table))
        found.append(Section("section-where", "Where", (where(experiment, design),)))
    elif "front" in experiment.tables:
        table = texts(FRONT, front(experiment), words=0, last_is_words=True)
        found.append(Section("section-designs", "Designs worth their cost", table=table))
    found.append(Section("section-front", "Cost and service", (front_plot(experiment),)))
    found.append(Section("section-history", "The search", (history(experiment),)))
    if "screening" in experiment.tables:
        found.append(Section("section-screening", "Levers", (screening(experiment),)))
    return found
