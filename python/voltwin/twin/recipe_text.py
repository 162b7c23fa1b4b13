"""Recipes as JSON, with the number of the format in front."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from voltwin.scenario.errors import ScenarioError, field_path
from voltwin.scenario.extended import extended
from voltwin.scenario.files import scenario_of
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.json_text import read_json
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.yaml_text import TextError
from voltwin.twin.recipe import Made, Recipe
from voltwin.twin.recipe_error import RecipeError

FORMAT = 1  # higher with every change of it
_NAME = "voltwin_recipe"  # of the field with the format
_FIELDS = (_NAME, "scenario", "seed", "replication", "made")


class _Made(BaseModel):
    model_config = ConfigDict(extra="forbid")
    number: Any
    by: Any
    wall: AwareDatetime
    what: dict[str, Any]


class _Recipe(BaseModel):
    model_config = ConfigDict(extra="forbid")
    scenario: dict[str, Any]
    seed: Any = 1
    replication: Any = 0
    made: list[_Made] = []


def plain(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as plain data."""
    return {
        _NAME: FORMAT,
        "seed": recipe.seed,
        "replication": recipe.replication,
        "made": [plain_made(made) for made in recipe.made],
        "scenario": recipe.scenario.model_dump(mode="json", by_alias=True),
    }


def plain_made(made: Made) -> dict[str, Any]:
    """Return what was made as plain data."""
    what = made.what.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"number": made.number, "by": made.by, "wall": made.wall.isoformat(), "what": what}


def write_recipe(recipe: Recipe, *, for_people: bool = True) -> str:
    """Return a recipe as text.

    Args:
        recipe: to be written.
        for_people: line by line, which takes Python ten times as long as all in one.
    """
    indent = 1 if for_people else None
    return json.dumps(plain(recipe), ensure_ascii=False, allow_nan=False, indent=indent) + "\n"


def read_recipe(text: str) -> Recipe:
    """Return the recipe in a text.

    Raises:
        RecipeError: it holds none, or one of another version, or one that is not valid.
    """
    try:
        data = read_json(text)
    except TextError as error:
        raise RecipeError([f"recipe: is no JSON: {error}"]) from None
    return recipe_of(data)


def recipe_of(data: Any) -> Recipe:
    """Return the recipe of plain data.

    Raises:
        RecipeError: it is none, or of another version, or not valid.
    """
    given = _given(data)
    try:
        scenario = scenario_of(given.scenario)
    except ScenarioError as error:
        raise RecipeError([f"scenario: {line}" for line in error.lines]) from None
    try:
        full = extended(scenario, [made.what for made in given.made])
    except ScenarioError as error:
        raise RecipeError([f"made: {line}" for line in error.lines]) from None
    made = _made(given.made, full.interventions[len(scenario.interventions) :])
    try:
        return Recipe(scenario, given.seed, made, given.replication)
    except ValueError as error:
        raise RecipeError([f"recipe.{error}"]) from None


def _given(data: Any) -> _Recipe:
    """Return what stands in a recipe, its scenario and interventions not looked at yet."""
    if not isinstance(data, dict) or _NAME not in data:
        raise RecipeError([f"recipe: is none; one has the fields {', '.join(_FIELDS)}"])
    fields = {name: value for name, value in data.items() if name != _NAME}
    if data[_NAME] != FORMAT or isinstance(data[_NAME], bool):
        text = f"recipe: is of format {data[_NAME]!r}; this version of Voltwin reads {FORMAT} alone"
        raise RecipeError([text])
    for name in fields:
        if name not in _FIELDS:
            raise RecipeError([f"recipe.{name}: unknown field{did_you_mean(str(name), _FIELDS)}"])
    try:
        return _Recipe.model_validate(fields)
    except ValidationError as error:
        lines = [
            f"recipe.{field_path(tuple(found['loc']))}: {found['msg']}" for found in error.errors()
        ]
        raise RecipeError(lines) from None


def _made(made: list[_Made], whats: Sequence[AnyIntervention]) -> tuple[Made, ...]:
    return tuple(
        _made_one(i, one, what) for i, (one, what) in enumerate(zip(made, whats, strict=True))
    )


def _made_one(i: int, one: _Made, what: AnyIntervention) -> Made:
    try:
        return Made(one.number, one.by, one.wall, what)
    except ValueError as error:
        raise RecipeError([f"recipe.made[{i}].{error}"]) from None
