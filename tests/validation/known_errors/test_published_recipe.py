"""The check of published recipes finds one that is not that of its run."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.validation.known_errors.verdicts import asked

from voltwin.running import run
from voltwin.validation.known_errors import published_recipe


def test_a_recipe_that_is_not_that_of_the_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = run

    def misprinted(*given: Any, folder: Path, **options: Any) -> Any:
        done = right(*given, folder=folder, **options)
        record = json.loads((folder / "run.json").read_text())
        (folder / "run.json").write_text(json.dumps({**record, "replication": 4}))
        return done

    monkeypatch.setattr(published_recipe, "run", misprinted)
    assert len(asked(published_recipe.CHECK)) == 3
