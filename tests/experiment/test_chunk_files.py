"""Files of chunks: whole, or not trusted."""

from pathlib import Path

import pyarrow as pa
import pytest

from voltwin.experiment.chunk_files import chunk_files, read_chunk, whole_files, write_chunk

ROWS = pa.table({"variant": pa.array([0, 1], pa.int32()), "x": [1.5, None]})


def test_what_is_written_is_read_back_metadata_and_all(tmp_path: Path) -> None:
    rows = ROWS.replace_schema_metadata({"seconds": "1.5"})
    file = write_chunk(tmp_path, 7, rows)
    assert (file.number, file.rows) == (7, 2)
    assert read_chunk(file).equals(rows, check_metadata=True)
    assert list(whole_files(tmp_path)) == [file]


def test_files_come_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    for number in (2, 10, 1_000_000, 0):
        write_chunk(tmp_path, number, ROWS)
    assert [file.number for file in chunk_files(tmp_path)] == [0, 2, 10, 1_000_000]


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "grown"])
def test_a_file_that_is_not_what_was_written_is_removed(tmp_path: Path, damage: str) -> None:
    kept, torn = write_chunk(tmp_path, 0, ROWS), write_chunk(tmp_path, 1, ROWS)
    content = bytearray(torn.path.read_bytes())
    if damage == "changed":
        content[len(content) // 2] ^= 1
    new: dict[str, bytes | bytearray] = {
        "cut": content[:-1],
        "changed": content,
        "emptied": b"",
        "grown": content + b"\0",
    }
    torn.path.write_bytes(new[damage])
    assert list(whole_files(tmp_path)) == [kept]
    assert not torn.path.exists()


def test_what_a_writer_that_died_has_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".partial-123").write_bytes(b"half a chu")
    assert list(whole_files(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_left_alone_and_not_taken_for_chunks(tmp_path: Path) -> None:
    note = tmp_path / "000001-0002-note.parquet"
    note.write_text("mine")
    assert list(whole_files(tmp_path)) == []
    assert note.read_text() == "mine"


def test_there_may_be_no_folder_yet(tmp_path: Path) -> None:
    assert chunk_files(tmp_path / "nothing") == []
