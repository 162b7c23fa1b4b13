"""The folder of a twin tells what it is and where it stands, without simulating anything."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from voltwin.store.uuid7 import uuid7
from voltwin_server.twins.folder import TwinFolder, delete_folder, folders_in, new_folder
from voltwin_server.twins.journal import Journal
from voltwin_server.twins.record import Origin, Position, TwinRecord

RECORD = TwinRecord(
    id=uuid7(),
    name="Zürich",
    by="ann",
    created_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    origin=Origin("run", UUID("0190c5a1-5f00-7000-8000-000000000000"), 60.0),
    seed=7,
    start=datetime.fromisoformat("2026-01-05T00:00:00+01:00"),
    horizon_s=86400.0,
    stations=2,
    vehicles=0,
)


@pytest.fixture
def folder(tmp_path: Path) -> TwinFolder:
    return new_folder(tmp_path, RECORD, "{}", Position(60.0, 600.0))


def did(folder: TwinFolder, do: str, now: float, **fields: object) -> None:
    journal = Journal(folder.journal)
    journal.append({"now": now, "do": do, **fields})
    journal.close()


def test_a_record_comes_back_as_it_was_written(folder: TwinFolder) -> None:
    assert folder.record() == RECORD
    renamed = replace(RECORD, name="Bern", origin=Origin("recipe"))
    folder.write_record(renamed)
    assert folder.record() == renamed


def test_a_twin_stands_where_it_began(folder: TwinFolder) -> None:
    assert folder.position() == Position(60.0, 600.0, 0)


def test_a_twin_stands_where_the_last_command_left_it(folder: TwinFolder) -> None:
    did(folder, "seek", 7200.0, at=7200.0)
    did(folder, "speed", 7200.0, speed=3600.0)
    assert folder.position() == Position(7200.0, 3600.0, 2)


def test_a_twin_stands_where_it_has_played_to_since(folder: TwinFolder) -> None:
    did(folder, "play", 60.0)
    folder.write_position(Position(90.0, 600.0, 1), sync=False)
    assert folder.position() == Position(90.0, 600.0, 1)


def test_a_position_from_before_the_last_command_is_outdated(folder: TwinFolder) -> None:
    did(folder, "play", 60.0)
    folder.write_position(Position(90.0, 600.0, 1), sync=False)
    did(folder, "seek", 10.0, at=10.0)
    assert folder.position() == Position(10.0, 600.0, 2)


def test_a_position_that_was_torn_is_that_of_the_journal(folder: TwinFolder) -> None:
    did(folder, "seek", 10.0, at=10.0)
    (folder.path / "position.json").write_text('{"now": 9')
    assert folder.position().now == 10.0


def test_what_is_half_made_or_deleted_is_no_twin(tmp_path: Path, folder: TwinFolder) -> None:
    (tmp_path / ".0190c5a1").mkdir()
    (tmp_path / "notes").mkdir()
    (folder.snapshots / ".0190c5a1").mkdir(parents=True)
    assert list(folders_in(tmp_path)) == [folder]
    assert list(folder.snapshots.iterdir()) == []
    delete_folder(folder)
    assert list(folders_in(tmp_path)) == []
    assert [one.name for one in tmp_path.iterdir()] == ["notes"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "nothing sleeps here"
    with pytest.raises(FileNotFoundError):
        new_folder(tmp_path, RECORD, "{}", Position(), missing)
    assert list(tmp_path.iterdir()) == []
