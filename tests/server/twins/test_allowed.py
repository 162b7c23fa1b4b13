"""How much may be made of a twin, and told to it."""

from pathlib import Path

import pytest
from tests.server.twins.doing import BUDGET, CLOSE, done, report
from tests.server.twins.place import RECIPE
from tests.server.twins.test_folder import RECORD
from tests.twin.small_city import city

from voltwin.twin.recipe import Recipe
from voltwin_server.limits.sizes import expected_visits
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.record import Position


def test_there_is_as_much_in_its_recipe_as_is_allowed(folder: TwinFolder) -> None:
    alive = Alive(folder, BUDGET, Limits(made_per_twin=2))
    assert done(alive, {"do": "intervene", "what": CLOSE})
    with pytest.raises(ProblemError, match="2 are allowed") as refused:
        done(alive, {"do": "observe", "reports": [report(0.0, 1), report(0.0, 1)]})
    assert refused.value.kind.slug == "too-much"
    assert done(alive, {"do": "observe", "reports": [report(0.0, 1)]})
    with pytest.raises(ProblemError, match="2 are allowed"):
        done(alive, {"do": "intervene", "what": CLOSE})
    alive.close()


def test_its_journal_has_as_many_commands_as_are_allowed(folder: TwinFolder) -> None:
    alive = Alive(folder, BUDGET, Limits(commands_per_twin=1))
    alive.do({"do": "play"}, "ann")
    with pytest.raises(ProblemError, match="1 are allowed") as refused:
        alive.do({"do": "play"}, "ann")
    assert refused.value.kind.slug == "too-much"
    assert alive.do({"do": "pause"}, "ann")["number"] == 2  # it played
    with pytest.raises(ProblemError, match="1 are allowed"):
        alive.do({"do": "pause"}, "ann")
    assert done(alive, {"do": "observe", "reports": [report(0.0, 1)]})
    assert alive.number == 3
    alive.close()


def test_what_is_told_again_is_no_more_of_its_recipe(folder: TwinFolder) -> None:
    alive = Alive(folder, BUDGET, Limits(made_per_twin=2))
    batch = [{**report(0.0, number), "id": f"m-{number}"} for number in range(2)]
    assert done(alive, {"do": "observe", "reports": batch})
    outcomes, entry = alive.observe([*batch, {"at": "never"}], "ann")
    assert [outcome.became for outcome in outcomes] == ["repeated", "repeated", "refused"]
    assert entry is None
    with pytest.raises(ProblemError, match="2 are allowed"):
        alive.observe([*batch, report(0.0, 3)], "ann")
    assert len(alive.twin.recipe.made) == 2
    alive.close()


def test_a_report_of_two_battery_types_is_two_observations(tmp_path: Path) -> None:
    recipe = Recipe(city(types=2), seed=1).to_json()
    alive = Alive(new_folder(tmp_path, RECORD, recipe, Position()), BUDGET, Limits(made_per_twin=3))
    both = {"at": 0.0, "station": "east", "stock": {"large": 2, "small": 3}}
    with pytest.raises(ProblemError, match="4 more are sent"):
        alive.observe([both, both], "ann")
    assert alive.twin.recipe.made == ()
    _, entry = alive.observe([both], "ann")
    assert entry is not None
    assert entry["observations"] == len(alive.twin.recipe.made) == 2
    alive.close()


def test_an_intervention_brings_no_more_vehicles_than_are_allowed(folder: TwinFolder) -> None:
    expected = expected_visits(RECIPE.scenario, RECIPE.scenario.horizon)
    alive = Alive(folder, BUDGET, Limits(visits=2 * expected))
    surge = {"kind": "surge", "factor": 1.5, "for": "1d"}
    assert done(alive, {"do": "intervene", "what": surge})
    with pytest.raises(ProblemError, match="Vehicles would come") as refused:
        done(alive, {"do": "intervene", "what": surge})
    assert refused.value.kind.slug == "too-much"
    assert len(alive.twin.recipe.made) == 1
    alive.close()
