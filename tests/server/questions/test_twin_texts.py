"""A twin as a text is made once as long as nothing is done to it."""

from pathlib import Path
from typing import Any

import pytest
from tests.server.twins.place import RECIPE, beginning
from tests.server.twins.test_folder import RECORD

from voltwin.scenario.files import as_yaml
from voltwin.twin.recipe_text import read_recipe
from voltwin_server.questions import twin_texts as module
from voltwin_server.questions.kept import Kept
from voltwin_server.questions.twin_texts import twin_text
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.journal import Journal
from voltwin_server.twins.record import Position

WALL = "2026-11-22T09:34:45+00:00"
CLOSE = {"kind": "close", "at": "1h", "stations": ["south"], "for": "1h"}
MADE = {"number": 1, "by": "ann", "wall": WALL, "what": CLOSE}


@pytest.fixture
def folder(tmp_path: Path) -> TwinFolder:
    return new_folder(tmp_path, RECORD, beginning().recipe, Position())


def made(folder: TwinFolder) -> None:
    """Have something made of the twin."""
    journal = Journal(folder.journal)
    journal.append({"now": 0.0, "do": "intervene", "made": [MADE]})
    journal.close()


def test_it_tells_all_that_was_made(folder: TwinFolder) -> None:
    assert read_recipe(twin_text(folder, "recipe").decode()) == RECIPE
    assert twin_text(folder, "scenario").decode() == as_yaml(RECIPE.scenario)
    made(folder)
    recipe = read_recipe(twin_text(folder, "recipe").decode())
    assert [(one.number, one.by, one.what.kind) for one in recipe.made] == [(1, "ann", "close")]
    assert twin_text(folder, "scenario").decode() == as_yaml(recipe.scenario_in_full())


def test_it_is_made_anew_when_something_was_done(
    folder: TwinFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, make = list[Any](), module._made

    def counted(*asked: Any) -> bytes:
        times.append(asked)
        return make(*asked)

    monkeypatch.setattr(module, "_made", counted)
    monkeypatch.setattr(module, "_TEXTS", Kept[bytes](2))
    for _ in range(3):
        twin_text(folder, "recipe")
    assert len(times) == 1
    made(folder)
    for _ in range(3):
        twin_text(folder, "recipe")
        twin_text(folder, "scenario")
    assert len(times) == 3
    assert len(module._TEXTS._things) == 2
