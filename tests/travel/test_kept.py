"""Results kept in the user's cache folder."""

from pathlib import Path

import numpy as np
import pytest

from voltwin.travel import kept as module
from voltwin.travel.kept import Pair, kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOLTWIN_CACHE_DIR", str(tmp_path))
    return tmp_path / "travel"


def pair() -> Pair:
    return np.array([[0.0, 1.5]]), np.array([[0.0, 60.0]])


def never() -> Pair:
    raise AssertionError("is computed again")


def test_what_has_been_computed_is_not_computed_again() -> None:
    kept("abc", pair)
    km, seconds = kept("abc", never)
    assert (km.tolist(), seconds.tolist()) == ([[0.0, 1.5]], [[0.0, 60.0]])


def test_another_digest_is_another_result() -> None:
    kept("abc", pair)
    with pytest.raises(AssertionError):
        kept("abd", never)


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "another"])
def test_a_damaged_file_is_computed_anew_and_replaced(folder: Path, damage: str) -> None:
    kept("abc", pair)
    file = folder / "abc.npz"
    content = bytearray(file.read_bytes())
    content[content.index(np.float64(1.5).tobytes()) + 6] ^= 1
    damaged = {"cut": content[:200], "flipped": content, "emptied": b"", "another": b"text"}
    file.write_bytes(bytes(damaged[damage]))
    assert kept("abc", pair)[0].tolist() == [[0.0, 1.5]]
    assert kept("abc", never)[0].tolist() == [[0.0, 1.5]]
    assert [path.name for path in folder.iterdir()] == ["abc.npz"]


def test_a_folder_that_cannot_be_written_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(module, "user_folder", lambda name: tmp_path / "file" / name)
    assert kept("abc", pair)[0].tolist() == [[0.0, 1.5]]


def test_the_oldest_files_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_FILES", 2)
    for i in range(4):
        kept(str(i), pair)
    assert len(list(folder.iterdir())) == 2
    kept("3", never)
