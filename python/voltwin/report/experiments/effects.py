"""What stands in the tables of effects of a sweep, as reports need it."""

from typing import TYPE_CHECKING

from voltwin.experiment.effect_tables import CHANCE, REST
from voltwin.report.experiments.select import Row, rows_where
from voltwin.wording.experiments import main_measure

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment
    from voltwin.experiment.plan import Plan


def measures_in_order(plan: "Plan", most: int) -> list[str]:
    """Return the first measures of a plan, the main one in front."""
    main = main_measure(plan)
    return [main, *(measure for measure in plan.measures if measure != main)][:most]


def terms(experiment: "Experiment", measure: str) -> list[Row]:
    """Return main effects and interactions on a measure, those with the largest shares first;
    those that cannot be told come last."""
    if "effects" not in experiment.tables:
        return []
    rows = rows_where(experiment.tables["effects"], measure=measure)
    found = [row for row in rows if row["factor"] not in {REST, CHANCE}]
    return sorted(found, key=lambda row: -1.0 if row["share"] is None else row["share"])[::-1]


def rest(experiment: "Experiment", measure: str) -> tuple[float | None, float | None]:
    """Return the share of a measure's variance that no effect explains, and that of chance."""
    table = experiment.tables["effects"]
    found = {
        row["factor"]: row["share"]
        for row in rows_where(table, measure=measure)
        if row["factor"] in {REST, CHANCE}
    }
    return found.get(REST), found.get(CHANCE)


def factors_in_order(experiment: "Experiment", measure: str) -> list[str]:
    """Return the factors, those with the largest main effects on a measure first."""
    return [row["factor"] for row in terms(experiment, measure) if row["other"] is None]
