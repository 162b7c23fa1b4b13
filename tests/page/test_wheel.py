"""The wheel brings the page: whoever installs it needs no Node."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from voltwin_server.page.files import BUILD

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not BUILD.exists(), reason="the page is not built (make page does it)")
def test_the_page_is_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = {
        name.removeprefix("voltwin_server/page/dist/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("voltwin_server/page/dist/")
    }
    built = {file.relative_to(BUILD).as_posix() for file in BUILD.rglob("*") if file.is_file()}
    assert inside == {name for name in built if not name.startswith(".")}
    assert "index.html" in inside
