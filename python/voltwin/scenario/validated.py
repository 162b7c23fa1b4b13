"""A scenario made or edited in Python, held against everything that a scenario must be."""

from pydantic import ValidationError

from voltwin.scenario.checks import checked
from voltwin.scenario.errors import ScenarioError
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
    data = scenario.model_dump(warnings=False)
    try:
        copy = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError.from_validation(error, data=data) from None
    return checked(copy)
