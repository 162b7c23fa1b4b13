"""Copying a store's folder while others write; tests/store/test_backup.py does so with runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from voltwin.store.embedded import backup
from voltwin.store.embedded.backup import Backup, back_up
from voltwin.store.interface import StoreError, StoreUnavailableError


def name_files(folder: Path, *paths: str) -> None:
    """Let the catalogue of a folder name these files."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)) as catalogue:
        catalogue.execute("PRAGMA journal_mode = WAL")
        catalogue.execute("CREATE TABLE IF NOT EXISTS files (path TEXT NOT NULL)")
        catalogue.execute("DELETE FROM files")
        catalogue.executemany("INSERT INTO files VALUES (?)", [(path,) for path in paths])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a folder with two files that its catalogue names, and one that it does not."""
    folder = tmp_path / "store"
    for path in ("results/a/1.parquet", "results/b/2.parquet", "results/b/lost.parquet"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    name_files(folder, "results/a/1.parquet", "results/b/2.parquet")
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Return the text of each file but the catalogue, by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "catalogue.sqlite"
    }


def test_what_the_catalogue_names_is_copied(store: Path, tmp_path: Path) -> None:
    named = {path: path for path in ("results/a/1.parquet", "results/b/2.parquet")}
    size = sum(len(path) for path in named)
    assert back_up(store, tmp_path / "copy") == Backup(files=2, bytes=size)
    assert contents(tmp_path / "copy") == named


def test_the_copy_outlives_the_store(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "copy")
    before = contents(tmp_path / "copy")
    for file in store.rglob("*.parquet"):
        file.unlink()
    name_files(store)
    assert contents(tmp_path / "copy") == before
    with closing(sqlite3.connect(tmp_path / "copy" / "catalogue.sqlite")) as catalogue:
        assert catalogue.execute("SELECT count(*) FROM files").fetchone() == (2,)


def test_files_that_are_merged_meanwhile_are_taken_as_they_are_then(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, asked = backup._link, []

    def one_step_behind(source: Path, copy: Path) -> None:
        """Before the second file is copied, both become a third one."""
        asked.append(source)
        if len(asked) == 2:
            (store / "results/whole.parquet").write_text("both")
            name_files(store, "results/whole.parquet")
            for file in ("results/a/1.parquet", "results/b/2.parquet"):
                (store / file).unlink()
        link(source, copy)

    monkeypatch.setattr(backup, "_link", one_step_behind)
    assert back_up(store, tmp_path / "copy").files == 1
    assert len(asked) == 3
    assert contents(tmp_path / "copy") == {"results/whole.parquet": "both"}


def test_a_catalogue_that_names_what_never_was_is_told(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_TRIES", 3)
    name_files(store, "results/none.parquet")
    with pytest.raises(StoreUnavailableError, match="come and go"):
        back_up(store, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


@pytest.mark.parametrize("error", [18, 1])  # another file system; one without links
def test_files_are_copied_where_they_cannot_be_linked(
    error: int, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, copy: Path) -> None:
        raise OSError(error, "no link")

    monkeypatch.setattr("os.link", refuse)
    assert back_up(store, tmp_path / "copy").files == 2
    copies = (tmp_path / "copy").rglob("*.parquet")
    assert {file.stat().st_nlink for file in copies} == {1}


def test_no_room_leaves_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*paths: Path) -> None:
        raise OSError(28, "No space left on device", str(paths[1]))

    monkeypatch.setattr("os.link", full)
    monkeypatch.setattr("shutil.copy2", full)
    with pytest.raises(StoreUnavailableError, match="No space left"):
        back_up(store, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_nothing_is_written_over(store: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(StoreError, match="is there already"):
        back_up(store, tmp_path / "copy")


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no store"):
        back_up(tmp_path, tmp_path / "copy")
