"""Which variants figures show, and in what colours."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.figures.forest import Key
from voltwin.report.experiments.select import rows_where
from voltwin.report.experiments.texts import in_good_order
from voltwin.report.style import OF_VARIANT, Token
from voltwin.wording.experiments import main_measure

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

MOST = len(OF_VARIANT)  # variants told apart by colour


def shown_variants(experiment: "Experiment", most: int = MOST) -> list[int]:
    """Return the variants that a figure shows: all or, of many, the three best."""
    table, main = experiment.tables["differences"], main_measure(experiment.plan)
    rows = rows_where(table, measure=main)
    if len(rows) > most:
        rows = in_good_order(rows, "value")[:3]
    return sorted(row["variant"] for row in rows)


def colours(experiment: "Experiment") -> dict[int, Token]:
    """Return what variants are drawn in, the same in all figures of a report."""
    return dict(zip(shown_variants(experiment), OF_VARIANT, strict=False))


def keys(experiment: "Experiment", variants: list[int]) -> list[Key]:
    """Return what the colours of these variants mean."""
    of = colours(experiment)
    return [Key(experiment.plan.variants[variant].name, of[variant]) for variant in variants]
