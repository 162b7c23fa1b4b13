"""What is wrong with a recipe."""

from voltwin.scenario.errors import ScenarioError


class RecipeError(ScenarioError):
    """A recipe that no twin can be made of; one line for each problem."""
