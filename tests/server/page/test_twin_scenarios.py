"""What a twin is made of is read once, and read on when something is made of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.server.twins.place import beginning
from tests.server.twins.test_folder import RECORD

from voltwin.twin.recipe_text import recipe_of
from voltwin_server.page import twin_scenarios
from voltwin_server.page.twin_scenarios import TwinScenarios
from voltwin_server.problems import ProblemError
from voltwin_server.twins.folder import TwinFolder, delete_folder, new_folder
from voltwin_server.twins.journal import Journal
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.record import Position

SEEK = {"by": "ann", "wall": "2026-11-22T09:34:45+00:00", "now": 0.0, "do": "seek"}


def intervening(number: int, hour: int) -> dict[str, Any]:
    """Return a line of a journal by which the only thing is made that has this number."""
    what = {"kind": "close", "at": f"{hour}h", "stations": ["south"]}
    made = {"number": number, "by": "ann", "wall": SEEK["wall"], "what": what}
    return {**SEEK, "do": "intervene", "made": [made]}


@pytest.fixture
def folder(tmp_path: Path) -> TwinFolder:
    return new_folder(tmp_path, RECORD, beginning().recipe, Position())


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read: recipes, and lines of journals by their numbers."""
    seen: list[str] = []

    def noted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def note(*arguments: Any, **options: Any) -> Any:
            found = function(*arguments, **options)
            if name == "recipe":
                seen.append(name)
                return found
            lines = list(found)
            seen.extend(str(line["number"]) for line in lines)
            return iter(lines)

        return note

    for name, what in (("recipe", "read_object"), ("lines", "entries")):
        monkeypatch.setattr(twin_scenarios, what, noted(name, getattr(twin_scenarios, what)))
    return seen


def test_it_is_the_recipe_in_full(folder: TwinFolder, read: list[str]) -> None:
    scenarios, journal = TwinScenarios(), Journal(folder.journal)
    for hour in (2, 3, 4):
        journal.append(intervening(hour - 1, hour))
        now = scenarios.get(RECORD.id, folder)
        full = recipe_of(recipe_fields(folder)).scenario_in_full()
        assert now.base.scenario == full
        assert now.base.digest == TwinScenarios().get(RECORD.id, folder).base.digest
        assert [one["number"] for one in now.made] == list(range(1, hour))
    journal.close()


def test_what_makes_nothing_costs_nothing(folder: TwinFolder, read: list[str]) -> None:
    scenarios, journal = TwinScenarios(), Journal(folder.journal)
    journal.append(intervening(1, 2))
    first = scenarios.get(RECORD.id, folder)
    assert read == ["recipe", "1"]
    journal.append(SEEK)
    assert scenarios.get(RECORD.id, folder).base is first.base
    assert scenarios.get(RECORD.id, folder).base is first.base
    assert read == ["recipe", "1", "2"]
    journal.append(intervening(2, 3))
    assert scenarios.get(RECORD.id, folder).base.digest != first.base.digest
    assert read == ["recipe", "1", "2", "3"]
    journal.close()


def test_a_line_that_was_taken_back_is_not_in_it(folder: TwinFolder) -> None:
    scenarios, journal = TwinScenarios(), Journal(folder.journal)
    journal.append(SEEK)
    before = folder.journal.stat().st_size
    journal.append(intervening(1, 2))
    journal.close()
    assert len(scenarios.get(RECORD.id, folder).made) == 1
    with folder.journal.open("ab") as file:
        file.truncate(before)
    assert scenarios.get(RECORD.id, folder).made == ()


def test_of_a_twin_that_is_gone_there_is_none(folder: TwinFolder) -> None:
    scenarios = TwinScenarios()
    scenarios.get(RECORD.id, folder)
    delete_folder(folder)
    with pytest.raises(ProblemError, match="no twin"):
        scenarios.get(RECORD.id, folder)


def test_a_file_that_is_missing_is_no_twin_that_is_gone(folder: TwinFolder) -> None:
    folder.recipe.unlink()
    with pytest.raises(FileNotFoundError):
        TwinScenarios().get(RECORD.id, folder)
