"""`voltwin import` as its users see it: shown first, written when wanted."""

import json
import shlex
import sys
from pathlib import Path

import pytest
from typer import BadParameter

from voltwin.cli import main
from voltwin.cli.import_ import columns_of, where_of
from voltwin.scenario import load

TABLE = "Name,lng,lat,swaps [avg],state\nGate,10,53,240,1\nPort,10.5,53.5,480,2\nPier,11,54,9,1\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("my stations.csv").write_text(TABLE)


class Ran:
    """What a command has said, and its exit status."""

    def __init__(self, status: object, out: str, err: str) -> None:
        self.status, self.out, self.err = status or 0, out, err


class Runner:
    """Runs the command line in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> Ran:
        self._patch.setattr(sys, "argv", ["voltwin", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return Ran(end.value.code, *self._capsys.readouterr())


@pytest.fixture
def voltwin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(monkeypatch, capsys)


def test_without_a_terminal_it_shows_and_says_how_to_write(voltwin: Runner) -> None:
    ran = voltwin("import", "my stations.csv", "--utc-offset", "+01:00")
    assert (ran.status, ran.err) == (0, "")
    assert not Path("my stations.yaml").exists()
    command = ran.out.splitlines()[-1].strip()
    assert command.endswith("voltwin import 'my stations.csv' --utc-offset +01:00 --yes")
    assert voltwin(*shlex.split(command)[1:]).status == 0
    assert len(load("my stations.yaml").stations) == 3


def test_it_fits_80_columns_and_brackets_stay(voltwin: Runner) -> None:
    out = voltwin("import", "my stations.csv").out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "swaps [avg]" in out


def test_what_is_written_can_be_run(voltwin: Runner) -> None:
    ran = voltwin("import", "my stations.csv", "--where", "state=1", "--out", "a.yaml", "--yes")
    assert "Wrote a.yaml." in ran.out
    assert [station.id for station in load("a.yaml").stations] == ["Gate", "Pier"]
    line = ran.out.partition("What to try next\n")[2].splitlines()[0]
    words = shlex.split(line.strip().partition("  ")[0])
    run = voltwin(*words[1:], "--until", "1h", "--engine", "reference", "--no-events")
    assert run.status == 0
    assert "2 stations" in run.out


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False)])
def test_on_a_terminal_it_asks(
    voltwin: Runner, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    asked = []

    def confirm(text: str, *, default: bool) -> bool:
        asked.append(text)
        return answer == "y" and default

    monkeypatch.setattr("voltwin.cli.import_.is_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", confirm)
    ran = voltwin("import", "my stations.csv")
    assert asked == ["\nWrite my stations.yaml?"]
    assert Path("my stations.yaml").exists() is written
    assert ("Nothing was written." in ran.out) is not written


def test_an_existing_file_is_replaced_only_if_told(voltwin: Runner) -> None:
    Path("a.yaml").write_text("mine")
    words = ("import", "my stations.csv", "--out", "a.yaml")
    assert voltwin(*words).status == 0  # shown only
    ran = voltwin(*words, "--yes")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "Error: a.yaml: exists already; name another file with --out, or replace it with --force\n"
    )
    assert Path("a.yaml").read_text() == "mine"
    assert voltwin(*words, "--yes", "--force").status == 0
    assert len(load("a.yaml").stations) == 3


def test_the_table_itself_is_never_replaced(voltwin: Runner) -> None:
    words = ("import", "my stations.csv", "--out", "./my stations.csv", "--yes", "--force")
    ran = voltwin(*words)
    assert ran.status == 2
    assert "is the table" in ran.err
    assert Path("my stations.csv").read_text() == TABLE


def test_json_is_for_machines(voltwin: Runner) -> None:
    data = json.loads(voltwin("import", "my stations.csv", "--json").out)
    assert data["swaps_per_day"] == {"total": 729, "low": 9, "high": 480}
    assert [column["field"] for column in data["columns"]] == [
        "name", "lon", "lat", "swaps_per_day",
    ]  # fmt: skip
    assert data["ignored"] == ["state"]
    assert data["wrote"] is None
    assert json.loads(voltwin("import", "my stations.csv", "--json", "--yes").out)["wrote"]
    assert Path("my stations.yaml").is_file()


def test_wrong_rows_are_told_ten_at_most_and_nothing_is_written(voltwin: Runner) -> None:
    Path("t.csv").write_text("id,swaps\n" + "".join(f"{i},many\n" for i in range(12)))
    ran = voltwin("import", "t.csv", "--yes")
    assert (ran.status, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert lines[0] == 'Error: t.csv:2: column "swaps": given "many", must be a number'
    assert lines[10:] == ["... and 2 more"]
    Path("t.csv").write_text("id,swaps\na,many\nb,9\n")
    ran = voltwin("import", "t.csv", "--yes", "--skip-bad-rows")
    assert "1 bad skipped" in ran.out
    assert 't.csv:2: column "swaps": given "many"' in ran.out
    assert [station.id for station in load("t.yaml").stations] == ["b"]


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_no_table(voltwin: Runner, folder: str) -> None:
    ran = voltwin("import", folder)
    assert (ran.status, ran.err) == (
        2,
        f"Error: {folder}: is a folder; name the file with the table\n",
    )


def test_a_folder_that_is_not_there_is_one_message(voltwin: Runner) -> None:
    ran = voltwin("import", "my stations.csv", "--out", "no/a.yaml", "--yes")
    assert ran.status == 2
    assert ran.err == "Error: no/a.yaml: cannot be written: No such file or directory\n"


def test_words_are_taken_apart() -> None:
    assert columns_of(["lon=x", "id="]) == {"lon": "x", "id": None}
    assert where_of(["state=1", "state=x", "a=b=c"]) == {"state": ["1", 1, "x"], "a": ["b=c"]}
    with pytest.raises(BadParameter, match="such as lon=Longitude"):
        columns_of(["x"])
