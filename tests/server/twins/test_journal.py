"""A journal holds what was acknowledged, whole lines in their order, whatever interrupts it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.twins.journal import Journal, JournalError, entries


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "commands.jsonl"


FIRST = '{"number": 1, "now": 0.0, "do": "play"}'
NO_LINES: tuple[Any, ...] = (
    {"number": 7, "now": 0.0, "do": "play"},
    [],
    {"do": "play"},
    {"number": 1},
)


def written(file: Path, *what: str) -> Journal:
    journal = Journal(file)
    for do in what:
        journal.append({"now": 0.0, "do": do})
    return journal


def said(file: Path) -> list[tuple[int, str]]:
    return [(entry["number"], entry["do"]) for entry in entries(file)]


def test_lines_are_numbered_from_one_on(file: Path) -> None:
    written(file, "play", "pause").close()
    assert said(file) == [(1, "play"), (2, "pause")]


def test_whoever_opens_it_again_goes_on(file: Path) -> None:
    written(file, "play").close()
    journal = Journal(file)
    assert journal.number == 1
    assert journal.append({"now": 0.0, "do": "pause"})["number"] == 2
    journal.close()


@given(cut=st.integers(1, 60))
def test_a_line_that_was_torn_never_was(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    file = tmp_path_factory.mktemp("torn") / "commands.jsonl"
    written(file, "play", "é" * 30).close()
    with file.open("r+b") as whole:
        whole.truncate(
            max(file.stat().st_size - cut, 1 + len('{"number": 1, "now": 0.0, "do": "play"}'))
        )
    assert said(file) == [(1, "play")]
    written(file, "seek").close()
    assert said(file) == [(1, "play"), (2, "seek")]


def test_what_cannot_be_written_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = written(file, "play")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JournalError, match="No space"):
        journal.append({"do": "pause"})
    monkeypatch.undo()
    assert said(file) == [(1, "play")]
    assert journal.append({"now": 0.0, "do": "seek"})["number"] == 2
    assert said(file) == [(1, "play"), (2, "seek")]
    journal.close()


def test_a_page_is_a_part_of_it(file: Path) -> None:
    written(file, *"abcde").close()
    assert [entry["do"] for entry in entries(file, after=1, limit=3)] == ["b", "c", "d"]
    assert list(entries(file, after=5)) == []


def test_a_missing_journal_has_no_lines(file: Path) -> None:
    assert list(entries(file)) == []


@pytest.mark.parametrize(
    "line", [{"number": 7, "now": 0.0, "do": "play"}, [], {"do": "play"}, {"number": 1}]
)
def test_a_line_out_of_its_place_is_damage(file: Path, line: object) -> None:
    file.write_text(json.dumps(line) + "\n")
    with pytest.raises(ValueError, match="damaged"):
        list(entries(file))
