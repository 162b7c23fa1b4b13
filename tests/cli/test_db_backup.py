"""`voltwin db backup`: a copy of a store in a folder, or a clear word why there is none."""

from pathlib import Path

from typer.testing import CliRunner

from voltwin.cli.app import app
from voltwin.store.opening import open_store


def asked(*words: str | Path) -> tuple[str, BaseException | None]:
    """Return what a command prints, and what it fails by."""
    done = CliRunner().invoke(app, ["db", "backup", *map(str, words)])
    error = None if isinstance(done.exception, SystemExit) else done.exception
    return done.stdout, error


def test_a_store_is_copied(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    printed, error = asked(tmp_path / "copy", "--store", tmp_path / "store")
    assert error is None
    assert printed == f"{tmp_path / 'copy'}: 0 files with rows, 0.0 MB\n"
    open_store(tmp_path / "copy").check()


def test_a_database_is_not_copied_and_its_password_not_shown(tmp_path: Path) -> None:
    _, error = asked(tmp_path / "copy", "--store", "postgresql://ann:secret@nowhere/twin")
    assert "pg_dump" in str(error)
    assert "secret" not in str(error)


def test_parameters_of_a_database_are_not_shown(tmp_path: Path) -> None:
    _, error = asked(tmp_path / "copy", "--store", "host=nowhere password=secret")
    assert "postgresql://user@host" in str(error)
    assert "secret" not in str(error)


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    _, error = asked(tmp_path / "copy", "--store", tmp_path / "none")
    assert "is no store" in str(error)
    assert list(tmp_path.iterdir()) == []
