"""A valid scenario with more interventions: nothing but these is looked at again."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

from voltwin.scenario.checks import too_many_problems
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.intervention_checks import intervention_problems
from voltwin.scenario.interventions import AnyIntervention, DemandSurge
from voltwin.scenario.scenario import Scenario

Interventions: TypeAlias = tuple[AnyIntervention, ...]


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
    longer = scenario.model_copy()
    # Mappings become interventions as they are put there.
    longer.interventions = cast("Interventions", (*scenario.interventions, *interventions))
    found = list(intervention_problems(longer, len(scenario.interventions)))
    if not found and any(isinstance(what, DemandSurge) for what in longer.interventions):
        found = list(too_many_problems(longer))
    if found:
        raise ScenarioError.from_problems(found, longer)
    return longer
