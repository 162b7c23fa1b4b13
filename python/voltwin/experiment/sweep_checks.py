"""What stands against the plan of a sweep that is right in each of its parts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voltwin.experiment.designs import number_of_points, problems_of_design
from voltwin.experiment.measures import measures_of, problems_of_tables
from voltwin.experiment.ranges import MOST_POINTS
from voltwin.experiment.rows import REPLICATION, VARIANT
from voltwin.experiment.tables import COLUMNS
from voltwin.scenario.changes import changed
from voltwin.scenario.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from voltwin.experiment.sweep_plan import Sweep

_TIMES = ("start", "horizon", "warm_up")  # of a scenario


def problems(plan: "Sweep") -> Iterator[Problem]:
    """Yield what stands against a plan by itself."""
    yield from _misnamed(plan)
    yield from _of_other_times(plan)
    yield from _overwritten(plan)
    for place, text in problems_of_tables(plan.keep, plan.scenario):
        yield Problem(("keep", place), text)
    of_design = list(problems_of_design(plan.design, plan.factors))
    yield from of_design
    if not of_design:
        yield from _too_many(plan)


def _misnamed(plan: "Sweep") -> Iterator[Problem]:
    """Yield factors whose name is that of another column of the tables."""
    taken = {VARIANT, REPLICATION, "stations", *COLUMNS, *measures_of(plan.scenario)}
    for name in plan.factors:
        if name in taken:
            text = "is the name of a column that tables of results have; call it otherwise"
            yield Problem(("factors", name), text)


def _of_other_times(plan: "Sweep") -> Iterator[Problem]:
    """Yield factors that change when runs take place: such variants cannot be compared in pairs."""
    for name, factor in plan.factors.items():
        for path in factor.places:
            if path in _TIMES:
                text = f"changes {path}, which must be the same for all variants; see `until`"
                yield Problem(("factors", name), text)


def _overwritten(plan: "Sweep") -> Iterator[Problem]:
    """Yield factors that set what a factor before them has changed, and so undo it."""
    before: dict[str, str] = {}
    for name, factor in plan.factors.items():
        for path in factor.places:
            if path in before and path in factor.overwritten:
                text = f"sets {path}, which the factor {before[path]} changes before"
                yield Problem(("factors", name), text)
            before.setdefault(path, name)


def _too_many(plan: "Sweep") -> Iterator[Problem]:
    variants = number_of_points(plan.design, plan.factors)
    if variants > MOST_POINTS:
        runs = f"{variants:,} variants, {variants * plan.replications:,} runs"
        text = f"there would be {runs}; at most {MOST_POINTS:,} variants"
        yield Problem(("design",), f"{text}: give fewer levels, or take a latin_hypercube")


def problems_of_factors(plan: "Sweep") -> Iterator[Problem]:
    """Yield what the scenario has against levels of single factors."""
    for name, factor in plan.factors.items():
        for level in factor.tried():
            changes = factor.changes(level)
            try:
                if changes:
                    changed(plan.scenario, changes)
            except ValueError as error:
                lines = error.lines if isinstance(error, ScenarioError) else (str(error),)
                label = factor.label(name, level)
                yield from (Problem(("factors", name), f"{label}: {line}") for line in lines)
                break  # The other levels fail likewise.
