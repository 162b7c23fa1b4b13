"""What stands in the report of a sweep."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.effects import measures_in_order
from voltwin.report.experiments.figures.main_effects import main_effects
from voltwin.report.experiments.figures.pairs import pairs
from voltwin.report.experiments.figures.shares import shares
from voltwin.report.experiments.measured import texts
from voltwin.report.experiments.ranked import best_and_worst, headings
from voltwin.report.section import Section
from voltwin.wording.experiments import main_measure
from voltwin.wording.measures import label_of

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_MEASURES = 3  # whose effects have a figure
_EACH = 10  # of the best and the worst variants


def sweep_sections(experiment: "Experiment") -> list[Section]:
    """Return effects, pairs of factors, and the best and worst variants."""
    main, found = main_measure(experiment.plan), []
    if "effects" in experiment.tables:
        found.append(Section("section-shares", "What matters", (shares(experiment),)))
        measures = measures_in_order(experiment.plan, _MEASURES)
        plots = tuple(main_effects(experiment, measure) for measure in measures)
        found.append(Section("section-effects", "Factor by factor", plots, beside=False))
        together = tuple(pairs(experiment, main))
        if together:
            found.append(Section("section-pairs", "Factors together", together))
    best, worst = best_and_worst(experiment, main, _EACH)
    named, factors = headings(experiment), list(experiment.plan.variants[0].levels)
    what, words = label_of(main), 1 + len(factors)
    title = f"The best variants, by {what}" if worst else f"All variants, by {what}"
    found.append(Section("section-best", title, table=texts(named, best, words, names=factors)))
    if worst:
        title = f"The worst variants, by {what}"
        found.append(
            Section("section-worst", title, table=texts(named, worst, words, names=factors))
        )
    return found
