"""docs/own-data.md shows what is printed: its table is imported again."""

import sys
from pathlib import Path

import pytest

from voltwin.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "own-data.md"


def test_the_output_on_the_page_is_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("```csv\n")[2].partition("```")[0]
    command, _, shown = page.partition("```\n$ ")[2].partition("\n```")[0].partition("\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", command.split())
    Path("stations.csv").write_text(table, encoding="utf-8")
    with pytest.raises(SystemExit):
        main()
    said = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert said[:-1] == shown.splitlines()[:-1]  # the last line names this program by its path
    assert said[-1].endswith(f"{command} --yes")
