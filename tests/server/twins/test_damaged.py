"""A twin whose folder cannot be read is left as it is, named in the log, and answered for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL, Store
from tests.server.twins.place import beginning
from tests.server.twins.test_folder import RECORD

from voltwin.store.uuid7 import uuid7
from voltwin_server.app import create_app
from voltwin_server.logs import FIELDS
from voltwin_server.settings import Settings
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.record import Position

WELL = replace(RECORD, id=uuid7(), name="well")
PATH = f"/api/twins/{RECORD.id}"


def cut(folder: TwinFolder) -> str:
    """Return the word for a record that ends in its midst."""
    (folder.path / "twin.json").write_text('{"id": "01')
    return "twin.json: is damaged"


def of_another(folder: TwinFolder) -> str:
    folder.write_record(WELL)
    return "twin.json: is of another twin"


def without_it(folder: TwinFolder) -> str:
    (folder.path / "twin.json").unlink()
    return "No such file or directory: 'twin.json'"


def with_a_spoilt_journal(folder: TwinFolder) -> str:
    folder.journal.write_text('{"number": 1, "now": 0.0, "do": "play"}\n{"numb\n')
    return "commands.jsonl:2: is damaged"


@pytest.mark.parametrize("spoil", [cut, of_another, without_it, with_a_spoilt_journal])
def test_it_is_named_in_the_log_and_answered_for(
    settings: Settings,
    store: Store,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[TwinFolder], str],
) -> None:
    twins = settings.data / "twins"
    twins.mkdir(parents=True)
    new_folder(twins, WELL, beginning().recipe, Position())
    folder = new_folder(twins, RECORD, beginning().recipe, Position())
    why = spoil(folder)
    files = content(folder.path)
    with TestClient(create_app(settings, store=store), base_url=URL) as client:
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/commands", None),
            ("GET", "/recipe", None),
            ("POST", "/commands", {"do": "play"}),
            ("PATCH", "", {"name": "mended"}),
            ("DELETE", "", None),
        ):
            answer = client.request(method, f"{PATH}{path}", json=body)
            assert answer.status_code == 409
            assert why in answer.json()["detail"]
            assert str(settings.data) not in answer.text
        assert [one["name"] for one in client.get("/api/twins").json()["items"]] == ["well"]
        assert 'voltwin_twins{state="damaged"} 1.0' in client.get("/metrics").text
    assert content(folder.path) == files
    (line,) = [one for one in caplog.records if one.getMessage() == "a twin is damaged"]
    assert (line.levelname, logged(line)["folder"]) == ("WARNING", folder.path)
    assert why in logged(line)["why"]


def test_a_journal_that_is_spoilt_later_is_a_problem(settings: Settings, store: Store) -> None:
    twins = settings.data / "twins"
    twins.mkdir(parents=True)
    folder = new_folder(twins, RECORD, beginning().recipe, Position())
    with TestClient(create_app(settings, store=store), base_url=URL) as client:
        folder.journal.write_text("{}\n")
        for path in ("/commands", "/recipe", "/scenario"):
            answer = client.get(f"{PATH}{path}")
            assert answer.status_code == 409
            assert "commands.jsonl:1: is damaged" in answer.json()["detail"]


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def logged(line: Any) -> dict[str, Any]:
    return dict(getattr(line, FIELDS))
