"""What stands against the plan of a sizing that is right in each of its parts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voltwin.experiment.measures import measures_of
from voltwin.scenario.errors import Problem, ScenarioError
from voltwin.scenario.names import did_you_mean

if TYPE_CHECKING:
    from voltwin.experiment.sizing.sizing_plan import Sizing

RESOURCES = ("chargers", "batteries", "bays")
_MOST_LEVERS = 2_000  # a column each


def problems(plan: "Sizing") -> Iterator[Problem]:
    """Yield what stands against a plan by itself."""
    known = measures_of(plan.scenario)
    if plan.goal.measure not in known:
        hint = did_you_mean(plan.goal.measure, known)
        yield Problem(("goal", "measure"), f'there is no KPI "{plan.goal.measure}"{hint}')
    for resource in plan.levers:
        yield from _problems_of_name(plan, resource)


def _problems_of_name(plan: "Sizing", resource: str) -> Iterator[Problem]:
    name, dot, kind = resource.partition(".")
    if name not in RESOURCES or (dot and name != "batteries"):
        text = f'"{resource}" is nothing that can be added'
        yield Problem(("levers",), f"{text}{did_you_mean(resource, RESOURCES)}")
    elif dot and kind not in (types := [one.id for one in plan.scenario.battery_types]):
        yield Problem(("levers",), f'"{kind}" is no battery type{did_you_mean(kind, types)}')
    elif dot and "batteries" in plan.levers:
        yield Problem(("levers",), f'"batteries" and "{resource}" are the same; give one of them')


def problems_of_levers(plan: "Sizing") -> Iterator[Problem]:
    """Yield what the scenario has against units, and what is not known of their cost."""
    from voltwin.experiment.sizing.costs import unit_costs
    from voltwin.experiment.sizing.levers import levers_of
    from voltwin.scenario.changes import Change, changed

    levers = levers_of(plan)
    if len(levers) > _MOST_LEVERS:
        text = f"there would be {len(levers):,}; at most {_MOST_LEVERS:,}: take each: region"
        yield Problem(("levers",), text)
        return
    for resource, given in plan.levers.items():
        try:
            changed(plan.scenario, [Change(f"stations[*].{resource}", "+=", given.most)])
        except ScenarioError as error:
            yield from (Problem(("levers", resource), line) for line in error.lines)
            return
    try:
        unit_costs(plan, levers)
    except ScenarioError as error:
        for path, line in zip(error.paths, error.lines, strict=True):
            yield Problem(path, line.removeprefix("costs: "))
