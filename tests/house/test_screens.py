"""The pictures of the page: small, of the views that there are, and shown in docs/page.md."""

import re
from pathlib import Path

from tests.page.screens import SCREENS
from tests.page.take_screens import FOLDER, MOST_BYTES, MOST_BYTES_IN_ALL

ROOT = Path(__file__).resolve().parents[2]
PICTURES = sorted(FOLDER.glob("*"))


def test_there_is_a_picture_of_each_view() -> None:
    assert {file.name for file in PICTURES} == {f"{one.name}.webp" for one in SCREENS}


def test_pictures_are_small() -> None:
    sizes = [file.stat().st_size for file in PICTURES]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_BYTES_IN_ALL


def test_each_is_shown() -> None:
    page = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    assert set(re.findall(r"screens/([\w-]+\.webp)", page)) == {file.name for file in PICTURES}
