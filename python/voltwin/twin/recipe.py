"""The recipe of a twin: the scenario as it began, its random numbers, and what was made of it."""

from dataclasses import dataclass
from datetime import datetime

from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.scenario import Scenario


@dataclass(frozen=True)
class Made:
    """An intervention or observation, as it was made."""

    number: int  # from 1, in the order of being made
    by: str  # who
    wall: datetime  # when, with its offset from UTC
    what: AnyIntervention  # its `at` says when in the run


@dataclass(frozen=True)
class Recipe:
    """All that a twin is made of: the same recipe gives the same event log on one platform."""

    scenario: Scenario  # as the twin began, its own interventions included
    seed: int = 1
    made: tuple[Made, ...] = ()
    replication: int = 0  # whose random numbers it has, of those of the seed

    def scenario_in_full(self) -> Scenario:
        """Return the scenario with all that was made, in that order, behind its own interventions:
        who runs it from its start with the seed gets the twin's event log, bit for bit.

        Raises:
            ScenarioError: something that was made does not go together with the scenario.
        """
        return extended(self.scenario, [made.what for made in self.made])

    def to_json(self) -> str:
        """Return the recipe as text, which `from_json` reads back to an equal one."""
        from voltwin.twin.recipe_text import write_recipe

        return write_recipe(self)

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        """Return the recipe in a text.

        Raises:
            RecipeError: it holds none, or one of another version, or one that is not valid.
        """
        from voltwin.twin.recipe_text import read_recipe

        return read_recipe(text)
