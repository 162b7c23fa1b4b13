"""Wrong scenarios as planners make them, each with the whole message that `voltwin run` gives.

The messages were read one by one: where it is, what was given, what is allowed, and what to do.
"""

import sys
from pathlib import Path

import pytest
from tests.scenario.wrong_files import FILES, OF_A_TABLE, TABLES
from tests.scenario.wrong_structure import STRUCTURE
from tests.scenario.wrong_values import BASE, VALUES

from voltwin.cli import main
from voltwin.scenario import load

CHANGES = {**VALUES, **STRUCTURE}


def said(file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what `voltwin run` says of a file that it refuses."""
    monkeypatch.setattr(sys, "argv", ["voltwin", "run", file])
    with pytest.raises(SystemExit) as end:
        main()
    out, err = capsys.readouterr()
    assert end.value.code == 2
    assert out == ""
    assert not Path("results").exists()
    return err.removeprefix("Error: ").removesuffix("\n")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(file: str, content: str | bytes) -> str:
    Path(file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_the_scenarios_are_right_but_for_what_is_changed() -> None:
    written("s.csv", "id,lon,lat\na,1,2\n")
    assert len(load(written("city.yaml", BASE)).stations) == 2
    assert len(load(written("city.yaml", OF_A_TABLE)).stations) == 1


@pytest.mark.parametrize("kind", CHANGES)
def test_a_wrong_field(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong, message = CHANGES[kind]
    assert right in BASE
    written("city.yaml", BASE.replace(right, wrong, 1))
    assert said("city.yaml", monkeypatch, capsys) == message


@pytest.mark.parametrize("kind", FILES)
def test_a_wrong_file(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, content, message = FILES[kind]
    assert said(written(file, content), monkeypatch, capsys) == message


@pytest.mark.parametrize("kind", TABLES)
def test_a_wrong_table(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, message = TABLES[kind]
    written("s.csv", content)
    assert said(written("city.yaml", OF_A_TABLE), monkeypatch, capsys) == message


def test_no_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert said("city.yaml", monkeypatch, capsys) == "city.yaml: there is no such file"
    Path("city.yaml").mkdir()
    assert said("city.yaml", monkeypatch, capsys) == "city.yaml: is a folder; name a file"


def test_a_huge_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with Path("city.yaml").open("wb") as file:
        file.truncate(300 * 2**20)  # sparse: nothing of it lies on the disk
    message = "city.yaml: is 300 MiB large; at most 256 MiB are read"
    assert said("city.yaml", monkeypatch, capsys) == message


def test_eleven_problems_are_ten_and_one_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written("s.csv", "id,lon,lat\n" + "".join(f"{number},east,2\n" for number in range(11)))
    lines = said(written("city.yaml", OF_A_TABLE), monkeypatch, capsys).splitlines()
    assert lines[9] == (
        'city.yaml: s.csv:11: column "lon": given "east", must be a number [degrees]'
    )
    assert lines[10:] == ["... and 1 more"]


def test_there_are_more_than_forty_kinds_and_no_message_has_words_of_a_parser() -> None:
    messages = [m for table in (CHANGES, FILES, TABLES) for *_, m in table.values()]
    assert len(messages) > 40
    assert len({*CHANGES, *FILES, *TABLES}) > 40
    for word in ("Input should", "pydantic", "http", "type=", "expected <", "token", "Traceback"):
        assert [message for message in messages if word in message] == []
