"""The recipe of a twin: the scenario as it began, its random numbers, and what was made of it."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from voltwin.arguments import whole
from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.validated import validated

MOST_OF_A_NAME = 200  # characters


@dataclass(frozen=True)
class Made:
    """An intervention or observation, as it was made.

    Raises:
        ValueError: a field is none that a recipe may have.
    """

    number: int  # from 1, in the order of being made
    by: str  # who: at most 200 characters, none of them a control character
    wall: datetime  # when, in UTC; given with any offset from it
    what: AnyIntervention  # its `at` says when in the run

    def __post_init__(self) -> None:
        """Hold the fields against what they may be."""
        object.__setattr__(self, "number", whole("number", self.number))
        object.__setattr__(self, "by", checked_name(self.by))
        object.__setattr__(self, "wall", in_utc(self.wall))


@dataclass(frozen=True)
class Recipe:
    """All that a twin is made of: the same recipe gives the same event log on one platform.

    Raises:
        ValueError: seed or replication is no whole number of 0 or more, or the numbers of what was
            made do not rise by one from 1.
    """

    scenario: Scenario  # as the twin began, its own interventions included
    seed: int = 1
    made: tuple[Made, ...] = ()
    replication: int = 0  # whose random numbers it has, of those of the seed

    def __post_init__(self) -> None:
        """Hold the fields against what they may be."""
        for name in ("seed", "replication"):
            object.__setattr__(self, name, whole(name, getattr(self, name)))
        numbers = [made.number for made in self.made]
        if numbers != list(range(1, len(numbers) + 1)):
            place = next(i for i, number in enumerate(numbers) if number != i + 1)
            text = f"made[{place}].number: is {numbers[place]} where {place + 1} is expected; "
            raise ValueError(text + "they rise by one from 1")

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


def checked_recipe(recipe: Recipe) -> tuple[Recipe, Scenario]:
    """Return a recipe of validated copies, and its scenario in full.

    Raises:
        ScenarioError: its scenario is not valid, or what was made does not go together with it.
    """
    recipe = replace(recipe, scenario=validated(recipe.scenario))
    full = recipe.scenario_in_full()
    whats = full.interventions[len(recipe.scenario.interventions) :]
    made = (replace(one, what=what) for one, what in zip(recipe.made, whats, strict=True))
    return replace(recipe, made=tuple(made)), full


def checked_name(by: str) -> str:
    """Return who makes something.

    Raises:
        ValueError: it is no text of at most 200 characters, or one of them is a control character.
    """
    if not isinstance(by, str):
        raise ValueError(f"by: {by!r} is no text")
    if len(by) > MOST_OF_A_NAME:
        raise ValueError(f"by: has {len(by)} characters; at most {MOST_OF_A_NAME} are allowed")
    # Halves of surrogate pairs cannot be written either.
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in by):
        raise ValueError(f"by: {by!r} has control characters, which are not allowed")
    return str(by)


def in_utc(wall: datetime) -> datetime:
    """Return a moment in UTC.

    Raises:
        ValueError: it is none, does not say its offset from UTC, or is no moment of UTC's calendar.
    """
    if not isinstance(wall, datetime):
        raise ValueError(f"wall: {wall!r} is no date and time")
    if wall.utcoffset() is None:
        raise ValueError(f"wall: {wall} does not say its offset from UTC")
    try:
        return wall.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"wall: {wall} lies beyond the ends of the calendar") from None
