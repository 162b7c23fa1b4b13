"""The wheel brings the page, and so do the sources of a release: whoever has them needs no Node."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from voltwin_server.page.files import BUILD

ROOT = Path(__file__).resolve().parents[2]
PAGE = "voltwin_server/page/dist/"

pytestmark = pytest.mark.skipif(
    not BUILD.exists(), reason="the page is not built (make page does it)"
)


def build(source: Path, target: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Build a wheel, or an archive of the sources, into a folder."""
    options = ["--target", target, "--directory", str(folder)]
    command = [sys.executable, "-m", "hatchling", "build", *options]
    return subprocess.run(command, cwd=source, check=False, capture_output=True, text=True)


def built(source: Path, target: str, folder: Path) -> Path:
    """Return what has been built."""
    done = build(source, target, folder)
    assert done.returncode == 0, done.stderr
    (found,) = folder.iterdir()
    return found


def page_in(wheel: Path) -> set[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return {name.removeprefix(PAGE) for name in names if name.startswith(PAGE)}


def page_here() -> set[str]:
    files = {file.relative_to(BUILD).as_posix() for file in BUILD.rglob("*") if file.is_file()}
    return {name for name in files if not name.startswith(".")}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sources, unpacked."""
    archive = built(ROOT, "sdist", tmp_path_factory.mktemp("archive"))
    folder = tmp_path_factory.mktemp("sources")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top


def test_the_page_is_in_the_wheel(tmp_path: Path) -> None:
    inside = page_in(built(ROOT, "wheel", tmp_path))
    assert inside == page_here()
    assert "index.html" in inside


def test_a_wheel_of_a_release_of_the_sources_has_it_too(sources: Path, tmp_path: Path) -> None:
    assert page_in(built(sources, "wheel", tmp_path)) == page_here()


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_without_the_page_nothing_is_built(sources: Path, tmp_path: Path, target: str) -> None:
    index = sources / "server" / PAGE / "index.html"
    aside = index.rename(index.with_suffix(".aside"))
    try:
        failed = build(sources, target, tmp_path)
    finally:
        aside.rename(index)
    assert failed.returncode != 0
    assert "make page" in failed.stderr
    assert list(tmp_path.iterdir()) == []
