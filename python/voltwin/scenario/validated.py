"""A scenario made or edited in Python, held against everything that a scenario must be."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from voltwin.scenario.checks import checked
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.model import Model
from voltwin.scenario.scenario import Scenario


def validated(scenario: Scenario) -> Scenario:
    """Return a copy of a scenario, every value of which is allowed and none contradicts another.

    Parts may have been exchanged without a look at them: in lists, or by `model_copy(update=...)`.

    Raises:
        ScenarioError: something is wrong; one line a problem.
        TypeError: it is no scenario.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"{scenario!r} is no scenario")
    return _scenario_of(scenario.model_dump(warnings=False))


def with_interventions(
    scenario: Scenario, interventions: Iterable[AnyIntervention | Mapping[str, Any]]
) -> Scenario:
    """Return a copy of a scenario with more interventions, behind its own.

    Raises:
        ScenarioError: one is no intervention, or contradicts the scenario.
    """
    data = scenario.model_dump(warnings=False, by_alias=True)
    more = (
        what.model_dump(warnings=False, by_alias=True) if isinstance(what, Model) else what
        for what in interventions
    )
    data["interventions"] = [*data["interventions"], *more]
    return _scenario_of(data)


def _scenario_of(data: dict[str, Any]) -> Scenario:
    try:
        copy = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError.from_validation(error, data=data) from None
    return checked(copy)
