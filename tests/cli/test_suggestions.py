"""What is suggested can be typed, wherever the program lies."""

from pathlib import Path

import pytest

from voltwin.cli.suggestions import program, suggestions


@pytest.fixture(name="installed")
def in_a_virtual_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "env" / "bin" / "voltwin"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(path)])
    monkeypatch.chdir(tmp_path)
    return path


def test_a_program_that_the_shell_does_not_find_is_called_by_its_path(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert program() == "env/bin/voltwin"
    monkeypatch.chdir(installed.parent)
    assert program() == "./voltwin"
    (installed.parents[2] / "elsewhere").mkdir()
    monkeypatch.chdir(installed.parents[2] / "elsewhere")
    assert program() == str(installed)


def test_a_program_that_the_shell_finds_is_called_by_its_name(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert program() == "voltwin"


def test_a_path_with_a_space_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [str(tmp_path / "my env" / "voltwin")])
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)
    assert program() == "'my env/voltwin'"


def test_purposes_stand_below_each_other() -> None:
    text = suggestions([("voltwin init", "a start"), ("voltwin run a.yaml", "a run")])
    assert text == "  voltwin init        a start\n  voltwin run a.yaml  a run"
