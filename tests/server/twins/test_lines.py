"""Lines of a journal are found where they are, and those before are not read again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_server.twins.journal import entries
from voltwin_server.twins.lines import EVERY, Lines


def line(number: int) -> str:
    return f'{{"number": {number}, "now": 0.0, "do": "play", "by": "{"é" * (number % 7)}"}}\n'


def written(file: Path, first: int, last: int) -> None:
    with file.open("a", encoding="utf-8") as journal:
        journal.writelines(line(number) for number in range(first, last + 1))


@settings(max_examples=20)
@given(
    asked=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 3500), st.integers(1, 1000)), max_size=8
    )
)
def test_they_are_those_of_who_reads_all(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[int, int, int]]
) -> None:
    file = tmp_path_factory.mktemp("lines") / "commands.jsonl"
    lines, last = Lines(file), 0
    assert lines.after(0, 10) == []
    for more, after, limit in asked:
        written(file, last + 1, last + more)
        last += more
        assert lines.after(after, limit) == list(entries(file, after=after, limit=limit))


def test_what_stands_before_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "commands.jsonl"
    written(file, 1, 5 * EVERY)
    lines = Lines(file)
    (last,) = lines.after(5 * EVERY - 1, 10)
    assert last["number"] == 5 * EVERY
    with file.open("r+b") as journal:
        journal.write(b"x" * lines._begins[4])
    assert lines.after(5 * EVERY - 1, 10) == [last]
    assert len(lines._begins) == 5


def test_a_line_that_is_taken_back_misleads_nobody(tmp_path: Path) -> None:
    file = tmp_path / "commands.jsonl"
    written(file, 1, EVERY)
    lines, size = Lines(file), file.stat().st_size
    assert lines.after(EVERY - 1, 1)[0]["number"] == EVERY
    with file.open("r+b") as journal:  # it was not on the disk
        journal.truncate(size - len(line(EVERY).encode()))
    with file.open("a", encoding="utf-8") as journal:
        journal.write(line(EVERY).replace("play", "pause"))
    written(file, EVERY + 1, EVERY + 2)
    assert [one["do"] for one in lines.after(EVERY - 1, 3)] == ["pause", "play", "play"]


def test_a_line_that_is_being_written_is_none_and_one_that_is_damaged_is_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "commands.jsonl"
    written(file, 1, 2)
    with file.open("a") as journal:
        journal.write('{"number": 3')
    assert len(Lines(file).after(0, 10)) == 2
    with file.open("a") as journal:
        journal.write("}\n")
    with pytest.raises(ValueError, match=r"commands\.jsonl:3: is damaged"):
        Lines(file).after(0, 10)
