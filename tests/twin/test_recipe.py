"""Recipes as text: read back to equal ones, refused with a reason."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.random_twins import difference_of_logs, played
from tests.twin.small_town import town

import voltwin
from voltwin import Twin
from voltwin.scenario import load, save
from voltwin.scenario.interventions import Close
from voltwin.twin import Made, Recipe, RecipeError

Data = dict[str, Any]


@given(st.integers(0, 2**24))
@settings(max_examples=15)
def test_a_recipe_is_read_back_equal(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    recipe = played(seed, tmp_path_factory.mktemp("twin") / "asleep").recipe
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_a_twin_of_a_recipe_that_was_read_is_the_same_twin(tmp_path: Path) -> None:
    twin = Twin.of(town(), seed=5)
    twin.advance(20_000.123456789)
    twin.make({"kind": "surge", "factor": 2.5, "for": "90min"}, by="ann")
    twin.make({"kind": "charger_out", "station": "east", "charger": [0, 2], "at": 1e4}, by="bob")
    twin.make({"kind": "open", "at": "2026-01-05 07:30"}, by="bob")
    again = Twin(Recipe.from_json(twin.recipe.to_json()))
    for one in (twin, again):
        one.seek("20h")
    assert again.kpis().total.equals(twin.kpis().total)
    assert difference_of_logs(again) == ""
    file = tmp_path / "twin.yaml"
    save(again.recipe.scenario_in_full(), file)
    assert load(file) == twin.scenario


@pytest.fixture
def data() -> Data:
    twin = Twin.of(town())
    twin.make({"kind": "close", "at": "3h", "for": "1h"}, by="ann")
    plain: Data = json.loads(twin.recipe.to_json())
    return plain


def changed(data: Data, path: str, value: Any) -> str:
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("voltwin_recipe", 2, "is of format 2; this version of Voltwin reads 1 alone"),
        ("voltwin_recipe", True, "is of format True"),
        ("sed", 1, 'recipe.sed: unknown field; did you mean "seed"?'),
        ("seed", -1, "recipe.seed: "),
        ("seed", "1", "recipe.seed: "),
        ("replication", 0.5, "recipe.replication: "),
        ("scenario", [], "recipe.scenario: "),
        ("scenario.horizon", "soon", r"scenario: horizon: .*must be a duration"),
        ("scenario.stations", {"file": "/etc/passwd"}, "scenario: stations: "),
        ("made.0.number", 2, r"recipe.made\[0\].number: is 2 where 1 is expected"),
        ("made.0.by", "x" * 201, r"recipe.made\[0\].by: "),
        ("made.0.wall", "2026-01-01T00:00:00", r"recipe.made\[0\].wall: "),
        ("made.0.what", "close", r"recipe.made\[0\].what: "),
        ("made.0.what.kind", "shut", r"made: interventions\[0\]"),
        ("made.0.what.stations", ["west", "wets"], '"wets" is no station'),
        ("made.0.what.at", "9d", "the run ends at"),
        ("made.0.who", "ann", r"recipe.made\[0\].who: "),
    ],
)
def test_what_is_wrong_is_said(data: Data, path: str, value: Any, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        Recipe.from_json(changed(data, path, value))


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"seed": 1}', '{"a": 1, "a": 2}', "NaN"])
def test_other_texts_are_no_recipe(text: str) -> None:
    with pytest.raises(RecipeError, match=r"^recipe: is no"):
        Recipe.from_json(text)


def test_a_recipe_error_is_one_of_scenarios() -> None:
    assert issubclass(RecipeError, voltwin.ScenarioError)


NAMES = st.one_of(st.text(max_size=220), st.just("x" * 200), st.integers(), st.none())
SEEDS = st.one_of(
    st.integers(-2, 2**70), st.booleans(), st.floats(), st.integers(0, 9).map(np.int64)
)
WALLS = st.one_of(
    st.datetimes(timezones=st.none() | st.timezones()),
    st.sampled_from([datetime.max.replace(tzinfo=timezone(timedelta(hours=-3))), None]),
)


@settings(max_examples=60)
@given(SEEDS, SEEDS, NAMES, WALLS, st.sampled_from([1.5, 10_000, "2026-01-05 07:30"]))
def test_what_a_twin_accepts_is_read_back(
    seed: Any, replication: Any, by: Any, wall: Any, at: Any
) -> None:
    scenario = town()
    try:
        twin = Twin(Recipe(scenario, seed, replication=replication))
        twin.make({"kind": "close", "at": at, "for": "1h"}, by=by, wall=wall)
        twin.make(Close(at=at, stations=("west",)), by=by, wall=wall)
    except ValueError as error:
        message = str(error)
    else:
        message = ""
    if message:
        assert message.split(":")[0] in ("seed", "replication", "by", "wall")
        return
    again = Recipe.from_json(twin.recipe.to_json())
    assert again == twin.recipe
    assert type(again.seed) is type(again.replication) is int


@pytest.mark.parametrize("by", ["x" * 201, "a\nb", "\x00", "\ud800", 7, None])
def test_a_name_is_refused_by_the_twin_in_the_words_of_its_recipe(data: Data, by: Any) -> None:
    twin = Twin.of(town())
    with pytest.raises(ValueError, match=r"^by: ") as ours:
        twin.make({"kind": "close"}, by=by)
    assert twin.recipe.made == ()
    with pytest.raises(RecipeError) as theirs:
        Recipe.from_json(changed(data, "made.0.by", by))
    assert str(theirs.value) == f"recipe.made[0].{ours.value}"


def test_an_intervention_that_was_changed_without_a_look_is_refused() -> None:
    twin = Twin.of(town())
    with pytest.raises(voltwin.ScenarioError, match="for"):
        twin.make(Close(at=3.0).model_copy(update={"lasts": -1.0}), by="ann")
    assert twin.recipe.made == ()


def test_numbers_of_what_was_made_rise_by_one() -> None:
    wall = datetime(2026, 1, 1, tzinfo=UTC)
    made = tuple(Made(number, "ann", wall, Close(at=3.0)) for number in (1, 3))
    with pytest.raises(ValueError, match=r"made\[1\].number: is 3 where 2 is expected"):
        Recipe(town(), made=made)
