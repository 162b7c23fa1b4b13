"""A valid scenario with more interventions: nothing but these is looked at again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from voltwin.scenario.checks import too_many_problems
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.intervention_checks import intervention_problems
from voltwin.scenario.interventions import AnyIntervention, DemandSurge
from voltwin.scenario.model import Model
from voltwin.scenario.scenario import Scenario

Interventions: TypeAlias = tuple[AnyIntervention, ...]


def at_times(
    interventions: Iterable[AnyIntervention | Mapping[str, Any]], now: float
) -> list[AnyIntervention | Mapping[str, Any]]:
    """Return interventions with their times: a mapping without `at` happens now [s]."""
    return [{"at": now, **what} if isinstance(what, Mapping) else what for what in interventions]


def extended(
    scenario: Scenario, interventions: Sequence[AnyIntervention | Mapping[str, Any]]
) -> Scenario:
    """Return a scenario with more interventions, behind its own; all else is shared.

    Args:
        scenario: known to be valid.
        interventions: objects or mappings, as under `interventions` in a file.

    Raises:
        ScenarioError: one is no intervention, or contradicts the scenario.
    """
    if not interventions:
        return scenario
    more = _read(scenario, interventions)
    longer = scenario.model_copy(update={"interventions": (*scenario.interventions, *more)})
    found = list(intervention_problems(longer, len(scenario.interventions)))
    if not found and any(isinstance(what, DemandSurge) for what in more):
        found = list(too_many_problems(longer))
    if found:
        raise ScenarioError.from_problems(found, longer)
    return longer


def _read(
    scenario: Scenario, interventions: Sequence[AnyIntervention | Mapping[str, Any]]
) -> Interventions:
    """Return mappings as interventions.

    Raises:
        ScenarioError: one is none; it is called by its place behind those that there are.
    """
    copy = scenario.model_copy()  # whose interventions are read as they are put there
    given = cast(
        "Interventions",
        tuple(
            what.model_dump(warnings=False, by_alias=True) if isinstance(what, Model) else what
            for what in interventions
        ),
    )
    try:
        copy.interventions = given
    except ScenarioError:
        copy.interventions = (*scenario.interventions, *given)
        raise
    return copy.interventions
